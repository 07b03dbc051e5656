import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entitledTo, ownerOf, pathAboveNearest } from './ownership.ts';
import type { RoleHolder } from './store.ts';

const path = fc
  .array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 })
  .map((ids) => `/${ids.map((id) => `${id}/`).join('')}`);
const personId = fc.constantFrom('p1', 'p2', 'p3', 'p4');
const holder: fc.Arbitrary<RoleHolder> = fc.record({
  personId,
  name: fc.constant('某人'),
  role: fc.constantFrom('unit_admin', 'sys_admin', 'author', 'reviewer'),
  path,
  unitName: fc.constant(null),
});
const entry = fc.record({
  kind: fc.constantFrom('complaint', 'suggestion', 'lecture_fault', 'hours_question'),
  orgPath: path,
  filedBy: personId,
});

test('whoever has to see to an entry is entitled to it, and did not file it', () => {
  fc.assert(
    fc.property(entry, fc.array(holder, { maxLength: 8 }), (one, holders) => {
      const owner = ownerOf(one, holders);
      const entitled = entitledTo(one, holders).map((each) => each.personId);
      expect(entitled).not.toContain(one.filedBy);
      expect(new Set(entitled).size).toBe(entitled.length);
      if (owner === null) {
        // Only reviewers, who mend nothing themselves, may be left.
        expect(entitledTo(one, holders).filter((each) => each.role !== 'reviewer')).toEqual([]);
      } else expect(entitled).toContain(owner);
    }),
  );
});

test('nobody outside the filer’s line upwards sees to a complaint', () => {
  fc.assert(
    fc.property(entry, fc.array(holder, { maxLength: 8 }), (one, holders) => {
      for (const each of entitledTo({ ...one, kind: 'complaint' }, holders)) {
        expect(one.orgPath.startsWith(each.path)).toBe(true);
        expect(['unit_admin', 'sys_admin']).toContain(each.role);
      }
    }),
  );
});

test('kept above the nearest administrators, an entry reaches only those appointed further up', () => {
  fc.assert(
    fc.property(entry, fc.array(holder, { maxLength: 8 }), (one, holders) => {
      const complaint = { ...one, kind: 'complaint' };
      const nearest = entitledBy(complaint, holders, 'unit_admin').reduce(
        (longest, { path: each }) => Math.max(longest, each.length),
        0,
      );
      const orgPath = pathAboveNearest(complaint, holders);
      expect(complaint.orgPath.startsWith(orgPath)).toBe(true);
      // There is nothing above the whole installation.
      fc.pre(nearest > 1);
      for (const each of entitledTo({ ...complaint, orgPath }, holders))
        expect(each.path.length).toBeLessThan(nearest);
    }),
  );
});

/** Every appointment in a role that covers an entry, its filer's own left out. */
function entitledBy(one: { orgPath: string; filedBy: string }, all: RoleHolder[], role: string) {
  return all.filter(
    (each) =>
      each.role === role && each.personId !== one.filedBy && one.orgPath.startsWith(each.path),
  );
}

test('a lecture’s fault goes to whoever wrote the course, as long as they hold an office', () => {
  fc.assert(
    fc.property(
      entry,
      fc.array(holder, { maxLength: 8 }),
      fc.array(personId, { maxLength: 3 }),
      (one, holders, authors) => {
        const owner = ownerOf(one, holders, authors);
        const entitled = new Set(entitledTo(one, holders).map((each) => each.personId));
        if (owner !== null) expect(entitled.has(owner)).toBe(true);
        const writes = (id: string) =>
          id !== one.filedBy &&
          holders.some(
            (each) => each.personId === id && ['author', 'reviewer'].includes(each.role),
          );
        const [first] = authors.filter(writes);
        if (one.kind === 'lecture_fault' && first !== undefined) expect(owner).toBe(first);
        else expect(owner).toBe(ownerOf(one, holders));
      },
    ),
  );
});
