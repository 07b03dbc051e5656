import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isOverdue,
  OVERDUE_AFTER_DAYS,
  waitingSince,
  wholeDaysSince,
  type Spoken,
} from './waiting.ts';

const by = fc.constantFrom('asker' as const, 'answerer' as const, 'other' as const);
const conversation = fc
  .array(by, { maxLength: 30 })
  .map((speakers): Spoken[] =>
    speakers.map((speaker, n) => ({ at: new Date(n * 1000), by: speaker })),
  );
const DAY_MS = 86_400_000;

test('whoever was answered last does not wait', () => {
  fc.assert(
    fc.property(conversation, (spoken) => {
      expect(waitingSince([...spoken, { at: new Date(99_000), by: 'answerer' }])).toBeNull();
    }),
  );
});

test('a follow-up that is not answered starts the waiting, and repeating it does not start it anew', () => {
  fc.assert(
    fc.property(conversation, fc.integer({ min: 1, max: 5 }), (spoken, times) => {
      const answered = [...spoken, { at: new Date(99_000), by: 'answerer' as const }];
      const asked = Array.from({ length: times }, (_, n) => ({
        at: new Date(100_000 + n),
        by: 'asker' as const,
      }));
      expect(waitingSince([...answered, ...asked])).toEqual(new Date(100_000));
    }),
  );
});

test('what others write answers nothing and asks nothing', () => {
  fc.assert(
    fc.property(conversation, (spoken) => {
      expect(waitingSince(spoken.filter((one) => one.by !== 'other'))).toEqual(
        waitingSince(spoken),
      );
    }),
  );
});

test('five days are in time, a moment more is overdue', () => {
  const since = new Date('2026-11-23T01:00:00Z');
  const after = (ms: number) => new Date(since.getTime() + ms);
  expect(isOverdue(since, after(OVERDUE_AFTER_DAYS * DAY_MS))).toBe(false);
  expect(isOverdue(since, after(OVERDUE_AFTER_DAYS * DAY_MS + 1))).toBe(true);
  expect(isOverdue(null, after(365 * DAY_MS))).toBe(false);
});

test('days are whole days gone, and a clock that was set back makes none', () => {
  const since = new Date('2026-11-23T01:00:00Z');
  expect(wholeDaysSince(since, new Date('2026-11-24T00:59:59Z'))).toBe(0);
  expect(wholeDaysSince(since, new Date('2026-11-24T01:00:00Z'))).toBe(1);
  expect(wholeDaysSince(since, new Date('2026-11-20T01:00:00Z'))).toBe(0);
});
