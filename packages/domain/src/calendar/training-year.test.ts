import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import {
  daysLeftInYear,
  endOfTrainingDay,
  nextTimeOfDay,
  nextTrainingDay,
  startOfTrainingDay,
  trainingDayOf,
  trainingYearOf,
  yearBounds,
} from './training-year.ts';

const hostZone = process.env['TZ'];
afterEach(() => {
  if (hostZone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = hostZone;
});

test.each([
  { at: '2026-12-31T15:59:59.999Z', day: '2026-12-31', year: 2026, left: 1 },
  { at: '2026-12-31T16:00:00.000Z', day: '2027-01-01', year: 2027, left: 365 },
  { at: '2027-12-31T16:00:00.000Z', day: '2028-01-01', year: 2028, left: 366 },
  { at: '2028-02-28T16:00:00.000Z', day: '2028-02-29', year: 2028, left: 307 },
  { at: '2026-06-30T12:00:00.000Z', day: '2026-06-30', year: 2026, left: 185 },
])('$at is $day in Shanghai, $left days before the year is over', ({ at, day, year, left }) => {
  const instant = new Date(at);
  expect(trainingDayOf(instant)).toBe(day);
  expect(trainingYearOf(instant)).toBe(year);
  expect(daysLeftInYear(instant)).toBe(left);
});

test.each([
  { at: '1986-05-03T17:59:59Z', day: '1986-05-04', why: 'the night summer time began' },
  { at: '1988-07-01T14:59:59Z', day: '1988-07-01', why: 'summer: midnight is at 15:00Z' },
  { at: '1988-07-01T15:00:00Z', day: '1988-07-02', why: 'summer: midnight is at 15:00Z' },
  { at: '1991-09-14T15:00:00Z', day: '1991-09-15', why: 'the last night of summer time' },
  { at: '1991-09-15T15:30:00Z', day: '1991-09-15', why: 'winter again: midnight is at 16:00Z' },
  { at: '1992-07-01T15:30:00Z', day: '1992-07-01', why: 'no summer time any more' },
])('the years of summer time, 1986 to 1991: $at is $day ($why)', ({ at, day }) => {
  expect(trainingDayOf(new Date(at))).toBe(day);
});

test.each(['UTC', 'Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati'])(
  'the year turns at the same instant on a server set to %s',
  (zone) => {
    process.env['TZ'] = zone;
    expect(trainingYearOf(new Date('2026-12-31T15:59:59.999Z'))).toBe(2026);
    expect(trainingYearOf(new Date('2026-12-31T16:00:00.000Z'))).toBe(2027);
    const { start, end } = yearBounds(2026);
    expect(start.toISOString()).toBe('2025-12-31T16:00:00.000Z');
    expect(end.toISOString()).toBe('2026-12-31T16:00:00.000Z');
    expect(daysLeftInYear(new Date('2026-12-31T15:59:59.999Z'))).toBe(1);
  },
);

test('the tests above do change the server’s zone', () => {
  process.env['TZ'] = 'Pacific/Kiritimati';
  expect(new Date('2026-12-31T12:00:00Z').getFullYear()).toBe(2027);
  process.env['TZ'] = 'America/New_York';
  expect(new Date('2027-01-01T02:00:00Z').getFullYear()).toBe(2026);
});

const instants = fc.date({
  min: new Date('1950-01-01T00:00:00Z'),
  max: new Date('2199-12-31T00:00:00Z'),
  noInvalidDate: true,
});

test.each(['Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'])(
  'every instant lies within the bounds of its own training year, in %s too',
  (zone) => {
    fc.assert(
      fc.property(instants, (instant) => {
        const { start, end } = yearBounds(trainingYearOf(instant, zone), zone);
        expect(instant.getTime()).toBeGreaterThanOrEqual(start.getTime());
        expect(instant.getTime()).toBeLessThan(end.getTime());
        expect(trainingDayOf(start, zone)).toMatch(/-01-01$/);
        expect(trainingDayOf(new Date(start.getTime() - 1), zone)).toMatch(/-12-31$/);
      }),
      { numRuns: 1000 },
    );
  },
);

test('the days of a year are counted down one by one', () => {
  fc.assert(
    fc.property(instants, (instant) => {
      const left = daysLeftInYear(instant);
      const next = new Date(instant.getTime() + 86_400_000);
      const same = trainingYearOf(next) === trainingYearOf(instant);
      // Summer time moves an instant near midnight by an hour; days are compared where it did not.
      fc.pre(trainingYearOf(instant) < 1986 || trainingYearOf(instant) > 1991);
      expect(daysLeftInYear(next)).toBe(
        same ? left - 1 : daysLeftInYear(yearBounds(trainingYearOf(next)).start),
      );
    }),
    { numRuns: 1000 },
  );
});

test('a date that is none is a bug, not a year', () => {
  expect(() => trainingYearOf(new Date('never'))).toThrow('valid date');
});

test('a day begins and ends where the zone says, and one that is no day has neither', () => {
  expect(startOfTrainingDay('2026-11-26')?.toISOString()).toBe('2026-11-25T16:00:00.000Z');
  expect(endOfTrainingDay('2026-12-31')?.toISOString()).toBe('2026-12-31T16:00:00.000Z');
  for (const text of ['2026-02-30', '2026-13-01', '26-01-01', '2026-1-1', 'today'])
    expect([startOfTrainingDay(text), endOfTrainingDay(text)]).toEqual([null, null]);
});

test('a day is followed by the next one, also where it has 23 or 25 hours', () => {
  fc.assert(
    fc.property(instants, (instant) => {
      const next = nextTrainingDay(instant);
      const before = new Date(next.getTime() - 1);
      expect(trainingDayOf(before)).toBe(trainingDayOf(instant));
      expect(trainingDayOf(next)).not.toBe(trainingDayOf(instant));
    }),
    { numRuns: 1000 },
  );
});

test.each([
  { now: '2026-11-26T00:59:59.999Z', day: '2026-11-26', at: '2026-11-26T01:00:00.000Z' },
  { now: '2026-11-26T01:00:00.000Z', day: '2026-11-27', at: '2026-11-27T01:00:00.000Z' },
  { now: '2026-12-31T15:00:00.000Z', day: '2027-01-01', at: '2027-01-01T01:00:00.000Z' },
])('at $now the next nine o’clock in the morning is that of $day', ({ now, day, at }) => {
  expect(nextTimeOfDay(new Date(now), 9 * 3_600_000)).toEqual({ day, at: new Date(at) });
});
