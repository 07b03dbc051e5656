import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answersFor, mayReview, ROLES, scopeOf, type Role, type RoleGrant } from './authority.ts';
import { isWithin } from './org-path.ts';

const grant = (role: Role, orgPath: string | null): RoleGrant => ({ role, orgPath });
const county = [grant('unit_admin', '/gd/yy/')];
const system = [grant('sys_admin', null)];

test.each([
  {
    promise: 'his own unit',
    grants: county,
    role: 'unit_admin',
    orgPath: '/gd/yy/',
    answers: true,
  },
  {
    promise: 'a unit below it',
    grants: county,
    role: 'unit_admin',
    orgPath: '/gd/yy/qh/',
    answers: true,
  },
  {
    promise: 'the level above',
    grants: county,
    role: 'unit_admin',
    orgPath: '/gd/',
    answers: false,
  },
  { promise: 'a sibling', grants: county, role: 'unit_admin', orgPath: '/gd/zz/', answers: false },
  {
    promise: 'a sibling whose name begins alike',
    grants: county,
    role: 'unit_admin',
    orgPath: '/gd/yyx/',
    answers: false,
  },
  {
    promise: 'people without a unit',
    grants: county,
    role: 'unit_admin',
    orgPath: null,
    answers: false,
  },
  { promise: 'another role', grants: county, role: 'author', orgPath: '/gd/yy/', answers: false },
  { promise: 'the system', grants: county, role: 'sys_admin', orgPath: '/gd/yy/', answers: false },
] as const)(
  'a county’s administrator answers for $promise: $answers',
  ({ grants, role, orgPath, answers }) => {
    expect(answersFor(grants, role, orgPath)).toBe(answers);
  },
);

test('a system administrator administers every unit, and people without one', () => {
  expect(answersFor(system, 'unit_admin', '/gd/yy/')).toBe(true);
  expect(answersFor(system, 'unit_admin', null)).toBe(true);
  expect(scopeOf(system, 'unit_admin')).toEqual(['/']);
});

test('a system administrator is neither author nor reviewer by that', () => {
  for (const role of ['author', 'reviewer', 'learner'] as const) {
    expect(answersFor(system, role, '/gd/')).toBe(false);
  }
});

test('a grant on a damaged path opens nothing', () => {
  const damaged = [grant('unit_admin', ''), grant('unit_admin', '/gd'), grant('unit_admin', 'gd/')];
  expect(answersFor(damaged, 'unit_admin', '/gd/')).toBe(false);
  expect(scopeOf(damaged, 'unit_admin')).toEqual([]);
});

test('the scope is the fewest subtrees', () => {
  const paths = ['/gd/yy/qh/', '/hn/', '/gd/yy/', '/gd/yyx/', '/hn/', '/gd/yy!/'];
  const grants = paths.map((path) => grant('unit_admin', path));
  expect(scopeOf(grants, 'unit_admin')).toEqual(['/gd/yy!/', '/gd/yy/', '/gd/yyx/', '/hn/']);
  expect(scopeOf([...grants, grant('unit_admin', null)], 'unit_admin')).toEqual(['/']);
  expect(scopeOf(grants, 'author')).toEqual([]);
});

const anyPath = fc
  .array(fc.constantFrom('a', 'b', 'ab', 'a!', '清'), { maxLength: 4 })
  .map((ids) => `/${ids.map((id) => `${id}/`).join('')}`);
const anyGrants = fc.array(
  fc.record({ role: fc.constantFrom(...ROLES), orgPath: fc.option(anyPath) }),
  { maxLength: 8 },
);

test('a unit is in the scope of a role exactly when its holder answers for it', () => {
  fc.assert(
    fc.property(anyGrants, fc.constantFrom(...ROLES), anyPath, (grants, role, path) => {
      const scope = scopeOf(grants, role);
      expect(scope.some((top) => isWithin(path, top))).toBe(answersFor(grants, role, path));
      for (const one of scope) {
        expect(scope.filter((other) => isWithin(one, other))).toEqual([one]);
      }
    }),
    { numRuns: 2000 },
  );
});

test('who answers for a unit answers for everything below it', () => {
  fc.assert(
    fc.property(
      anyGrants,
      fc.constantFrom(...ROLES),
      anyPath,
      anyPath,
      (grants, role, path, below) => {
        fc.pre(answersFor(grants, role, path));
        expect(answersFor(grants, role, path + below.slice(1))).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});

test('nobody reviews his own work', () => {
  expect(mayReview('p1', 'p1')).toBe(false);
  expect(mayReview('p1', 'p2')).toBe(true);
});
