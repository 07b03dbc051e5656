import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AUDIENCE_CATEGORIES } from '../requirement/audience-category.ts';
import {
  birthdayOf,
  checkDigitOf,
  maskIdentityNumber,
  readIdentityNumber,
} from './identity-number.ts';
import { BUILT_IN_KEY_GROUPS, contradictsCategory } from './key-group.ts';
import { isCounted, PERSON_STATUSES, statusStep, type PresentStatus } from './person-status.ts';

const day = fc.date({
  min: new Date('1930-01-01'),
  max: new Date('2010-12-31'),
  noInvalidDate: true,
});
const numbers = fc
  .tuple(fc.integer({ min: 110_000, max: 659_999 }), day, fc.integer({ min: 0, max: 999 }))
  .map(([region, born, order]) => {
    const digits = `${region}${born.toISOString().slice(0, 10).replaceAll('-', '')}${String(order).padStart(3, '0')}`;
    return digits + checkDigitOf(digits);
  });

test('the example of the standard is right', () => {
  expect(readIdentityNumber('11010519491231002x')).toEqual({
    ok: true,
    number: '11010519491231002X',
  });
});

test('a number is read however it is typed, and shown masked', () => {
  fc.assert(
    fc.property(numbers, (number) => {
      const wide = number
        .toLowerCase()
        .replaceAll(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
      expect(readIdentityNumber(` ${wide.slice(0, 6)}\u3000${wide.slice(6)} `)).toEqual({
        ok: true,
        number,
      });
      const masked = maskIdentityNumber(number);
      expect(masked).toMatch(/^\d{3}\*{11}\d{3}[\dX]$/);
      expect(masked).not.toContain(birthdayOf(number)?.replaceAll('-', ''));
    }),
  );
});

test('one wrong digit, or two neighbours exchanged, is found', () => {
  fc.assert(
    fc.property(numbers, fc.nat(16), fc.nat(8), (number, at, other) => {
      const digit = String((Number(number[at]) + 1 + other) % 10);
      const wrong = number.slice(0, at) + digit + number.slice(at + 1);
      if (wrong !== number) expect(readIdentityNumber(wrong).ok).toBe(false);
      const exchanged =
        number.slice(0, at) + (number[at + 1] ?? '') + (number[at] ?? '') + number.slice(at + 2);
      if (exchanged !== number) expect(readIdentityNumber(exchanged).ok).toBe(false);
    }),
  );
});

test('what is no number says what is wrong', () => {
  const faultOf = (typed: string) => {
    const read = readIdentityNumber(typed);
    return read.ok ? null : read.fault;
  };
  expect(faultOf('110105194912310')).toBe('length');
  expect(faultOf('3.30102E+17')).toBe('length');
  expect(faultOf('110105194902300020')).toBe('birthday');
  expect(faultOf('110105194912310021')).toBe('check-digit');
});

test('a key group belongs to its category; without one nothing contradicts', () => {
  const contradicts = (code: string, category: string | null) =>
    BUILT_IN_KEY_GROUPS.filter((one) => one.code === code).map((one) =>
      contradictsCategory(one, category),
    );
  expect(contradicts('village_secretary', 'county_department')).toEqual([true]);
  expect(contradicts('village_secretary', 'village_community_principal')).toEqual([false]);
  expect(contradicts('reserve', 'township')).toEqual([false]);
  expect(contradicts('reserve', null)).toEqual([false]);
  expect(BUILT_IN_KEY_GROUPS.map(({ mostInUnit }) => mostInUnit)).toEqual([
    ...[1, 2, null],
    ...[null, null, null],
  ]);
});

test('a key group that belongs to no category in particular contradicts none', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom(...AUDIENCE_CATEGORIES)),
      fc.constantFrom(null, ...AUDIENCE_CATEGORIES),
      (categories, category) => {
        const isOutside = category !== null && !categories.includes(category);
        expect(contradictsCategory({ categories }, category)).toBe(
          categories.length > 0 && isOutside,
        );
      },
    ),
  );
});

test('who retired, left or died is not counted; who is away is', () => {
  expect(PERSON_STATUSES.filter(isCounted)).toEqual(['active', 'leave', 'seconded']);
});

const days = fc.integer({ min: 0, max: 400 }).map((at) => {
  const day = new Date(Date.UTC(2025, 9, 1 + at));
  return day.toISOString().slice(0, 10);
});
const stated = fc.record({
  status: fc.constantFrom(...PERSON_STATUSES),
  from: fc.option(days, { nil: null }),
});

test('whatever statuses a roster states, stating the last one again asks for nothing', () => {
  fc.assert(
    fc.property(fc.array(stated, { minLength: 1, maxLength: 8 }), (list) => {
      const today = '2026-11-27';
      let held: PresentStatus = { status: 'active', since: null, earlierSince: null };
      for (const one of list) {
        const step = statusStep(held, one);
        if (step === 'same' || step === 'too-early') continue;
        const since = one.from ?? today;
        held =
          step === 'begin'
            ? { status: one.status, since, earlierSince: held.since }
            : { ...held, since };
        expect(statusStep(held, one)).toBe('same');
        // Nothing that holds ever began before what it follows.
        expect(held.earlierSince === null || held.earlierSince <= since).toBe(true);
      }
    }),
  );
});

test('a status from before what is recorded is refused, and another first day moves it', () => {
  const held = { status: 'leave', since: '2026-03-01', earlierSince: '2026-01-01' } as const;
  expect(statusStep(held, { status: 'active', from: '2026-02-01' })).toBe('too-early');
  expect(statusStep(held, { status: 'active', from: '2026-03-01' })).toBe('begin');
  expect(statusStep(held, { status: 'leave', from: '2026-02-01' })).toBe('move');
  expect(statusStep(held, { status: 'leave', from: '2025-12-31' })).toBe('too-early');
  expect(statusStep(held, { status: 'leave', from: null })).toBe('same');
});
