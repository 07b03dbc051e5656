// A unit put under another one, and a unit merged into another one.
import type { OrgUnitRef, UnitDetail } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { isWithin, looseningsOf, mayLieUnder, trainingYearOf } from '@xueshi/domain';
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import { administeredUnit, type OrgUnit } from '../../platform/authorisation.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { rewriteComplaintPaths } from '../complaints/service.ts';
import { rewriteAppealPaths } from '../flags/service.ts';
import { refOf } from '../organisations/service.ts';
import { pickPolicy, policiesWithin, type AdoptedHere } from '../requirements/service.ts';
import { auditUnit } from './audit-unit.ts';
import { demandOpen, openBelow, presentIn } from './change.ts';
import { demandFreeName, levelOf } from './fields.ts';
import { demandPlacesApart, locatedToMerge, takePlaceAlong } from './place.ts';
import { unitDetail } from './read.ts';

const { memberships, orgUnitAncestors, orgUnits } = schema;

/** Units and appointments changed by one statement: few enough that none takes long. */
const PIECE = 200;

export async function moveUnit(
  platform: Platform,
  actor: Actor,
  unitId: string,
  parentId: string,
): Promise<UnitDetail> {
  const now = platform.clock.now();
  return platform.write(async (tx) => {
    const unit = await administeredUnit(tx, actor, unitId);
    const parent = await administeredUnit(tx, actor, parentId);
    await placeUnder(tx, actor, { unit, parent, now });
    return unitDetail(tx, actor, unit.id);
  });
}

export interface Placing {
  readonly unit: OrgUnit;
  readonly parent: OrgUnit;
  readonly now: Date;
}

/** Puts a unit under another; for somebody who was found to administer both. Nothing where it is there. */
export async function placeUnder(tx: Tx, actor: Actor, placing: Placing): Promise<boolean> {
  const { unit, parent, now } = placing;
  if (unit.parentId === parent.id) return false;
  await demandPlaceable(tx, placing);
  const path = `${parent.path}${unit.id}/`;
  const position = await tx.$count(orgUnits, eq(orgUnits.parentId, parent.id));
  await tx
    .update(orgUnits)
    .set({ parentId: parent.id, path, position, changedAt: now })
    .where(eq(orgUnits.id, unit.id));
  await rewritePathsBelow(tx, unit, path, now);
  await rewriteComplaintPaths(tx, unit.path, path);
  await rewriteAppealPaths(tx, unit.path, path);
  await auditUnit(tx, actor, {
    unitId: unit.id,
    action: 'org-unit-moved',
    detail: {
      before: { parentId: unit.parentId, path: unit.path },
      after: { parentId: parent.id, path },
    },
    now,
  });
  return true;
}

/** Refuses where a unit could not be put under another one. */
export async function demandPlaceable(db: Reader, placing: Placing): Promise<void> {
  const { unit, parent } = placing;
  demandOpen(unit);
  demandOpen(parent);
  if (isWithin(parent.path, unit.path)) throw new Refused('unit-under-itself');
  if (!mayLieUnder(levelOf(unit), levelOf(parent)))
    throw new Refused('unit-level-not-below-parent');
  await demandFreeName(db, parent.id, unit.name, unit.id);
  await demandPlacesApart(db, placing);
  await demandStrictPolicies(db, placing);
}

async function rewritePathsBelow(tx: Tx, unit: OrgUnit, path: string, now: Date): Promise<void> {
  for (let last = ''; ;) {
    const rows = await tx
      .select({ id: orgUnitAncestors.unitId })
      .from(orgUnitAncestors)
      .where(
        and(
          eq(orgUnitAncestors.ancestorId, unit.id),
          gt(orgUnitAncestors.unitId, last),
          gt(orgUnitAncestors.depth, 0),
        ),
      )
      .orderBy(asc(orgUnitAncestors.unitId))
      .limit(PIECE);
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return;
    await tx
      .update(orgUnits)
      .set({
        path: sql`${path} || substr(${orgUnits.path}, ${unit.path.length + 1})`,
        changedAt: now,
      })
      .where(inArray(orgUnits.id, ids));
    last = ids.at(-1) ?? last;
  }
}

/** A policy adopted below must not ask less than the one that would then apply above it (DOMAIN G2). */
async function demandStrictPolicies(db: Reader, { unit, parent, now }: Placing): Promise<void> {
  const loosened = loosenedBy(await policiesWithin(db), now, (path) =>
    isWithin(path, unit.path) ? `${parent.path}${unit.id}/${path.slice(unit.path.length)}` : path,
  );
  if (loosened) throw new Refused('unit-move-loosens', { unit: loosened.scopeUnitName });
}

/**
 * The first policy that would ask less than the one above it, once units lie where `pathThen` says;
 * null where none would. Only such as lie elsewhere then are looked at.
 */
export function loosenedBy(
  policies: readonly AdoptedHere[],
  now: Date,
  pathThen: (path: string) => string,
): AdoptedHere | null {
  const year = trainingYearOf(now);
  const moved = policies.map((one) => ({ ...one, orgPath: pathThen(one.orgPath) }));
  for (const [index, own] of moved.entries()) {
    const stays = own.orgPath === policies[index]?.orgPath;
    if (stays || (own.toYear !== null && own.toYear < year)) continue;
    const at = Math.max(year, own.fromYear);
    // One that gives way already asks nothing of anybody.
    if (pickPolicy(policies, policies[index]?.orgPath ?? '', at)?.id !== own.id) continue;
    const others = moved.filter(({ orgPath }) => orgPath !== own.orgPath);
    const above = pickPolicy(others, own.orgPath, at);
    if (above && looseningsOf(own.policy, above.policy).length > 0) return policies[index] ?? null;
  }
  return null;
}

/** Refuses where a unit could not be merged into another one, whatever lies below it. */
export async function demandMergeable(db: Reader, unit: OrgUnit, into: OrgUnit): Promise<void> {
  if (unit.id === into.id) throw new Refused('unit-merge-itself');
  demandOpen(unit);
  demandOpen(into);
  if (isWithin(into.path, unit.path)) throw new Refused('unit-under-itself');
  await locatedToMerge(db, unit.id, into);
}

/** The units that go along into another one. */
export const childrenToMerge = (db: Reader, unitId: string): Promise<OrgUnit[]> =>
  db
    .select()
    .from(orgUnits)
    .where(openBelow(unitId))
    .orderBy(asc(orgUnits.position), asc(orgUnits.id));

export async function mergeUnit(
  platform: Platform,
  actor: Actor,
  unitId: string,
  intoId: string,
): Promise<{ into: OrgUnitRef; people: number; units: number }> {
  const now = platform.clock.now();
  return platform.write(async (tx) => {
    const unit = await administeredUnit(tx, actor, unitId);
    const into = await administeredUnit(tx, actor, intoId);
    await demandMergeable(tx, unit, into);
    const children = await childrenToMerge(tx, unit.id);
    for (const child of children) await placeUnder(tx, actor, { unit: child, parent: into, now });
    await takePlaceAlong(tx, actor, { unit, into, now });
    const people = await moveAppointments(tx, unit.id, into.id, now);
    await rewriteComplaintPaths(tx, unit.path, into.path);
    await rewriteAppealPaths(tx, unit.path, into.path);
    await tx
      .update(orgUnits)
      .set({ closedAt: now, mergedIntoId: into.id, changedAt: now })
      .where(eq(orgUnits.id, unit.id));
    await auditUnit(tx, actor, {
      unitId: unit.id,
      action: 'org-unit-merged',
      detail: {
        before: { name: unit.name, path: unit.path },
        after: { mergedIntoId: into.id, people, units: children.length },
      },
      now,
    });
    return { into: refOf(into), people, units: children.length };
  });
}

/**
 * Everybody's appointment in a unit ends now and one of the same kind begins in the other, so that
 * reports can still ask how it was (DOMAIN 5.2); one that has not begun yet begins there.
 */
async function moveAppointments(tx: Tx, from: string, to: string, now: Date): Promise<number> {
  await tx
    .update(memberships)
    .set({ orgUnitId: to })
    .where(and(presentIn(from, now), gt(memberships.startsAt, now)));
  for (let moved = 0; ;) {
    const rows = await tx.select().from(memberships).where(presentIn(from, now)).limit(PIECE);
    if (rows.length === 0) return moved;
    const ids = rows.map(({ id }) => id);
    await tx.update(memberships).set({ endsAt: now }).where(inArray(memberships.id, ids));
    await tx
      .insert(memberships)
      .values(rows.map((row) => ({ ...row, id: newId(), orgUnitId: to, startsAt: now })));
    moved += rows.length;
  }
}
