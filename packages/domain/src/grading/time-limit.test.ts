import { expect, test } from 'vitest';
import { deadlineOf, isTimeLeft } from './time-limit.ts';

const start = new Date('2026-11-26T01:00:00Z');

test('half an hour is half an hour, and an answer on its way still arrives', () => {
  const deadline = deadlineOf(start, 30);
  expect(deadline).toEqual(new Date('2026-11-26T01:30:00Z'));
  expect(isTimeLeft(deadline, new Date('2026-11-26T01:30:15.000Z'))).toBe(true);
  expect(isTimeLeft(deadline, new Date('2026-11-26T01:30:15.001Z'))).toBe(false);
});

test('without a limit there is always time left', () => {
  expect(isTimeLeft(deadlineOf(start, null), new Date('2036-01-01T00:00:00Z'))).toBe(true);
});
