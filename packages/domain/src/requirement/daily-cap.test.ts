import fc from 'fast-check';
import { expect, test } from 'vitest';
import { trainingDayOf } from '../calendar/training-year.ts';
import { beyondDailyCap, type OnlineCredit } from './daily-cap.ts';

const START = Date.parse('2026-03-01T00:00:00+08:00');
const credit = (hours: number, hundredths: number): OnlineCredit => ({
  hundredths,
  intensity: 'regular',
  area: 'law',
  required: false,
  earnedAt: new Date(START + hours * 3_600_000),
});

test('twelve hours on one day count as ten; the next day begins anew', () => {
  const beyond = beyondDailyCap([credit(8, 700), credit(20, 500), credit(24, 600)], 1_000);
  expect(beyond).toEqual([
    {
      hundredths: -200,
      halfDays: 0,
      mode: 'online',
      intensity: 'regular',
      area: 'law',
      required: false,
      year: 2026,
    },
  ]);
});

test('what is left of each day is its hours or the cap, whichever is less', () => {
  const credits = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 1, max: 900 })),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(credits, fc.integer({ min: 100, max: 2_400 }), (drawn, cap) => {
      const all = drawn.map(([hours, hundredths]) => credit(hours, hundredths));
      const byDay = Map.groupBy(all, ({ earnedAt }) => trainingDayOf(earnedAt));
      const sum = (of: readonly { hundredths: number }[]) =>
        of.reduce((total, { hundredths }) => total + hundredths, 0);
      const most = [...byDay.values()].reduce((total, one) => total + Math.min(cap, sum(one)), 0);
      expect(sum(all) + sum(beyondDailyCap(all, cap))).toBe(most);
    }),
  );
});
