import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  carriedLessons,
  correctionHindrances,
  finishOldUntil,
  type RevisedLesson,
} from './course-revision.ts';

const reading = (key: string, change: Partial<RevisedLesson> = {}): RevisedLesson => ({
  key,
  kind: 'reading',
  required: true,
  substance: `words of ${key}`,
  frame: [],
  ...change,
});

const lesson = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  kind: fc.constantFrom('reading', 'lecture', 'quiz'),
  required: fc.boolean(),
  substance: fc.constantFrom('one', 'two', 'three'),
  frame: fc.subarray(['x', 'y']),
});
const version = fc.uniqueArray(lesson, { selector: ({ key }) => key, maxLength: 5 });

test('words may be mended, a lesson become elective and an elective one be added in a correction', () => {
  const before = [reading('a'), reading('b')];
  const mended = reading('a', { substance: 'words of a, spelled right' });
  const after = [mended, reading('b', { required: false }), reading('c', { required: false })];
  expect(correctionHindrances(before, after)).toEqual([]);
});

const steps = reading('b', { frame: ['step'] });

test.each<{ what: string; after: RevisedLesson[]; key: string }>([
  { what: 'lesson-added', after: [reading('a'), steps, reading('c')], key: 'c' },
  { what: 'lesson-removed', after: [reading('a')], key: 'b' },
  { what: 'kind-changed', after: [reading('a'), reading('b', { kind: 'case' })], key: 'b' },
  { what: 'frame-changed', after: [reading('a'), reading('b', { frame: [] })], key: 'b' },
])('a version with $what is no small correction', ({ what, after, key }) => {
  const before = [reading('a'), reading('b', { frame: ['step'] })];
  expect(correctionHindrances(before, after)).toEqual([{ what, key }]);
});

test('a lesson that nobody had to learn cannot become compulsory by a correction', () => {
  const before = [reading('a', { required: false })];
  expect(correctionHindrances(before, [reading('a')])).toEqual([
    { what: 'made-compulsory', key: 'a' },
  ]);
});

test('a lesson that only got another name keeps its progress', () => {
  const before = [reading('a'), reading('b')];
  const after = [reading('first', { substance: 'words of a' }), reading('b')];
  expect(carriedLessons(before, after, 'substantial')).toEqual([
    { from: 'b', to: 'b' },
    { from: 'a', to: 'first' },
  ]);
});

test('no lesson’s progress counts twice, or for what is something else', () => {
  fc.assert(
    fc.property(version, version, (before, after) => {
      const carried = carriedLessons(before, after, 'substantial');
      expect(new Set(carried.map(({ from }) => from)).size).toBe(carried.length);
      expect(new Set(carried.map(({ to }) => to)).size).toBe(carried.length);
      for (const { from, to } of carried) {
        const was = before.find(({ key }) => key === from);
        const is = after.find(({ key }) => key === to);
        expect(was).toBeDefined();
        expect([is?.kind, is?.substance]).toEqual([was?.kind, was?.substance]);
      }
    }),
  );
});

test('whoever learns an unchanged version keeps everything, and a correction keeps all that is left', () => {
  fc.assert(
    fc.property(version, version, (before, after) => {
      const everything = before.map(({ key }) => ({ from: key, to: key }));
      expect(carriedLessons(before, before, 'substantial')).toEqual(everything);
      if (correctionHindrances(before, after).length > 0) return;
      expect(carriedLessons(before, after, 'correction')).toEqual(everything);
    }),
  );
});

test('nobody who has what a version asks owes more after a correction of it', () => {
  fc.assert(
    fc.property(version, version, (before, after) => {
      if (correctionHindrances(before, after).length > 0) return;
      const kept = new Set(carriedLessons(before, after, 'correction').map(({ to }) => to));
      const owed = after.filter(({ required, key }) => required && !kept.has(key));
      expect(owed).toEqual([]);
    }),
  );
});

test('the version before may be finished to the end of the last day, in China', () => {
  const published = new Date('2026-03-01T17:30:00Z'); // 2 March in China.
  expect(finishOldUntil(published, 0)?.toISOString()).toBe('2026-03-02T16:00:00.000Z');
  expect(finishOldUntil(published, 90)?.toISOString()).toBe('2026-05-31T16:00:00.000Z');
  expect(finishOldUntil(published, null)).toBeNull();
});
