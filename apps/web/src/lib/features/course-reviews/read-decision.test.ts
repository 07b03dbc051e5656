import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checklistIn, instantIn } from './read-decision.ts';

test('a time is read as China’s, however the browser wrote it', () => {
  expect(instantIn('2026-12-01T08:00')).toBe('2026-12-01T00:00:00.000Z');
  expect(instantIn(' 2026-12-1 8:05 ')).toBe('2026-12-01T00:05:00.000Z');
  expect(instantIn('')).toBeUndefined();
  for (const wrong of ['明天', '2026-02-31T08:00', '2026-13-01T08:00', '2026-12-01T25:00'])
    expect(instantIn(wrong)).toBeNull();
});

test('nothing typed makes it throw, and what it reads is a time', () => {
  fc.assert(
    fc.property(fc.string(), (typed) => {
      const read = instantIn(typed);
      if (read) expect(new Date(read).toISOString()).toBe(read);
    }),
  );
});

test('only what was answered is in the checklist', () => {
  const typed: Record<string, string> = {
    'answer.content': 'done',
    'answer.law': '',
    'answer.media': 'not_applicable',
    'answer.accessibility': 'maybe',
    'remark.content': '好',
  };
  expect(checklistIn((name) => typed[name] ?? '')).toEqual([
    { point: 'content', answer: 'done', remark: '好' },
    { point: 'media', answer: 'not_applicable', remark: '' },
  ]);
});
