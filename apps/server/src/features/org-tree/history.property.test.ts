// The tree of a past day is the tree as it was, whatever was done since.
import type { TreeNode } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { trainingDayOf } from '@xueshi/domain';
import fc from 'fast-check';
import { eq, isNull } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;

beforeEach(async () => {
  here = await openTestInstallation();
});
afterEach(() => here.close());

type Step = {
  readonly what: 'create' | 'move' | 'rename' | 'close' | 'merge';
  readonly a: number;
  readonly b: number;
};

const anyStep: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom('create', 'create', 'move', 'move', 'rename', 'close', 'merge'),
  a: fc.nat(30),
  b: fc.nat(30),
});

/** The whole tree below a unit, by asking page by page as the screen does: names with their place. */
async function treeOf(who: Visitor, id: string, on?: string): Promise<string[]> {
  const query = on === undefined ? '' : `?on=${on}`;
  const answer = await who.get<{ items: TreeNode[]; total: number }>(
    `/api/v1/org-units/${id}/units${query}`,
  );
  expect(answer.status).toBe(200);
  expect(answer.body.total).toBe(answer.body.items.length);
  const lines: string[] = [];
  for (const { id: child, name, units } of answer.body.items) {
    const below = await treeOf(who, child, on);
    expect(below.filter((line) => !line.startsWith('  ')).length, name).toBe(units);
    lines.push(`${name} (${units})`, ...below.map((line) => `  ${line}`));
  }
  return lines;
}

async function take(who: Visitor, { what, a, b }: Step, count: number): Promise<void> {
  const rows = await here.installation.platform.db
    .select()
    .from(schema.orgUnits)
    .where(isNull(schema.orgUnits.closedAt));
  const units = rows.sort((x, y) => (x.name < y.name ? -1 : 1));
  const unit = units[a % units.length];
  const other = units[b % units.length];
  if (!unit || !other) return;
  const address = `/api/v1/org-units/${unit.id}`;
  if (what === 'create')
    await who.post(`${address}/units`, {
      name: `单位${count}`,
      level: 'village',
      kind: 'institution',
    });
  if (what === 'move') await who.put(`${address}/parent`, { parentId: other.id });
  if (what === 'merge') await who.put(`${address}/merger`, { intoId: other.id });
  if (what === 'close') await who.put(`${address}/closure`);
  if (what === 'rename')
    await who.put(address, {
      name: `改名${count}`,
      code: null,
      level: unit.level,
      kind: unit.kind,
      form: null,
      regionCode: null,
      managementMode: 'territorial',
      principalCode: null,
      responsibleLogin: null,
    });
}

test('every day’s tree stays as it was on that day', { timeout: 120_000 }, async () => {
  const [root] = await here.installation.platform.db
    .select()
    .from(schema.orgUnits)
    .where(isNull(schema.orgUnits.parentId));
  const rootId = root?.id ?? '';
  let count = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(anyStep, { maxLength: 5 }), { maxLength: 5 }),
      async (days) => {
        const seen = new Map<string, string[]>();
        let who = await here.signIn('hexiaoyan');
        for (const steps of days) {
          here.clock.advance({ days: 1 });
          who = await here.signIn('hexiaoyan');
          for (const step of steps) await take(who, step, (count += 1));
          seen.set(trainingDayOf(here.clock.now()), await treeOf(who, rootId));
        }
        for (const [day, tree] of seen) expect(await treeOf(who, rootId, day), day).toEqual(tree);
        await expectSound();
      },
    ),
    { numRuns: 12 },
  );
  expect(count).toBeGreaterThan(20);
});

/** What must hold of the stored tree after any changes. */
async function expectSound(): Promise<void> {
  const { db } = here.installation.platform;
  const units = await db.select().from(schema.orgUnits);
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  for (const unit of units) {
    const parent = unit.parentId === null ? null : byId.get(unit.parentId);
    expect(unit.path).toBe(`${parent?.path ?? '/'}${unit.id}/`);
    const versions = await db
      .select()
      .from(schema.orgUnitVersions)
      .where(eq(schema.orgUnitVersions.unitId, unit.id))
      .orderBy(schema.orgUnitVersions.validFrom);
    // One period follows the other, without a gap, and the last one is how the unit stands.
    for (const [at, version] of versions.entries())
      expect(version.validTo).toEqual(versions[at + 1]?.validFrom ?? null);
    expect(versions.at(-1)).toMatchObject({
      path: unit.path,
      name: unit.name,
      open: unit.closedAt === null,
    });
    const above = await db
      .select()
      .from(schema.orgUnitAncestors)
      .where(eq(schema.orgUnitAncestors.unitId, unit.id))
      .orderBy(schema.orgUnitAncestors.depth);
    expect(above.map(({ ancestorId }) => ancestorId).reverse()).toEqual(
      unit.path.split('/').filter(Boolean),
    );
  }
}
