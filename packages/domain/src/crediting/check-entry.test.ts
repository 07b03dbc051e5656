import { expect, test } from 'vitest';
import { checkEntry, type EntryProblem, type Original } from './check-entry.ts';
import { GENESIS_HASH, type LedgerFields } from './ledger.ts';

const credit: LedgerFields = {
  id: 'e1',
  personId: 'p1',
  sequence: 1,
  year: 2026,
  kind: 'credit',
  hundredths: 400,
  halfDays: 0,
  mode: 'in_person',
  intensity: 'concentrated',
  area: 'law',
  sourceType: 'class',
  sourceKey: 'class:42:2026-03-04',
  reversesId: null,
  courseSnapshot: null,
  orgPath: '/a/b/',
  policyVersion: 'cn-2010-grassroots/1',
  evidence: null,
  earnedAt: '2026-03-04T02:00:00.000Z',
  postedAt: '2026-03-05T02:00:00.000Z',
  postedBy: 'p2',
  reason: null,
  previousHash: GENESIS_HASH,
};

const reversal: LedgerFields = {
  ...credit,
  id: 'e2',
  sequence: 2,
  kind: 'reversal',
  hundredths: -credit.hundredths,
  halfDays: -credit.halfDays,
  sourceKey: 'reversal:e1',
  reversesId: 'e1',
  reason: '签到表有误',
  postedAt: '2026-04-01T02:00:00.000Z',
};
const standing: Original = { fields: credit, reversed: false };
const adjustment: LedgerFields = { ...credit, kind: 'adjustment', reason: '补录' };

test.each([
  { promise: 'a credit for a morning of class', fields: credit, original: undefined },
  { promise: 'days alone', fields: { ...credit, hundredths: 0, halfDays: 1 }, original: undefined },
  { promise: 'a reversal of a standing credit', fields: reversal, original: standing },
  { promise: 'an adjustment upwards', fields: adjustment, original: undefined },
  {
    promise: 'an adjustment downwards',
    fields: { ...adjustment, hundredths: -25 },
    original: undefined,
  },
  {
    promise: 'an adjustment for a year that is already closed',
    fields: { ...adjustment, year: 2025 },
    original: undefined,
  },
  {
    promise: 'a credit earned in the last ms of the year in Shanghai',
    fields: {
      ...credit,
      earnedAt: '2026-12-31T15:59:59.999Z',
      postedAt: '2026-12-31T16:00:00.000Z',
    },
    original: undefined,
  },
])('$promise may be posted', ({ fields, original }) => {
  expect(checkEntry(fields, original)).toEqual({ ok: true });
});

test.each<{
  promise: string;
  change: Partial<LedgerFields>;
  problem: EntryProblem;
}>([
  { promise: 'nothing at all', change: { hundredths: 0 }, problem: 'nothing-to-post' },
  { promise: 'a credit below zero', change: { hundredths: -400 }, problem: 'negative-credit' },
  { promise: 'days below zero', change: { halfDays: -1 }, problem: 'negative-credit' },
  { promise: 'a third of a hundredth', change: { hundredths: 1 / 3 }, problem: 'malformed' },
  { promise: 'place 0 in the chain', change: { sequence: 0 }, problem: 'malformed' },
  { promise: 'a credit without a source key', change: { sourceKey: '' }, problem: 'no-source-key' },
  {
    promise: 'a credit earned a ms into the next year',
    change: { earnedAt: '2026-12-31T16:00:00.000Z', postedAt: '2026-12-31T16:00:00.000Z' },
    problem: 'wrong-year',
  },
  {
    promise: 'a credit posted before it was earned',
    change: { postedAt: '2026-03-04T01:59:59.999Z' },
    problem: 'posted-before-earned',
  },
  {
    promise: 'an adjustment without a reason',
    change: { kind: 'adjustment' },
    problem: 'no-reason',
  },
  {
    promise: 'an adjustment whose reason is blank',
    change: { kind: 'adjustment', reason: '　' },
    problem: 'no-reason',
  },
  {
    promise: 'a credit that takes another back',
    change: { reversesId: 'e0' },
    problem: 'only-reversals-reverse',
  },
])('$promise is refused', ({ change, problem }) => {
  expect(checkEntry({ ...credit, ...change })).toEqual({ ok: false, problem });
});

test.each<{
  promise: string;
  change?: Partial<LedgerFields>;
  original: Original | undefined;
  problem: EntryProblem;
}>([
  {
    promise: 'of nothing',
    change: { reversesId: null },
    original: standing,
    problem: 'reverses-nothing',
  },
  { promise: 'of an entry that is not there', original: undefined, problem: 'reverses-nothing' },
  {
    promise: 'without a reason',
    change: { reason: null },
    original: standing,
    problem: 'no-reason',
  },
  {
    promise: 'of half the hours',
    change: { hundredths: -200 },
    original: standing,
    problem: 'does-not-negate',
  },
  {
    promise: 'that adds again',
    change: { hundredths: 400 },
    original: standing,
    problem: 'does-not-negate',
  },
  {
    promise: 'in another year',
    change: { year: 2025 },
    original: standing,
    problem: 'not-the-original',
  },
  {
    promise: 'for another person',
    change: { personId: 'p9' },
    original: standing,
    problem: 'not-the-original',
  },
  {
    promise: 'in another mode',
    change: { mode: 'online' },
    original: standing,
    problem: 'not-the-original',
  },
  {
    promise: 'before its original',
    change: { sequence: 1 },
    original: standing,
    problem: 'not-the-original',
  },
  {
    promise: 'naming one and given another',
    change: { reversesId: 'e7' },
    original: standing,
    problem: 'not-the-original',
  },
  { promise: 'done twice', original: { ...standing, reversed: true }, problem: 'already-reversed' },
  {
    promise: 'of a reversal',
    original: { fields: { ...credit, kind: 'reversal' }, reversed: false },
    problem: 'reverses-a-reversal',
  },
])('a reversal $promise is refused', ({ change = {}, original, problem }) => {
  expect(checkEntry({ ...reversal, ...change }, original)).toEqual({ ok: false, problem });
});
