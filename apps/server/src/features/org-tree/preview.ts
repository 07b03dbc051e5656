// What a move or a merger would concern, by the same rules that hold when it is done.
import { schema, type Reader } from '@xueshi/database';
import { trainingYearOf } from '@xueshi/domain';
import { and, countDistinct, eq, gt, isNull } from 'drizzle-orm';
import { administeredUnit, type OrgUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { crumbsTo, refOf } from '../organisations/service.ts';
import { policyWithin } from '../requirements/service.ts';
import { notEnded } from './change.ts';
import { childrenToMerge, demandMergeable, demandPlaceable } from './move.ts';

const { memberships, orgUnitAncestors, orgUnits } = schema;

export async function previewMove(
  { db, clock }: Platform,
  actor: Actor,
  unitId: string,
  parentId: string,
) {
  const now = clock.now();
  const unit = await administeredUnit(db, actor, unitId);
  const parent = await administeredUnit(db, actor, parentId);
  if (unit.parentId === parent.id) throw new Refused('unit-there-already', { name: parent.name });
  await demandPlaceable(db, { unit, parent, now });
  const year = trainingYearOf(now);
  const policyNow = await policyWithin(db, unit.path, year);
  // A policy of its own goes along; otherwise the one of its new place decides.
  const keepsOwn = policyNow?.orgPath === unit.path;
  const policyThen = keepsOwn ? policyNow : await policyWithin(db, parent.path, year);
  return {
    parent: { ...refOf(parent), crumbs: await crumbsTo(db, actor, parent) },
    ...(await reachOf(db, unit, now)),
    policyOf: policyNow?.scopeUnitName ?? null,
    policyThenOf: policyThen?.scopeUnitName ?? null,
  };
}

export async function previewMerger(
  { db, clock }: Platform,
  actor: Actor,
  unitId: string,
  intoId: string,
) {
  const now = clock.now();
  const unit = await administeredUnit(db, actor, unitId);
  const into = await administeredUnit(db, actor, intoId);
  await demandMergeable(db, unit, into);
  for (const child of await childrenToMerge(db, unit.id)) {
    if (child.parentId !== into.id) await demandPlaceable(db, { unit: child, parent: into, now });
  }
  return {
    into: { ...refOf(into), crumbs: await crumbsTo(db, actor, into) },
    ...(await reachOf(db, unit, now)),
  };
}

/** Who belongs to a unit and all below it now, and how many open units that are. */
async function reachOf(db: Reader, unit: OrgUnit, now: Date) {
  const within = eq(orgUnitAncestors.ancestorId, unit.id);
  const [people] = await db
    .select({ count: countDistinct(memberships.personId) })
    .from(orgUnitAncestors)
    .innerJoin(memberships, eq(memberships.orgUnitId, orgUnitAncestors.unitId))
    .where(and(within, notEnded(now)));
  const [units] = await db
    .select({ count: countDistinct(orgUnits.id) })
    .from(orgUnitAncestors)
    .innerJoin(orgUnits, eq(orgUnits.id, orgUnitAncestors.unitId))
    .where(and(within, gt(orgUnitAncestors.depth, 0), isNull(orgUnits.closedAt)));
  return { people: people?.count ?? 0, units: units?.count ?? 0 };
}
