// The units below a template's own: which made programmes of it, how far these are, and which did not.
import type { OfferedUnit, ProgrammeOfferView } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { SENSITIVE_KEY_GROUP } from '@xueshi/domain';
import { and, asc, count, desc, eq, isNull, like, ne, sql, type SQL } from 'drizzle-orm';
import type { Held } from '../../platform/authorisation.ts';
import { refOf } from '../organisations/service.ts';
import { mayNameReserves, namesNoReserves } from './permission.ts';
import {
  figuresByProgramme,
  NO_FIGURES,
  type OrgUnitRecord,
  type ProgrammeInUnit,
} from './store.ts';

const { orgUnits, programmeMembers, programmes } = schema;

const PAGE_SIZE = 50;

const openBelow = (unit: OrgUnitRecord) =>
  and(like(orgUnits.path, `${unit.path}%`), ne(orgUnits.id, unit.id), isNull(orgUnits.closedAt));

/** The units below that are asked to take the template; none where no level is named. */
const askedBelow = (unit: OrgUnitRecord, level: string | null): SQL | undefined =>
  and(openBelow(unit), level === null ? sql`0` : eq(orgUnits.level, level));

const hasTaken = (templateId: string) =>
  sql`EXISTS (SELECT 1 FROM programmes p WHERE p.taken_from = ${templateId} AND p.org_unit_id = ${orgUnits.id})`;

/** Those asked who made no programme of it. */
export const missingBelow = ({ programme, unit }: ProgrammeInUnit, level: string | null) =>
  and(askedBelow(unit, level), sql`NOT ${hasTaken(programme.id)}`);

/** Programmes made of the template by units that are below its own now. */
const madeBelow = ({ programme, unit }: ProgrammeInUnit) =>
  and(eq(programmes.takenFrom, programme.id), like(orgUnits.path, `${unit.path}%`));

/** How many open units there are below, by level. */
export async function levelsBelow(
  db: Reader,
  unit: OrgUnitRecord,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .select({ level: orgUnits.level, units: count() })
    .from(orgUnits)
    .where(openBelow(unit))
    .groupBy(orgUnits.level);
  return new Map(rows.map(({ level, units }) => [level, units]));
}

export async function countOffered(
  db: Reader,
  found: ProgrammeInUnit,
  askedLevel: string | null,
): Promise<ProgrammeOfferView['figures']> {
  const asked = askedBelow(found.unit, askedLevel);
  const [made] = await db
    .select({
      programmes: count(),
      units: sql<number>`count(DISTINCT ${programmes.orgUnitId})`,
    })
    .from(programmes)
    .innerJoin(orgUnits, eq(orgUnits.id, programmes.orgUnitId))
    .where(madeBelow(found));
  // Whom programmes for reserve cadres are for is in no sum either.
  const [people] = await db
    .select({
      members: sql<number>`coalesce(sum(${programmeMembers.state} <> 'left'), 0)`,
      completed: sql<number>`coalesce(sum(${programmeMembers.state} = 'completed'), 0)`,
    })
    .from(programmes)
    .innerJoin(orgUnits, eq(orgUnits.id, programmes.orgUnitId))
    .innerJoin(programmeMembers, eq(programmeMembers.programmeId, programmes.id))
    .where(and(madeBelow(found), namesNoReserves));
  return {
    asked: await db.$count(orgUnits, asked),
    askedTaken: await db.$count(orgUnits, and(asked, hasTaken(found.programme.id))),
    units: made?.units ?? 0,
    programmes: made?.programmes ?? 0,
    members: people?.members ?? 0,
    completed: people?.completed ?? 0,
  };
}

interface Wanted {
  readonly askedLevel: string | null;
  readonly show: 'taken' | 'missing';
  readonly page: number;
}

type Listed = Pick<ProgrammeOfferView, 'items' | 'total' | 'page' | 'pageSize'>;

/** A page of programmes made of it, newest first; or of the units that made none, by name. */
export async function offeredUnits(
  db: Reader,
  actor: Held,
  found: ProgrammeInUnit,
  { askedLevel, show, page }: Wanted,
): Promise<Listed> {
  const offset = (page - 1) * PAGE_SIZE;
  if (show === 'missing') {
    const which = missingBelow(found, askedLevel);
    const units = await db
      .select()
      .from(orgUnits)
      .where(which)
      .orderBy(asc(orgUnits.namePinyin), asc(orgUnits.name), asc(orgUnits.id))
      .limit(PAGE_SIZE)
      .offset(offset);
    const items = units.map((unit) => ({ unit: refOf(unit), takenAt: null, programme: null }));
    return { items, total: await db.$count(orgUnits, which), page, pageSize: PAGE_SIZE };
  }
  const which = madeBelow(found);
  const made = db
    .select({ programme: programmes, unit: orgUnits })
    .from(programmes)
    .innerJoin(orgUnits, eq(orgUnits.id, programmes.orgUnitId));
  const rows = await made
    .where(which)
    .orderBy(desc(programmes.createdAt), programmes.id)
    .limit(PAGE_SIZE)
    .offset(offset);
  const [all] = await db
    .select({ total: count() })
    .from(programmes)
    .innerJoin(orgUnits, eq(orgUnits.id, programmes.orgUnitId))
    .where(which);
  const items = await madeRows(db, actor, found, rows);
  return { items, total: all?.total ?? 0, page, pageSize: PAGE_SIZE };
}

async function madeRows(
  db: Reader,
  actor: Held,
  { programme: template }: ProgrammeInUnit,
  rows: readonly ProgrammeInUnit[],
): Promise<OfferedUnit[]> {
  const ids = rows.map(({ programme }) => programme.id);
  const figures = await figuresByProgramme(db, ids);
  const shown: OfferedUnit[] = [];
  for (const { programme, unit } of rows) {
    const { id, title, startsOn, endsOn, target, takenVersion } = programme;
    const isForReserves = target.keyGroups.includes(SENSITIVE_KEY_GROUP);
    shown.push({
      unit: refOf(unit),
      takenAt: programme.createdAt.toISOString(),
      programme:
        isForReserves && !(await mayNameReserves(db, actor, unit))
          ? null
          : {
              ...{ id, title, startsOn, endsOn },
              state: programme.state as NonNullable<OfferedUnit['programme']>['state'],
              isOlder: (takenVersion ?? 0) < template.version,
              figures: figures.get(id) ?? NO_FIGURES,
            },
    });
  }
  return shown;
}
