// What a programme has come to, counted: as many rows as units and courses, not as people.
import type { ClosingFigures } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { trainingDayOf } from '@xueshi/domain';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { childrenOf } from '../organisations/service.ts';
import { namesOf } from '../people/service.ts';
import { yearOf } from './progress.ts';
import { unitsNamed } from './reach.ts';
import { coursesOf, figuresOf, namesById, type ProgrammeInUnit } from './store.ts';

const { enrolments, memberships, orgUnits, programmeMembers } = schema;

interface Place {
  readonly path: string | null;
  readonly category: string | null;
  readonly state: string;
  readonly people: number;
  readonly extended: number;
}

/** Members by where they belong now, category and state. */
const placesOf = (db: Reader, programmeId: string): Promise<Place[]> =>
  db
    .select({
      path: orgUnits.path,
      category: memberships.audienceCategory,
      state: programmeMembers.state,
      people: sql<number>`count(*)`,
      extended: sql<number>`count(${programmeMembers.extendedTo})`,
    })
    .from(programmeMembers)
    .leftJoin(
      memberships,
      and(eq(memberships.personId, programmeMembers.personId), isNull(memberships.endsAt)),
    )
    .leftJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(eq(programmeMembers.programmeId, programmeId))
    .groupBy(orgUnits.path, memberships.audienceCategory, programmeMembers.state);

/** Whoever left is counted apart and not among the members. */
const extendedOf = (places: readonly Place[]) =>
  places.filter(({ state }) => state !== 'left').reduce((sum, { extended }) => sum + extended, 0);

/** Members' enrolments in the courses, for good or in the programme's year. */
const ofMembers = ({ programme }: ProgrammeInUnit) =>
  and(
    eq(programmeMembers.programmeId, programme.id),
    sql`${programmeMembers.state} <> 'left'`,
    inArray(enrolments.cycle, ['once', String(yearOf(programme))]),
    sql`${enrolments.courseId} IN (SELECT course_id FROM programme_courses WHERE programme_id = ${programme.id})`,
  );

async function courseFigures(db: Reader, found: ProgrammeInUnit, until: Date) {
  const courses = await coursesOf(db, [found.programme.id]);
  const ended = until.getTime();
  const rows = await db
    .select({
      courseId: enrolments.courseId,
      begun: sql<number>`count(DISTINCT CASE WHEN ${enrolments.startedAt} <= ${ended} THEN ${enrolments.personId} END)`,
      completed: sql<number>`count(DISTINCT CASE WHEN ${enrolments.completedAt} <= ${ended} THEN ${enrolments.personId} END)`,
    })
    .from(programmeMembers)
    .innerJoin(enrolments, eq(enrolments.personId, programmeMembers.personId))
    .where(ofMembers(found))
    .groupBy(enrolments.courseId);
  const counted = new Map(rows.map((row) => [row.courseId, row]));
  const means = await meanResults(db, found, ended);
  return courses.map(({ slug, title, required, courseId }) => ({
    slug,
    title,
    required,
    begun: counted.get(courseId)?.begun ?? 0,
    completed: counted.get(courseId)?.completed ?? 0,
    meanPercent: means.get(courseId) ?? null,
  }));
}

/** By course, the mean of each member's best attempt at each of its quizzes, per cent with one decimal. */
async function meanResults(
  db: Reader,
  found: ProgrammeInUnit,
  ended: number,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.all<{ course: string; mean: number }>(
    sql`SELECT course, avg(best) AS mean FROM (
      SELECT ${enrolments.courseId} AS course, max(a.percent) AS best
      FROM ${programmeMembers}
      JOIN ${enrolments} ON ${enrolments.personId} = ${programmeMembers.personId}
      JOIN quiz_attempts a ON a.enrolment_id = ${enrolments.id}
      WHERE ${ofMembers(found)} AND a.percent IS NOT NULL AND a.submitted_at <= ${ended}
      GROUP BY ${enrolments.courseId}, ${enrolments.personId}, a.lesson_id
    ) GROUP BY course`,
  );
  return new Map(rows.map(({ course, mean }) => [course, Math.round(mean * 10) / 10]));
}

/** The unit's own children, each with all below it; then the unit itself and those found nowhere in it. */
async function byUnit(db: Reader, { unit }: ProgrammeInUnit, places: readonly Place[]) {
  const children = (await childrenOf(db, unit.id)).map((child) => child.unit);
  const childOf = ({ path }: Place) => children.find((child) => path?.startsWith(child.path));
  const parts = Map.groupBy(places, childOf);
  return [...children, undefined]
    .map((child) => ({ place: child ?? unit, own: parts.get(child) ?? [] }))
    .map(({ place, own }) => ({
      unitId: place.id,
      unitName: place.name,
      figures: figuresOf(own),
      extended: extendedOf(own),
    }))
    .filter(({ figures }) => figures.members + figures.left > 0);
}

async function targetInNames(db: Reader, { programme }: ProgrammeInUnit) {
  const { unitIds, personIds, ...narrowing } = programme.target;
  const people = await namesOf(db, personIds);
  return {
    ...(narrowing as Omit<NonNullable<ClosingFigures['target']>, 'units' | 'people'>),
    units: (await unitsNamed(db, unitIds)).map(({ name }) => name),
    people: personIds.map((id) => people.get(id)?.name ?? ''),
  };
}

/** Everything but the digest over the members; what was done after `until` is left out. */
export async function countClosing(
  db: Reader,
  found: ProgrammeInUnit,
  until: Date,
): Promise<Omit<ClosingFigures, 'membersDigest'>> {
  const { programme, unit } = found;
  const { responsibleId } = programme;
  const names = await namesById(db, [responsibleId]);
  const places = await placesOf(db, programme.id);
  const categories = [...new Set(places.map(({ category }) => category))].sort();
  return {
    title: programme.title,
    unitName: unit.name,
    startsOn: programme.startsOn,
    endsOn: programme.endsOn,
    closedOn: trainingDayOf(until),
    responsibleName: names.get(responsibleId ?? '') ?? '',
    target: await targetInNames(db, found),
    total: figuresOf(places),
    extended: extendedOf(places),
    byUnit: await byUnit(db, found, places),
    byCategory: categories.map((category) => ({
      category,
      figures: figuresOf(places.filter((place) => place.category === category)),
    })),
    courses: await courseFigures(db, found, until),
  };
}
