import type { ProgrammeRow, ProgrammeView } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { nextRun } from '@xueshi/domain';
import { and, count, desc, eq } from 'drizzle-orm';
import { administeredUnit, administers } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { crumbsTo, refOf } from '../organisations/service.ts';
import { namesOf, type NamedPerson } from '../people/service.ts';
import { originOf } from './offers.ts';
import { administeredProgramme, mayNameReserves, namesNoReserves } from './permission.ts';
import { assigningKey } from './programme-jobs.ts';
import { faultsOf, faultsUnderWay } from './publish.ts';
import { countReached, firstReached, targetOf, unitsNamed } from './reach.ts';
import { entitledAt } from './responsible.ts';
import {
  coursesGone,
  coursesOf,
  figuresByProgramme,
  namesById,
  NO_FIGURES,
  percentOfJob,
  type CourseRow,
  type OrgUnitRecord,
  type ProgrammeRecord,
} from './store.ts';

const { programmes } = schema;

const PAGE_SIZE = 50;
const PREVIEWED = 20;

export const headingOf = (programme: ProgrammeRecord, names: ReadonlyMap<string, string>) => ({
  id: programme.id,
  title: programme.title,
  tier: programme.tier as ProgrammeRow['tier'],
  state: programme.state as ProgrammeRow['state'],
  startsOn: programme.startsOn,
  endsOn: programme.endsOn,
  responsibleName: names.get(programme.responsibleId ?? '') ?? null,
});

export const courseView = (course: CourseRow) => ({
  slug: course.slug,
  title: course.title,
  required: course.required,
  dueOn: course.dueOn,
  hundredths: course.hundredths,
  isAvailable: course.isAvailable === 1,
});

export async function listProgrammes(
  { db }: Platform,
  actor: Actor,
  unitId: string,
  wanted: { state?: ProgrammeRow['state']; page?: number },
) {
  const unit = await administeredUnit(db, actor, unitId, 'read');
  const here = and(
    eq(programmes.orgUnitId, unit.id),
    wanted.state ? eq(programmes.state, wanted.state) : undefined,
    (await mayNameReserves(db, actor, unit)) ? undefined : namesNoReserves,
  );
  const page = wanted.page ?? 1;
  const [all] = await db.select({ total: count() }).from(programmes).where(here);
  const rows = await db
    .select()
    .from(programmes)
    .where(here)
    .orderBy(desc(programmes.endsOn), desc(programmes.createdAt), programmes.id)
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE);
  const figures = await figuresByProgramme(
    db,
    rows.map(({ id }) => id),
  );
  const gone = await coursesGone(
    db,
    rows.map(({ id }) => id),
  );
  const names = await namesById(
    db,
    rows.map(({ responsibleId }) => responsibleId),
  );
  return {
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    items: rows.map((row) => ({
      ...headingOf(row, names),
      figures: figures.get(row.id) ?? NO_FIGURES,
      coursesGone: gone.get(row.id) ?? 0,
    })),
    mayRun: administers(actor, unit.path, 'run_training'),
    total: all?.total ?? 0,
    page,
    pageSize: PAGE_SIZE,
  };
}

export async function readProgramme(
  { db, clock }: Platform,
  actor: Actor,
  id: string,
): Promise<ProgrammeView> {
  const found = await administeredProgramme(db, actor, id, 'read');
  const { programme, unit } = found;
  const courses = await coursesOf(db, [id]);
  const { target } = programme;
  const names = await namesById(db, [programme.responsibleId]);
  const named = await namesOf(db, target.personIds);
  const recurrence = programme.recurrence as ProgrammeView['recurrence'];
  const mayRun = administers(actor, unit.path, 'run_training');
  const isOpen = programme.state === 'draft' || programme.state === 'template';
  return {
    ...headingOf(programme, names),
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    mayRun,
    mayRemind: administers(actor, unit.path, 'remind'),
    version: programme.version,
    note: programme.note,
    responsibleId: programme.responsibleId,
    responsibleChoices: mayRun ? await entitledAt({ db, clock }, unit) : [],
    recurrence,
    nextRun: nextRun({ ...programme, recurrence }),
    target: target as ProgrammeView['target'],
    targetUnits: (await unitsNamed(db, target.unitIds)).map(refOf),
    targetPeople: target.personIds.map((personId) => ({
      personId,
      name: named.get(personId)?.name ?? '',
      unitName: unitWithin(unit, named.get(personId)),
    })),
    mayNameReserves: await mayNameReserves(db, actor, unit),
    rule: programme.rule,
    courses: courses.map(courseView),
    faults: isOpen
      ? await faultsOf(db, found, courses, clock.now())
      : faultsUnderWay(programme, courses),
    figures: (await figuresByProgramme(db, [id])).get(id) ?? NO_FIGURES,
    takenFrom: await originOf(db, found),
    assigningPercent: await percentOfJob(db, assigningKey(id)),
    publishedAt: programme.publishedAt?.toISOString() ?? null,
    closedAt: programme.closedAt?.toISOString() ?? null,
  };
}

/** Where somebody belongs now, as far as it is the programme's unit to know. */
const unitWithin = (unit: OrgUnitRecord, person: NamedPerson | undefined) =>
  person?.unitPath?.startsWith(unit.path) === true ? person.unitName : null;

/** Whom it would reach now, before anybody is told anything. */
export async function previewProgramme({ db }: Platform, actor: Actor, id: string) {
  const found = await administeredProgramme(db, actor, id);
  const target = await targetOf(db, found);
  const counts = await countReached(db, found.unit, target);
  const first = await firstReached(db, found.unit, target, PREVIEWED);
  return {
    people: counts.reduce((sum, row) => sum + row.people, 0),
    byCategory: counts.map(({ category, people: reached }) => ({
      category,
      people: reached,
    })),
    first: first.map(({ personId, name, unitName, post }) => ({ personId, name, unitName, post })),
  };
}
