import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adjustmentProblem, adjustmentsOverlap, type RequirementAdjustment } from './adjustment.ts';
import type { Clause, ClauseScope } from './clause.ts';
import { clausesFor, clauseTie } from './clauses-for.ts';
import { checkPolicy } from './hour-policy.ts';
import { CN_2010_GRASSROOTS } from './presets/cn-2010-grassroots.ts';

const clause = (id: string, change: Partial<Clause> = {}): Clause => ({
  id,
  title: { 'zh-CN': id, en: id },
  filter: {},
  hundredths: 1_000,
  halfDays: null,
  periodYears: 1,
  ...change,
});
const instead = (id: string, appliesTo: ClauseScope) => clause(id, { insteadOf: 'all', appliesTo });
const idsFor = (
  clauses: readonly Clause[],
  positionLevel: string | null,
  rank: string | null,
  keyGroups: readonly string[] = [],
) => clausesFor(clauses, { positionLevel, rank, keyGroups }).map(({ id }) => id);

test('a clause stands instead of another for the posts it names; the closest one does', () => {
  const clauses = [
    clause('all'),
    instead('level', { positionLevels: ['141'] }),
    instead('both', { positionLevels: ['141'], ranks: ['section_1'] }),
    clause('beside', { appliesTo: { ranks: ['section_1'] } }),
  ];
  expect(idsFor(clauses, null, null)).toEqual(['all']);
  expect(idsFor(clauses, '141', null)).toEqual(['level']);
  expect(idsFor(clauses, '141', 'section_1')).toEqual(['both', 'beside']);
  expect(clauseTie(clauses)).toBeUndefined();
});

test('whoever is in a key group owes what it owes, beside what everybody does or in its place', () => {
  const clauses = [
    clause('all'),
    instead('secretary', { keyGroups: ['village_secretary', 'first_secretary'] }),
    instead('section', { keyGroups: ['first_secretary'], ranks: ['section_1'] }),
    clause('law', { appliesTo: { keyGroups: ['new_leader'] } }),
  ];
  expect(idsFor(clauses, null, null, [])).toEqual(['all']);
  expect(idsFor(clauses, null, null, ['new_leader', 'graduate'])).toEqual(['all', 'law']);
  expect(idsFor(clauses, null, 'section_1', ['village_secretary'])).toEqual(['secretary']);
  expect(idsFor(clauses, null, 'section_1', ['new_leader', 'first_secretary'])).toEqual([
    'section',
    'law',
  ]);
  expect(clauseTie(clauses)).toBeUndefined();
});

const codes = fc.option(fc.subarray(['a', 'b', 'c'], { minLength: 1 }), { nil: undefined });
const scopes = fc
  .tuple(codes, codes, codes)
  .map(([positionLevels, ranks, keyGroups]): ClauseScope => ({
    ...(positionLevels && { positionLevels }),
    ...(ranks && { ranks }),
    ...(keyGroups && { keyGroups }),
  }));
/** Of three key groups one may be in any at once. */
const GROUPS = [[], ['a'], ['b'], ['c'], ['a', 'b'], ['a', 'c'], ['b', 'c'], ['a', 'b', 'c']];

test('two are refused as a tie exactly where somebody would be looked at as closely by both', () => {
  const held = [null, 'a', 'b', 'c'];
  const closeness = ({ positionLevels, ranks, keyGroups }: ClauseScope) =>
    (positionLevels ? 1 : 0) + (ranks ? 1 : 0) + (keyGroups ? 1 : 0);
  fc.assert(
    fc.property(scopes, scopes, (one, other) => {
      const clauses = [clause('all'), instead('one', one), instead('other', other)];
      const doubtful = held.some((level) =>
        held.some((rank) =>
          GROUPS.some((groups) => {
            const fits = ({ positionLevels, ranks, keyGroups }: ClauseScope) =>
              (!positionLevels || (level !== null && positionLevels.includes(level))) &&
              (!ranks || (rank !== null && ranks.includes(rank))) &&
              (!keyGroups || groups.some((group) => keyGroups.includes(group)));
            return fits(one) && fits(other) && closeness(one) === closeness(other);
          }),
        ),
      );
      expect(clauseTie(clauses) !== undefined).toBe(doubtful);
    }),
  );
});

test.each([
  {
    problem: 'no-clause-for-all',
    clauses: [clause('all', { appliesTo: { ranks: ['section_1'] } })],
  },
  {
    problem: 'instead-of-unknown',
    clauses: [
      clause('all'),
      clause('x', { insteadOf: 'gone', appliesTo: { ranks: ['section_1'] } }),
    ],
  },
  {
    problem: 'no-clause-for-all',
    clauses: [clause('x', { appliesTo: { keyGroups: ['village_secretary'] } })],
  },
  { problem: 'empty-scope', clauses: [clause('all'), clause('x', { insteadOf: 'all' })] },
  {
    problem: 'empty-scope',
    clauses: [clause('all'), clause('x', { appliesTo: { keyGroups: [] } })],
  },
  {
    problem: 'reserve-named',
    clauses: [clause('all'), clause('x', { appliesTo: { keyGroups: ['reserve'] } })],
  },
  {
    problem: 'too-many-key-groups',
    clauses: [
      clause('all'),
      ...[...'abcdefg'].map((code) => clause(code, { appliesTo: { keyGroups: [code] } })),
    ],
  },
  {
    problem: 'clauses-tie',
    clauses: [
      clause('all'),
      instead('x', { keyGroups: ['village_secretary'] }),
      instead('y', { keyGroups: ['first_secretary'] }),
    ],
  },
  {
    problem: 'clauses-tie',
    clauses: [
      clause('all'),
      clause('law', { appliesTo: { keyGroups: ['new_leader'] } }),
      clause('x', { insteadOf: 'law', appliesTo: { ranks: ['section_1'] } }),
    ],
  },
  {
    problem: 'clauses-tie',
    clauses: [
      clause('all'),
      instead('x', { ranks: ['section_1'] }),
      instead('y', { ranks: ['section_1', 'section_2'] }),
    ],
  },
])('a policy with $problem cannot be saved', ({ problem, clauses }) => {
  const byCategory = { ...CN_2010_GRASSROOTS.byCategory, township: clauses };
  expect(checkPolicy({ ...CN_2010_GRASSROOTS, byCategory })).toMatchObject({
    problem,
    category: 'township',
  });
});

const adjustment = (change: Partial<RequirementAdjustment>): RequirementAdjustment => ({
  kind: 'exempt',
  fromYear: 2026,
  toYear: 2026,
  percent: null,
  months: null,
  ...change,
});
test.each<{ change: Partial<RequirementAdjustment>; problem: string | null }>([
  { change: {}, problem: null },
  { change: { kind: 'reduced', percent: 50 }, problem: null },
  { change: { kind: 'prorata', months: 11 }, problem: null },
  { change: { toYear: 2025 }, problem: 'years-reversed' },
  { change: { toYear: 2031 }, problem: 'too-many-years' },
  { change: { kind: 'reduced' }, problem: 'percent-out-of-range' },
  { change: { kind: 'reduced', percent: 100 }, problem: 'percent-out-of-range' },
  { change: { percent: 50 }, problem: 'percent-out-of-range' },
  { change: { kind: 'prorata', months: 12 }, problem: 'months-out-of-range' },
])('an adjustment of $change has the problem $problem', ({ change, problem }) => {
  expect(adjustmentProblem(adjustment(change))).toBe(problem);
});

test('adjustments overlap where they share a year', () => {
  const one = adjustment({ fromYear: 2026, toYear: 2028 });
  expect(adjustmentsOverlap(one, adjustment({ fromYear: 2028, toYear: 2029 }))).toBe(true);
  expect(adjustmentsOverlap(one, adjustment({ fromYear: 2029, toYear: 2029 }))).toBe(false);
});
