import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ROLES, type Role, type RoleGrant } from './authority.ts';
import {
  delegationFault,
  DUTIES,
  grantingFault,
  hasDutyAt,
  holdsAt,
  mayGrantRole,
  scopeOfDuty,
  UNIT_ROLES,
} from './duties.ts';
import { isWithin } from './org-path.ts';

const anyPath = fc
  .array(fc.constantFrom('a', 'b', 'ab', 'a!', '清'), { maxLength: 4 })
  .map((ids) => `/${ids.map((id) => `${id}/`).join('')}`);
const anyGrant: fc.Arbitrary<RoleGrant> = fc.record({
  role: fc.constantFrom(...ROLES),
  orgPath: fc.option(anyPath),
  delegated: fc.boolean(),
});
const anyGrants = fc.array(anyGrant, { maxLength: 6 });
const anyDuty = fc.constantFrom(...DUTIES);
const anyInstant = fc.integer({ min: 0, max: 50 }).map((ms) => new Date(ms));
const anyEdge = fc.option(anyInstant);

test.each<[Role, readonly string[]]>([
  ['learner', []],
  ['author', []],
  ['reviewer', []],
  ['supervisor', ['read', 'read_audit']],
  ['unit_clerk', ['read', 'remind', 'keep_roster']],
  ['training_officer', ['read', 'remind', 'run_training']],
  ['unit_admin', [...DUTIES]],
  ['sys_admin', [...DUTIES]],
])('a %s has the duties %j', (role, duties) => {
  const grants = [{ role, orgPath: '/a/' }];
  expect(DUTIES.filter((duty) => hasDutyAt(grants, duty, '/a/b/'))).toEqual(duties);
});

test('a place is in the scope of a duty exactly when its holder has the duty there', () => {
  fc.assert(
    fc.property(anyGrants, anyDuty, anyPath, (grants, duty, path) => {
      const scope = scopeOfDuty(grants, duty);
      expect(scope.some((top) => isWithin(path, top))).toBe(hasDutyAt(grants, duty, path));
      for (const one of scope) expect(scope.filter((other) => isWithin(one, other))).toEqual([one]);
    }),
    { numRuns: 1000 },
  );
});

test('whoever has any duty at a place may look there', () => {
  fc.assert(
    fc.property(anyGrants, anyDuty, anyPath, (grants, duty, path) => {
      fc.pre(hasDutyAt(grants, duty, path));
      expect(hasDutyAt(grants, 'read', path)).toBe(true);
    }),
  );
});

test('nobody grants what they do not have themselves: no grant adds a duty or a place', () => {
  fc.assert(
    fc.property(
      anyGrants,
      fc.constantFrom(...ROLES),
      fc.option(anyPath),
      anyDuty,
      anyPath,
      (held, role, orgPath, duty, path) => {
        fc.pre(mayGrantRole(held, role, orgPath));
        // What the new holder could do with it, the one who grants it can do.
        if (hasDutyAt([{ role, orgPath }], duty, path))
          expect(hasDutyAt(held, duty, path)).toBe(true);
      },
    ),
    { numRuns: 3000 },
  );
});

test('nobody grants what outlasts the roles by which they grant it', () => {
  const dated = fc.array(
    fc.record({
      role: fc.constantFrom(...ROLES),
      orgPath: fc.option(anyPath),
      delegated: fc.boolean(),
      endsAt: anyEdge,
    }),
    { maxLength: 6 },
  );
  const asked = [dated, fc.constantFrom(...ROLES), fc.option(anyPath), anyEdge] as const;
  fc.assert(
    fc.property(...asked, anyInstant, (held, role, orgPath, until, later) => {
      const fault = grantingFault(held, role, orgPath, until);
      expect(fault === 'beyond-own').toBe(!mayGrantRole(held, role, orgPath));
      if (fault !== null || (until !== null && later >= until)) return;
      // As long as the new role holds, whoever granted it could grant it.
      const then = held.filter(({ endsAt }) => endsAt === null || later < endsAt);
      expect(mayGrantRole(then, role, orgPath)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test('only an administrator in their own right grants, and never author, reviewer or system roles', () => {
  const county = [{ role: 'unit_admin', orgPath: '/a/' }] as const;
  for (const role of ROLES) {
    const isUnitRole = UNIT_ROLES.some((one) => one === role);
    expect(mayGrantRole(county, role, '/a/b/'), role).toBe(isUnitRole);
    expect(mayGrantRole(county, role, '/b/'), role).toBe(false);
    expect(mayGrantRole(county, role, null), role).toBe(false);
    expect(mayGrantRole([{ ...county[0], delegated: true }], role, '/a/'), role).toBe(false);
    for (const other of ['training_officer', 'unit_clerk', 'supervisor', 'author'] as const)
      expect(mayGrantRole([{ role: other, orgPath: '/a/' }], role, '/a/'), role).toBe(false);
    expect(mayGrantRole([{ role: 'sys_admin', orgPath: null }], role, null), role).toBe(true);
  }
});

test('a period holds from its start on and no longer at its end', () => {
  fc.assert(
    fc.property(anyEdge, anyEdge, anyInstant, (startsAt, endsAt, now) => {
      const inside =
        (startsAt?.getTime() ?? -Infinity) <= now.getTime() &&
        now.getTime() < (endsAt?.getTime() ?? Infinity);
      expect(holdsAt({ startsAt, endsAt }, now)).toBe(inside);
    }),
  );
});

test('what is handed on lies within what is held, ends, and goes no further', () => {
  fc.assert(
    fc.property(
      fc.record({ startsAt: anyEdge, endsAt: anyEdge, delegated: fc.boolean() }),
      fc.record({ startsAt: anyInstant, endsAt: anyInstant }),
      anyInstant,
      anyInstant,
      (held, wanted, now, later) => {
        fc.pre(delegationFault(held, wanted, now) === null);
        expect(held.delegated).toBe(false);
        expect(wanted.endsAt.getTime()).toBeGreaterThan(now.getTime());
        if (holdsAt(wanted, later)) expect(holdsAt(held, later)).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});
