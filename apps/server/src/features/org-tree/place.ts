// The place where a unit of a line is: what it may be, and what becomes of it when the place changes.
import type { UnitFields } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import {
  isTerritory,
  placeFault,
  placeSide,
  type ManagementMode,
  type PlaceFault,
  type UnitKind,
} from '@xueshi/domain';
import { and, eq, inArray, isNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { OrgUnit } from '../../platform/authorisation.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { auditUnit } from './audit-unit.ts';

const { orgUnitAncestors, orgUnits } = schema;

interface Whose {
  readonly parent: OrgUnit | null;
  readonly unit: OrgUnit | null;
}

/** Where a unit lies; of one that is yet to be made the place decides, whatever its id will be. */
const pathOf = ({ parent, unit }: Whose): string => unit?.path ?? `${parent?.path ?? '/'}new/`;

/** What is wrong with a place for a unit that lies at a path. */
const faultAt = (mode: ManagementMode, path: string, place: OrgUnit): PlaceFault | null =>
  placeFault({ mode, kind: place.kind as UnitKind, side: placeSide(path, place.path) });

/** The place that a unit is to have; as it was where nothing is said of it. */
export async function placeOf(
  tx: Tx,
  asked: { readonly managementMode: ManagementMode; readonly placeCode?: UnitFields['placeCode'] },
  whose: Whose,
): Promise<string | null> {
  const place = await placeAsked(tx, asked.placeCode, whose.unit);
  if (!place) return null;
  const fault = faultAt(asked.managementMode, pathOf(whose), place);
  switch (fault) {
    case null:
      return place.id;
    case 'place-superfluous':
      throw new Refused('unit-place-superfluous');
    case 'place-unfit':
      throw new Refused('unit-place-unknown', { code: place.code ?? '' });
    default:
      throw new Refused('unit-place-in-line', { name: place.name });
  }
}

async function placeAsked(
  tx: Tx,
  code: string | null | undefined,
  unit: OrgUnit | null,
): Promise<OrgUnit | null> {
  const stays = code === undefined;
  if (code === null || (stays && (unit?.placeUnitId ?? null) === null)) return null;
  const [place] = await tx
    .select()
    .from(orgUnits)
    .where(
      and(
        isNull(orgUnits.closedAt),
        stays ? eq(orgUnits.id, unit?.placeUnitId ?? '') : eq(orgUnits.code, code),
      ),
    );
  if (!place) throw new Refused('unit-place-unknown', { code: code ?? '' });
  return place;
}

/** Open units that are in a place. */
const inPlace = (placeId: string) =>
  and(eq(orgUnits.placeUnitId, placeId), isNull(orgUnits.closedAt));

/** Refuses to make something else of a unit in which others are: their place would be none. */
export async function demandNoPlace(db: Reader, unitId: string): Promise<void> {
  const located = await db.$count(orgUnits, inPlace(unitId));
  if (located > 0) throw new Refused('unit-is-place', { count: located });
}

/** The same where a unit stays, but is to be of another kind. */
export async function demandKeptPlace(db: Reader, unitId: string, kind: UnitKind): Promise<void> {
  if (!isTerritory(kind)) await demandNoPlace(db, unitId);
}

/** Refuses a move that would put a unit under its own place, or a place under a unit that is in it. */
export async function demandPlacesApart(
  db: Reader,
  { unit, parent }: { readonly unit: OrgUnit; readonly parent: OrgUnit },
): Promise<void> {
  const above = parent.path.split('/').filter(Boolean);
  const place = alias(orgUnits, 'place');
  const names = { unit: orgUnits.name, place: place.name };
  const [under] = await db
    .select(names)
    .from(orgUnitAncestors)
    .innerJoin(orgUnits, eq(orgUnits.id, orgUnitAncestors.unitId))
    .innerJoin(place, eq(place.id, orgUnits.placeUnitId))
    .where(
      and(
        eq(orgUnitAncestors.ancestorId, unit.id),
        inArray(orgUnits.placeUnitId, above),
        isNull(orgUnits.closedAt),
      ),
    )
    .limit(1);
  const [over] = await db
    .select(names)
    .from(orgUnits)
    .innerJoin(place, eq(place.id, orgUnits.placeUnitId))
    .innerJoin(orgUnitAncestors, eq(orgUnitAncestors.unitId, place.id))
    .where(
      and(
        inArray(orgUnits.id, above),
        eq(orgUnitAncestors.ancestorId, unit.id),
        isNull(orgUnits.closedAt),
      ),
    )
    .limit(1);
  const found = under ?? over;
  if (found) throw new Refused('unit-move-own-place', found);
}

/** The units of a place that is to be merged into another one: refused where that is no place for one. */
export async function locatedToMerge(
  db: Reader,
  placeId: string,
  into: OrgUnit,
): Promise<OrgUnit[]> {
  const located = await db.select().from(orgUnits).where(inPlace(placeId));
  const misfit = located.some(
    (unit) => faultAt(unit.managementMode as ManagementMode, unit.path, into) !== null,
  );
  if (misfit) throw new Refused('unit-is-place', { count: located.length });
  return located;
}

/** What was in a place is in the one that took it over, each with its own entry in the audit trail. */
export async function takePlaceAlong(
  tx: Tx,
  actor: Actor,
  { unit, into, now }: { readonly unit: OrgUnit; readonly into: OrgUnit; readonly now: Date },
): Promise<void> {
  for (const { id } of await locatedToMerge(tx, unit.id, into)) {
    await tx
      .update(orgUnits)
      .set({ placeUnitId: into.id, changedAt: now })
      .where(eq(orgUnits.id, id));
    await auditUnit(tx, actor, {
      unitId: id,
      action: 'org-unit-edited',
      detail: { before: { placeUnitId: unit.id }, after: { placeUnitId: into.id } },
      now,
    });
  }
}

/** The place of a unit that is opened again; none where it was closed or became another thing meanwhile. */
export async function placeStillThere(db: Reader, unit: OrgUnit): Promise<string | null> {
  if (unit.placeUnitId === null) return null;
  const [place] = await db
    .select()
    .from(orgUnits)
    .where(and(eq(orgUnits.id, unit.placeUnitId), isNull(orgUnits.closedAt)));
  const mode = unit.managementMode as ManagementMode;
  return place && faultAt(mode, unit.path, place) === null ? place.id : null;
}
