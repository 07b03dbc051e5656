// What a list says of each member: how far they are, what is missing by when, and what was granted to them.
import type { ProgrammeMember } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { electivesMissing, trainingDayOf } from '@xueshi/domain';
import { and, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import { exceptionsOf } from './exceptions.ts';
import { yearOf } from './progress.ts';
import {
  coursesOf,
  doneCourses,
  type CourseRow,
  type MemberRecord,
  type ProgrammeRecord,
} from './store.ts';

const { enrolments, memberships, orgUnits, people, programmeMembers } = schema;

const NOTHING_MISSING = { courses: [], electiveCourses: 0, electiveHundredths: 0 };

/** Enrolments that count in a programme: in its courses, for good or in its year. */
const ofProgramme = (programme: ProgrammeRecord): SQL | undefined =>
  and(
    inArray(enrolments.cycle, ['once', String(yearOf(programme))]),
    sql`${enrolments.courseId} IN (SELECT course_id FROM programme_courses WHERE programme_id = ${programme.id})`,
  );

/** When a member last studied one of the courses: for ordering by it. */
export const lastActive = (programme: ProgrammeRecord): SQL =>
  sql`(SELECT max(${enrolments.lastActiveAt}) FROM ${enrolments}
    WHERE ${enrolments.personId} = ${programmeMembers.personId} AND ${ofProgramme(programme)})`;

async function lastActiveOf(
  db: Reader,
  programme: ProgrammeRecord,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .select({ personId: enrolments.personId, at: sql<number>`max(${enrolments.lastActiveAt})` })
    .from(enrolments)
    .where(and(inArray(enrolments.personId, [...ids]), ofProgramme(programme)))
    .groupBy(enrolments.personId);
  return new Map(rows.map(({ personId, at }) => [personId, new Date(at).toISOString()]));
}

async function unitNamesOf(
  db: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .select({ personId: memberships.personId, unitName: orgUnits.name })
    .from(memberships)
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(and(inArray(memberships.personId, [...ids]), isNull(memberships.endsAt)));
  return new Map(rows.map(({ personId, unitName }) => [personId, unitName]));
}

/** What an open member still has to do; nobody else is asked for anything. */
function missingOf(
  { rule, endsOn }: ProgrammeRecord,
  member: MemberRecord,
  courses: readonly CourseRow[],
  done: ReadonlySet<string>,
): ProgrammeMember['missing'] {
  if (member.state !== 'open') return NOTHING_MISSING;
  return {
    courses: courses
      .filter(({ required, courseId }) => required && !done.has(courseId))
      .map(({ slug, title, dueOn, isAvailable }) => ({
        slug,
        title,
        // Whoever was given more time has it for each course too.
        dueOn: member.extendedTo ?? dueOn ?? endsOn,
        isAvailable: isAvailable === 1,
      })),
    ...electivesMissing(member, rule),
  };
}

/** The members with these ids, in this order; whoever is none is left out. */
export async function memberViews(
  db: Reader,
  programme: ProgrammeRecord,
  ids: readonly string[],
  now: Date,
): Promise<ProgrammeMember[]> {
  if (ids.length === 0) return [];
  const today = trainingDayOf(now);
  const rows = await db
    .select({ member: programmeMembers, name: people.name })
    .from(programmeMembers)
    .innerJoin(people, eq(people.id, programmeMembers.personId))
    .where(
      and(
        eq(programmeMembers.programmeId, programme.id),
        inArray(programmeMembers.personId, [...ids]),
      ),
    );
  const byId = new Map(rows.map((row) => [row.member.personId, row]));
  const units = await unitNamesOf(db, ids);
  const exceptionOf = await exceptionsOf(db, [programme.id], ids);
  const courses = await coursesOf(db, [programme.id]);
  const courseIds = courses.map(({ courseId }) => courseId);
  // What is done after it was closed counts no more.
  const done = await doneCourses(db, ids, courseIds, yearOf(programme), programme.closedAt);
  const active = await lastActiveOf(db, programme, ids);
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const { member, name } = row;
    const dueOn = member.extendedTo ?? programme.endsOn;
    return {
      personId: id,
      name,
      unitName: units.get(id) ?? null,
      state: member.state as ProgrammeMember['state'],
      requiredDone: member.requiredDone,
      electiveDone: member.electiveDone,
      electiveHundredths: member.electiveHundredths,
      missing: missingOf(programme, member, courses, done.get(id) ?? new Set()),
      lastActiveAt: active.get(id) ?? null,
      joinedAt: member.joinedAt.toISOString(),
      completedAt: member.completedAt?.toISOString() ?? null,
      dueOn,
      isExtended: member.extendedTo !== null,
      isOverdue: member.state === 'open' && dueOn < today,
      remindedOn: member.remindedOn,
      exception: exceptionOf(programme.id, id),
    };
  });
}
