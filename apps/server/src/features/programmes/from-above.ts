// What units above have issued for people of a unit: its administrators look and remind, and change nothing.
import type { ProgrammeAbove, ProgrammeAboveRow } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { and, count, desc, eq, inArray, sql, type SQL } from 'drizzle-orm';
import { administeredUnit, administers, type Held } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { crumbsTo, refOf } from '../organisations/service.ts';
import { memberPage, membersBelow, type MembersWanted } from './members.ts';
import { namesNoReserves } from './permission.ts';
import {
  coursesGone,
  coursesOf,
  figuresByProgramme,
  namesById,
  NO_FIGURES,
  type OrgUnitRecord,
  type ProgrammeInUnit,
} from './store.ts';
import { courseView, headingOf } from './views.ts';

const { orgUnits, programmeMembers, programmes } = schema;

const PAGE_SIZE = 50;

const ownPeople = ({ id }: OrgUnitRecord): SQL => membersBelow(id);

/**
 * Issued above the unit and with people of it. Programmes for reserve cadres are left out: who is one
 * is known to the managing department alone, and that sees them where they were issued (DOMAIN K3).
 */
function concerning(unit: OrgUnitRecord, programmeId?: string): SQL | undefined {
  const above = unit.path.split('/').filter((id) => id !== '' && id !== unit.id);
  return and(
    programmeId === undefined ? undefined : eq(programmes.id, programmeId),
    inArray(programmes.orgUnitId, above),
    inArray(programmes.state, ['published', 'closed']),
    namesNoReserves,
    sql`EXISTS (SELECT 1 FROM ${programmeMembers}
      WHERE ${eq(programmeMembers.programmeId, programmes.id)} AND ${ownPeople(unit)})`,
  );
}

const issued = (db: Reader) =>
  db
    .select({ programme: programmes, unit: orgUnits })
    .from(programmes)
    .innerJoin(orgUnits, eq(orgUnits.id, programmes.orgUnitId));

async function rowsOf(
  db: Reader,
  unit: OrgUnitRecord,
  found: readonly ProgrammeInUnit[],
): Promise<ProgrammeAboveRow[]> {
  const ids = found.map(({ programme }) => programme.id);
  const figures = await figuresByProgramme(db, ids, ownPeople(unit));
  const gone = await coursesGone(db, ids);
  const names = await namesById(
    db,
    found.map(({ programme }) => programme.responsibleId),
  );
  return found.map(({ programme, unit: issuer }) => ({
    ...headingOf(programme, names),
    issuedBy: issuer.name,
    figures: figures.get(programme.id) ?? NO_FIGURES,
    coursesGone: gone.get(programme.id) ?? 0,
  }));
}

export async function listProgrammesAbove(
  { db }: Platform,
  actor: Actor,
  unitId: string,
  wanted: { page?: number },
) {
  const unit = await administeredUnit(db, actor, unitId, 'read');
  const page = wanted.page ?? 1;
  const which = concerning(unit);
  const [all] = await db.select({ total: count() }).from(programmes).where(which);
  const found = await issued(db)
    .where(which)
    .orderBy(desc(programmes.endsOn), desc(programmes.createdAt), programmes.id)
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE);
  return {
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    items: await rowsOf(db, unit, found),
    total: all?.total ?? 0,
    page,
    pageSize: PAGE_SIZE,
  };
}

interface Place {
  readonly id: string;
  readonly programmeId: string;
}

/** The unit that the actor may look at, and a programme from above that concerns it; others are not found. */
export async function concerningProgramme(db: Reader, actor: Held, { id, programmeId }: Place) {
  const unit = await administeredUnit(db, actor, id, 'read');
  const [found] = await issued(db).where(concerning(unit, programmeId));
  if (!found) throw new Refused('not-found');
  return { unit, found };
}

export async function readProgrammeAbove(
  { db }: Platform,
  actor: Actor,
  place: Place,
): Promise<ProgrammeAbove> {
  const { unit, found } = await concerningProgramme(db, actor, place);
  const { programme } = found;
  const [row] = await rowsOf(db, unit, [found]);
  if (!row) throw new Refused('not-found');
  const { unitIds: _units, personIds: _people, ...narrowing } = programme.target;
  return {
    ...row,
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    mayRemind: programme.state === 'published' && administers(actor, unit.path, 'remind'),
    note: programme.note,
    target: narrowing as ProgrammeAbove['target'],
    rule: programme.rule,
    courses: (await coursesOf(db, [programme.id])).map(courseView),
  };
}

export async function listMembersAbove(
  platform: Platform,
  actor: Actor,
  place: Place,
  wanted: MembersWanted,
) {
  const { unit, found } = await concerningProgramme(platform.db, actor, place);
  return memberPage(platform, found, unit, wanted);
}
