import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesTarget, memberChanges, type Candidate, type ProgrammeTarget } from './target.ts';

const path = fc.constantFrom('/c/', '/c/t1/', '/c/t1/v/', '/c/t2/', '/d/');
const some = (...values: string[]) => fc.subarray(values);
const anybody: fc.Arbitrary<Candidate> = fc.record({
  personId: fc.constantFrom('p1', 'p2', 'p3', 'p4'),
  unitPath: fc.option(path, { nil: null }),
  category: fc.constantFrom('township', 'village', null),
  keyGroups: some('reserve', 'department_head'),
  positionLevel: fc.constantFrom('141', '142', null),
  rank: fc.constantFrom('r1', 'r2', null),
});
const anyTarget: fc.Arbitrary<ProgrammeTarget> = fc.record({
  unitPaths: fc.subarray(['/c/', '/c/t1/', '/c/t2/']),
  categories: some('township', 'village'),
  keyGroups: some('reserve', 'department_head'),
  positionLevels: some('141', '142'),
  ranks: some('r1', 'r2'),
  personIds: some('p1', 'p2'),
});
const crowd = fc.uniqueArray(anybody, { selector: ({ personId }) => personId });
const anyMembers = fc
  .dictionary(
    fc.constantFrom('p1', 'p2', 'p3', 'p4'),
    fc.record({ hasLeft: fc.boolean(), hasCompleted: fc.boolean() }),
  )
  .map((rows) => new Map(Object.entries(rows)));

const everybodyBelow: ProgrammeTarget = {
  unitPaths: ['/c/t1/'],
  categories: [],
  keyGroups: [],
  positionLevels: [],
  ranks: [],
  personIds: [],
};
const villager: Candidate = {
  personId: 'p1',
  unitPath: '/c/t1/v/',
  category: 'village',
  keyGroups: ['village_secretary'],
  positionLevel: null,
  rank: null,
};

test.each([
  ['a subtree means everybody below it', {}, true],
  ['another subtree means nobody here', { unitPaths: ['/c/t2/'] }, false],
  ['a category narrows it', { categories: ['township'] }, false],
  ['one of several categories is enough', { categories: ['township', 'village'] }, true],
  ['a key group narrows it', { keyGroups: ['village_secretary'] }, true],
  ['a level that the person does not have leaves them out', { positionLevels: ['141'] }, false],
  ['being named is enough', { unitPaths: [], personIds: ['p1'] }, true],
])('%s', (_, change, meant) => {
  expect(matchesTarget({ ...everybodyBelow, ...change }, villager)).toBe(meant);
});

test('nobody without an appointment is meant, not even by name', () => {
  fc.assert(
    fc.property(anyTarget, anybody, (target, person) => {
      expect(matchesTarget(target, { ...person, unitPath: null })).toBe(false);
    }),
  );
});

test('one more demand never reaches more people', () => {
  fc.assert(
    fc.property(anyTarget, anybody, some('township', 'village'), (target, person, categories) => {
      const open = { ...target, categories: [] };
      if (matchesTarget({ ...open, categories }, person))
        expect(matchesTarget(open, person)).toBe(true);
    }),
  );
});

test('afterwards exactly those who match are members, beside those who are done; again changes nothing', () => {
  fc.assert(
    fc.property(anyTarget, crowd, anyMembers, (target, people, members) => {
      const changes = memberChanges(target, people, members);
      const all = [...changes.join, ...changes.rejoin, ...changes.leave];
      expect(new Set(all).size).toBe(all.length);
      const after = new Map(members);
      for (const id of changes.join) after.set(id, { hasLeft: false, hasCompleted: false });
      for (const id of changes.rejoin)
        after.set(id, { hasCompleted: false, ...after.get(id), hasLeft: false });
      for (const id of changes.leave)
        after.set(id, { hasCompleted: false, ...after.get(id), hasLeft: true });
      for (const person of people) {
        const member = after.get(person.personId);
        const isIn = member !== undefined && !member.hasLeft;
        if (matchesTarget(target, person)) expect(isIn).toBe(true);
        else if (isIn) expect(member.hasCompleted).toBe(true);
      }
      expect(memberChanges(target, people, after)).toEqual({ join: [], rejoin: [], leave: [] });
    }),
  );
});
