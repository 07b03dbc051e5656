// Changes of a unit where it is: made, edited, closed, opened again.
import type { OrgUnitRef, UnitChanges, UnitDetail, UnitFields } from '@xueshi/contracts';
import { schema, type Tx } from '@xueshi/database';
import { UNIT_LEVELS } from '@xueshi/domain';
import { and, eq, gt, isNull, or } from 'drizzle-orm';
import { administeredUnit, type OrgUnit } from '../../platform/authorisation.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { refOf } from '../organisations/service.ts';
import { auditUnit } from './audit-unit.ts';
import { demandFreeName, fieldsOf, valuesOf } from './fields.ts';
import { demandNoPlace, placeStillThere } from './place.ts';
import { unitDetail } from './read.ts';

const { memberships, orgUnits } = schema;

export type NewUnit = Pick<UnitFields, 'name' | 'level' | 'kind'> & Partial<UnitFields>;

const PLAIN = {
  code: null,
  form: null,
  regionCode: null,
  managementMode: 'territorial',
  principalCode: null,
  placeCode: null,
  responsibleLogin: null,
} as const satisfies Partial<UnitFields>;

export async function parentOf(tx: Tx, unit: OrgUnit): Promise<OrgUnit | null> {
  if (unit.parentId === null) return null;
  const [parent] = await tx.select().from(orgUnits).where(eq(orgUnits.id, unit.parentId));
  return parent ?? null;
}

export function demandOpen(unit: OrgUnit): void {
  if (unit.closedAt !== null) throw new Refused('unit-closed', { name: unit.name });
}

export async function createUnit(
  platform: Platform,
  actor: Actor,
  parentId: string,
  input: NewUnit,
): Promise<OrgUnitRef> {
  const now = platform.clock.now();
  return platform.write(async (tx) => {
    const parent = await administeredUnit(tx, actor, parentId);
    return refOf(await insertUnit(tx, actor, { parent, input, now }));
  });
}

/** Makes a unit at the end of those below its parent; for somebody who was found to administer that. */
export async function insertUnit(
  tx: Tx,
  actor: Actor,
  { parent, input, now }: { parent: OrgUnit; input: NewUnit; now: Date },
): Promise<OrgUnit> {
  demandOpen(parent);
  const values = await valuesOf(tx, actor, { ...PLAIN, ...input }, { parent, unit: null });
  const id = newId();
  const [unit] = await tx
    .insert(orgUnits)
    .values({
      id,
      parentId: parent.id,
      path: `${parent.path}${id}/`,
      ...values,
      position: await tx.$count(orgUnits, eq(orgUnits.parentId, parent.id)),
      createdAt: now,
    })
    .returning();
  if (!unit) throw new Error('a unit just made cannot be read');
  await auditUnit(tx, actor, {
    unitId: id,
    action: 'org-unit-created',
    detail: { parentId: parent.id, after: values },
    now,
  });
  return unit;
}

export async function editUnit(
  platform: Platform,
  actor: Actor,
  unitId: string,
  { changedAt, ...changes }: UnitChanges,
): Promise<UnitDetail> {
  const now = platform.clock.now();
  return platform.write(async (tx) => {
    const unit = await administeredUnit(tx, actor, unitId);
    if ((unit.changedAt?.toISOString() ?? null) !== changedAt)
      throw new Refused('unit-changed-elsewhere');
    await updateUnit(tx, actor, { unit, changes, now });
    return unitDetail(tx, actor, unit.id);
  });
}

interface Update {
  readonly unit: OrgUnit;
  readonly changes: Partial<UnitFields>;
  /** Which its principal and its place were and who answered for it, where that is put back. */
  readonly as?: Partial<Pick<OrgUnit, 'principalOrgId' | 'placeUnitId' | 'responsiblePersonId'>>;
  readonly now: Date;
}

/** Changes what a unit is, where anything differs; returns whether anything did. */
export async function updateUnit(
  tx: Tx,
  actor: Actor,
  { unit, changes, as = {}, now }: Update,
): Promise<boolean> {
  demandOpen(unit);
  const values = await valuesOf(
    tx,
    actor,
    { ...fieldsOf(unit), ...changes },
    { parent: await parentOf(tx, unit), unit: { ...unit, ...as } },
  );
  await demandAboveChildren(tx, unit, values.level);
  const differing = Object.entries(values).filter(
    ([key, value]) => unit[key as keyof OrgUnit] !== value,
  );
  if (differing.length === 0) return false;
  await tx
    .update(orgUnits)
    .set({ ...values, changedAt: now })
    .where(eq(orgUnits.id, unit.id));
  await auditUnit(tx, actor, {
    unitId: unit.id,
    action: 'org-unit-edited',
    detail: {
      before: Object.fromEntries(differing.map(([key]) => [key, unit[key as keyof OrgUnit]])),
      after: Object.fromEntries(differing),
    },
    now,
  });
  return true;
}

async function demandAboveChildren(tx: Tx, unit: OrgUnit, level: string): Promise<void> {
  const rows = await tx
    .selectDistinct({ level: orgUnits.level })
    .from(orgUnits)
    .where(and(eq(orgUnits.parentId, unit.id), isNull(orgUnits.closedAt)));
  const rank = (one: string) => UNIT_LEVELS.findIndex((known) => known === one);
  if (rows.some((child) => rank(child.level) < rank(level)))
    throw new Refused('unit-level-above-children');
}

/** Appointments that have not ended at an instant. */
export const notEnded = (at: Date) => or(isNull(memberships.endsAt), gt(memberships.endsAt, at));

/** Appointments in a unit that hold at an instant or will begin. */
export const presentIn = (unitId: string, now: Date) =>
  and(eq(memberships.orgUnitId, unitId), notEnded(now));

/** Open units directly below one. */
export const openBelow = (unitId: string) =>
  and(eq(orgUnits.parentId, unitId), isNull(orgUnits.closedAt));

export async function closeUnit(
  platform: Platform,
  actor: Actor,
  unitId: string,
): Promise<UnitDetail> {
  const now = platform.clock.now();
  return platform.write(async (tx) => {
    const unit = await administeredUnit(tx, actor, unitId);
    await demandClosable(tx, unit, now);
    await shutUnit(tx, actor, { unit, now });
    return unitDetail(tx, actor, unit.id);
  });
}

/** Refuses where a unit could not be closed. */
export async function demandClosable(tx: Tx, unit: OrgUnit, now: Date): Promise<void> {
  demandOpen(unit);
  const people = await tx.$count(memberships, presentIn(unit.id, now));
  if (people > 0) throw new Refused('unit-has-people', { count: people });
  const units = await tx.$count(orgUnits, openBelow(unit.id));
  if (units > 0) throw new Refused('unit-has-units', { count: units });
  await demandNoPlace(tx, unit.id);
}

/** Closes a unit that was found closable. */
export async function shutUnit(
  tx: Tx,
  actor: Actor,
  { unit, now }: { unit: OrgUnit; now: Date },
): Promise<void> {
  await tx.update(orgUnits).set({ closedAt: now, changedAt: now }).where(eq(orgUnits.id, unit.id));
  await audit(tx, actor, { unit, action: 'org-unit-closed', now });
}

export async function reopenUnit(
  platform: Platform,
  actor: Actor,
  unitId: string,
): Promise<UnitDetail> {
  const now = platform.clock.now();
  return platform.write(async (tx) => {
    const unit = await administeredUnit(tx, actor, unitId);
    if (unit.closedAt === null) throw new Refused('unit-open', { name: unit.name });
    const parent = await parentOf(tx, unit);
    if (parent && parent.closedAt !== null)
      throw new Refused('unit-parent-closed', { name: parent.name });
    if (parent) await demandFreeName(tx, parent.id, unit.name, unit.id);
    const placeUnitId = await placeStillThere(tx, unit);
    await tx
      .update(orgUnits)
      .set({ closedAt: null, mergedIntoId: null, placeUnitId, changedAt: now })
      .where(eq(orgUnits.id, unit.id));
    await audit(tx, actor, { unit, placeUnitId, action: 'org-unit-reopened', now });
    return unitDetail(tx, actor, unit.id);
  });
}

async function audit(
  tx: Tx,
  actor: Actor,
  {
    unit,
    action,
    placeUnitId = unit.placeUnitId,
    now,
  }: {
    unit: OrgUnit;
    action: 'org-unit-closed' | 'org-unit-reopened';
    placeUnitId?: string | null;
    now: Date;
  },
): Promise<void> {
  const lost = placeUnitId !== unit.placeUnitId;
  await auditUnit(tx, actor, {
    unitId: unit.id,
    action,
    detail: {
      before: {
        closedAt: unit.closedAt,
        mergedIntoId: unit.mergedIntoId,
        ...(lost ? { placeUnitId: unit.placeUnitId } : {}),
      },
      after: {
        closedAt: action === 'org-unit-closed' ? now : null,
        mergedIntoId: null,
        ...(lost ? { placeUnitId } : {}),
      },
    },
    now,
  });
}
