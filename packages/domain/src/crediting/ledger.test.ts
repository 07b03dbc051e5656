import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  balance,
  canonicalEntry,
  GENESIS_HASH,
  hashEntry,
  verifyChain,
  type LedgerEntry,
  type LedgerFields,
} from './ledger.ts';

const sha256Hex = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

const first: LedgerFields = {
  id: 'e1',
  personId: 'p1',
  sequence: 1,
  year: 2026,
  kind: 'credit',
  hundredths: 75,
  halfDays: 0,
  mode: 'online',
  intensity: 'regular',
  area: 'social_management',
  sourceType: 'course',
  sourceKey: 'course:petition-work',
  reversesId: null,
  courseSnapshot: '{"title":"信访工作怎样办到位"}',
  orgPath: '/gd/yy/qh/',
  policyVersion: 'cn-2010-grassroots/1',
  evidence: '{"watchedMs":301500}',
  earnedAt: '2026-03-04T02:00:00.000Z',
  postedAt: '2026-03-04T02:00:00.123Z',
  postedBy: 'p1',
  reason: null,
  previousHash: GENESIS_HASH,
};

function chainOf(changes: readonly Partial<LedgerFields>[]): LedgerEntry[] {
  let previousHash = GENESIS_HASH;
  return changes.map((change, index) => {
    const sequence = index + 1;
    const fields = { ...first, id: `e${sequence}`, ...change, sequence, previousHash };
    const hash = hashEntry(fields, sha256Hex);
    previousHash = hash;
    return { ...fields, hash };
  });
}

const anyChange = fc.record({
  hundredths: fc.integer({ min: 1, max: 500 }),
  halfDays: fc.integer({ min: 0, max: 10 }),
  year: fc.integer({ min: 2024, max: 2027 }),
  sourceKey: fc.string({ minLength: 1, maxLength: 8 }).map((key) => key.replace(/\0/g, '')),
  reason: fc.option(fc.constantFrom('更正', '撤销', ''), { nil: null }),
});
const anyChain = fc.array(anyChange, { minLength: 1, maxLength: 6 }).map(chainOf);

test('the text that is hashed never changes its form', () => {
  expect(canonicalEntry(first).split('\n')).toEqual([
    'xueshi-entry-1',
    '2:e1',
    '2:p1',
    '1:1',
    '4:2026',
    '6:credit',
    '2:75',
    '1:0',
    '6:online',
    '7:regular',
    '17:social_management',
    '6:course',
    '20:course:petition-work',
    '-',
    '39:{"title":"信访工作怎样办到位"}',
    '10:/gd/yy/qh/',
    '20:cn-2010-grassroots/1',
    '20:{"watchedMs":301500}',
    '24:2026-03-04T02:00:00.000Z',
    '24:2026-03-04T02:00:00.123Z',
    '2:p1',
    '-',
    `64:${GENESIS_HASH}`,
  ]);
  expect(hashEntry(first, sha256Hex)).toBe(
    'c8073147b9c94138709c701c3e78c625057c43c1a855370f6128a62308e361b7',
  );
});

test('a person’s entries as they were posted are a sound chain', () => {
  fc.assert(
    fc.property(anyChain, (chain) => {
      expect(verifyChain(chain, sha256Hex)).toEqual({ ok: true });
    }),
    { numRuns: 300 },
  );
  expect(verifyChain([], sha256Hex)).toEqual({ ok: true });
});

/** A value of the same kind that is not the value. */
function altered(value: string | number | null): string | number {
  if (typeof value === 'number') return value + 1;
  if (value !== null && /^\d{4}-\d{2}-\d{2}T/.test(value)) return '2020-02-02T02:02:02.002Z';
  return `${value ?? ''}x`;
}

test('a change to any single field of any entry is found at that entry', () => {
  const names = Object.keys({ ...first, hash: '' }) as (keyof LedgerEntry)[];
  fc.assert(
    fc.property(anyChain, fc.nat(), fc.constantFrom(...names), (chain, turn, name) => {
      const at = turn % chain.length;
      const tampered = chain.map((entry, index) =>
        index === at ? { ...entry, [name]: altered(entry[name]) } : entry,
      );
      const check = verifyChain(tampered, sha256Hex);
      expect(check.ok).toBe(false);
      // The first entry says whose chain it is: under another name, it is the text that gives it away.
      expect(check).toMatchObject({ sequence: at + 1 });
    }),
    { numRuns: 2000 },
  );
});

test('null and an empty text are told apart', () => {
  const [entry] = chainOf([{ reason: null }]);
  expect(entry && verifyChain([{ ...entry, reason: '' }], sha256Hex)).toMatchObject({
    ok: false,
    problem: 'hash',
  });
});

test('an entry rewritten together with its own hash is found at the next one', () => {
  const chain = chainOf([{ hundredths: 50 }, { hundredths: 25 }, { hundredths: 100 }]);
  const [forged] = chainOf([{ hundredths: 5_000 }]);
  const tampered = chain.map((entry, index) => (index === 0 && forged ? forged : entry));
  expect(verifyChain(tampered, sha256Hex)).toEqual({ ok: false, sequence: 2, problem: 'link' });
});

test('an entry dropped from the beginning or the middle is found as a gap', () => {
  fc.assert(
    fc.property(anyChain, fc.nat(), (chain, turn) => {
      fc.pre(chain.length > 1);
      const dropped = turn % (chain.length - 1);
      const rest = chain.filter((_, index) => index !== dropped);
      const finding = { ok: false, sequence: dropped + 1, problem: 'gap' };
      expect(verifyChain(rest, sha256Hex)).toEqual(finding);
    }),
    { numRuns: 1000 },
  );
});

test('an entry dropped and the rest renumbered is found all the same', () => {
  fc.assert(
    fc.property(anyChain, fc.nat(), (chain, turn) => {
      fc.pre(chain.length > 1);
      const dropped = turn % (chain.length - 1);
      const renumbered = chain
        .filter((_, index) => index !== dropped)
        .map((entry, index) => ({ ...entry, sequence: index + 1 }));
      expect(verifyChain(renumbered, sha256Hex)).toMatchObject({
        ok: false,
        sequence: dropped + 1,
      });
    }),
    { numRuns: 1000 },
  );
});

test('two entries that changed places are found', () => {
  fc.assert(
    fc.property(anyChain, fc.nat(), fc.nat(), (chain, one, other) => {
      const [a, b] = [one % chain.length, other % chain.length];
      fc.pre(a !== b);
      const swapped = chain.map(
        (entry, index) => chain[index === a ? b : index === b ? a : index] ?? entry,
      );
      const finding = { ok: false, sequence: Math.min(a, b) + 1, problem: 'gap' };
      expect(verifyChain(swapped, sha256Hex)).toEqual(finding);
    }),
    { numRuns: 1000 },
  );
});

test('an entry put in twice, or one of another person, is found', () => {
  const chain = chainOf([{}, {}]);
  const [one, two] = chain;
  expect(one && two && verifyChain([one, one, two], sha256Hex)).toMatchObject({ problem: 'gap' });
  // Even one that was hashed anew to follow this person's first entry.
  const [, stranger] = chainOf([{}, { personId: 'p2' }]);
  expect(stranger?.previousHash).toBe(one?.hash);
  expect(one && stranger && verifyChain([one, stranger], sha256Hex)).toMatchObject({
    sequence: 2,
    problem: 'link',
  });
});

test.each([
  { promise: 'half an hour of a hundredth', damage: { hundredths: 0.5 } },
  { promise: 'a time that is none', damage: { earnedAt: '2026-13-45T99:00:00.000Z' } },
  { promise: 'a time without milliseconds', damage: { earnedAt: '2026-03-04T02:00:00Z' } },
  { promise: 'half of a surrogate pair', damage: { postedBy: '\ud800' } },
  { promise: 'a NUL', damage: { postedBy: 'p1\0' } },
])('$promise cannot be hashed, and is a finding in stored data', ({ damage }) => {
  expect(() => canonicalEntry({ ...first, ...damage })).toThrow('whole');
  const [entry] = chainOf([{}]);
  expect(entry && verifyChain([{ ...entry, ...damage }], sha256Hex)).toEqual({
    ok: false,
    sequence: 1,
    problem: 'hash',
  });
});

test('no two different entries share a text, however their fields are filled', () => {
  const text = fc.string({
    unit: fc.constantFrom('1', ':', '\n', '-', 'a', '学', '𠮷'),
    maxLength: 6,
  });
  const filling = fc.record({ sourceType: text, sourceKey: text, courseSnapshot: fc.option(text) });
  fc.assert(
    fc.property(filling, filling, (a, b) => {
      const same = JSON.stringify(a) === JSON.stringify(b);
      expect(canonicalEntry({ ...first, ...a }) === canonicalEntry({ ...first, ...b })).toBe(same);
    }),
    { numRuns: 2000 },
  );
});

test('the balance of a year is the sum of its entries, reversals taken off', () => {
  const entries = [
    { year: 2027, hundredths: 100, halfDays: 0 },
    { year: 2026, hundredths: 400, halfDays: 1 },
    { year: 2026, hundredths: 75, halfDays: 0 },
    { year: 2026, hundredths: -75, halfDays: 0 },
  ];
  expect(balance(entries)).toEqual([
    { year: 2026, hundredths: 400, halfDays: 1, count: 3 },
    { year: 2027, hundredths: 100, halfDays: 0, count: 1 },
  ]);
});
