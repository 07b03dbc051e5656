import { preparedQuery, schema, type Reader, type Tx } from '@xueshi/database';
import { and, asc, eq, inArray, isNotNull, lte, or, sql, type SQL } from 'drizzle-orm';

const { courses, courseVersions, enrolments, jobs, orgUnits, programmeCourses, programmeMembers } =
  schema;
const { people, programmes } = schema;

export type ProgrammeRecord = typeof programmes.$inferSelect;
export type OrgUnitRecord = typeof orgUnits.$inferSelect;
export type MemberRecord = typeof programmeMembers.$inferSelect;
export type MemberState = 'open' | 'completed' | 'exempt' | 'left';

export interface ProgrammeInUnit {
  readonly programme: ProgrammeRecord;
  readonly unit: OrgUnitRecord;
}

export async function findProgramme(db: Reader, id: string): Promise<ProgrammeInUnit | null> {
  const [row] = await db
    .select({ programme: programmes, unit: orgUnits })
    .from(programmes)
    .innerJoin(orgUnits, eq(orgUnits.id, programmes.orgUnitId))
    .where(eq(programmes.id, id));
  return row ?? null;
}

/** The courses of a programme in their order, as the catalogue has them now. */
export async function coursesOf(db: Reader, programmeIds: readonly string[]) {
  if (programmeIds.length === 0) return [];
  return db
    .select({
      programmeId: programmeCourses.programmeId,
      courseId: programmeCourses.courseId,
      required: programmeCourses.required,
      dueOn: programmeCourses.dueOn,
      hundredths: programmeCourses.hundredths,
      slug: courses.slug,
      isAvailable: sql<number>`${courses.state} = 'published'`,
      title: courseVersions.title,
    })
    .from(programmeCourses)
    .innerJoin(courses, eq(courses.id, programmeCourses.courseId))
    .innerJoin(courseVersions, eq(courseVersions.id, courses.currentVersionId))
    .where(inArray(programmeCourses.programmeId, [...programmeIds]))
    .orderBy(asc(programmeCourses.programmeId), asc(programmeCourses.position));
}

export type CourseRow = Awaited<ReturnType<typeof coursesOf>>[number];

/** What counts as done in a programme of a year: completed for good, or in that year where it comes yearly. */
const doneIn = (year: number, until: Date | null): SQL | undefined =>
  and(
    until === null ? isNotNull(enrolments.completedAt) : lte(enrolments.completedAt, until),
    or(eq(enrolments.cycle, 'once'), eq(enrolments.cycle, String(year))),
  );

/** Which of the courses each of some people has completed; by an instant, where one is given. */
export async function doneCourses(
  db: Reader,
  personIds: readonly string[],
  courseIds: readonly string[],
  year: number,
  until: Date | null = null,
): Promise<Map<string, Set<string>>> {
  if (personIds.length === 0 || courseIds.length === 0) return new Map();
  const rows = await db
    .select({ personId: enrolments.personId, courseId: enrolments.courseId })
    .from(enrolments)
    .where(
      and(
        inArray(enrolments.personId, [...personIds]),
        inArray(enrolments.courseId, [...courseIds]),
        doneIn(year, until),
      ),
    );
  const done = new Map<string, Set<string>>();
  for (const { personId, courseId } of rows) {
    const own = done.get(personId) ?? new Set<string>();
    done.set(personId, own.add(courseId));
  }
  return done;
}

export interface Figures {
  readonly members: number;
  readonly completed: number;
  readonly open: number;
  readonly exempt: number;
  readonly left: number;
}

export const NO_FIGURES: Figures = { members: 0, completed: 0, open: 0, exempt: 0, left: 0 };

/** Whoever left is counted apart and not among the members. */
export function figuresOf(rows: readonly { state: string; people: number }[]): Figures {
  const count = (state: string) =>
    rows.filter((row) => row.state === state).reduce((sum, row) => sum + row.people, 0);
  const [completed, open, exempt] = [count('completed'), count('open'), count('exempt')];
  return { members: completed + open + exempt, completed, open, exempt, left: count('left') };
}

/** The figures of some programmes, counted along the index; of those members for whom `among` holds. */
export async function figuresByProgramme(
  db: Reader,
  programmeIds: readonly string[],
  among?: SQL,
): Promise<Map<string, Figures>> {
  if (programmeIds.length === 0) return new Map();
  const rows = await db
    .select({
      programmeId: programmeMembers.programmeId,
      state: programmeMembers.state,
      people: sql<number>`count(*)`,
    })
    .from(programmeMembers)
    .where(and(inArray(programmeMembers.programmeId, [...programmeIds]), among))
    .groupBy(programmeMembers.programmeId, programmeMembers.state);
  const grouped = Map.groupBy(rows, (row) => row.programmeId);
  return new Map([...grouped].map(([id, own]) => [id, figuresOf(own)]));
}

/** How many courses of each of some programmes are not available any more. */
export async function coursesGone(
  db: Reader,
  programmeIds: readonly string[],
): Promise<Map<string, number>> {
  if (programmeIds.length === 0) return new Map();
  const rows = await db
    .select({ id: programmeCourses.programmeId, gone: sql<number>`count(*)` })
    .from(programmeCourses)
    .innerJoin(courses, eq(courses.id, programmeCourses.courseId))
    .where(
      and(
        inArray(programmeCourses.programmeId, [...programmeIds]),
        sql`${courses.state} <> 'published'`,
      ),
    )
    .groupBy(programmeCourses.programmeId);
  return new Map(rows.map(({ id, gone }) => [id, gone]));
}

/** The names behind some ids. */
export async function namesById(
  db: Reader,
  ids: readonly (string | null)[],
): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.flatMap((one) => one ?? []))];
  if (wanted.length === 0) return new Map();
  const rows = await db
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(inArray(people.id, wanted));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** How far a job has come, per cent; null where none is waiting or running. */
export async function percentOfJob(db: Reader, uniqueKey: string): Promise<number | null> {
  const [row] = await db
    .select({ percent: jobs.progressPercent })
    .from(jobs)
    .where(and(eq(jobs.uniqueKey, uniqueKey), inArray(jobs.state, ['waiting', 'running'])));
  return row?.percent ?? null;
}

export async function updateMember(
  tx: Tx,
  member: { programmeId: string; personId: string },
  change: Partial<MemberRecord>,
): Promise<void> {
  await tx
    .update(programmeMembers)
    .set(change)
    .where(
      and(
        eq(programmeMembers.programmeId, member.programmeId),
        eq(programmeMembers.personId, member.personId),
      ),
    );
}

export async function findMember(
  db: Reader,
  programmeId: string,
  personId: string,
): Promise<MemberRecord | null> {
  const [row] = await db
    .select()
    .from(programmeMembers)
    .where(
      and(eq(programmeMembers.programmeId, programmeId), eq(programmeMembers.personId, personId)),
    );
  return row ?? null;
}

const assignedQuery = preparedQuery((db) =>
  db
    .select({ member: programmeMembers, programme: programmes, unitName: orgUnits.name })
    .from(programmeMembers)
    .innerJoin(programmes, eq(programmes.id, programmeMembers.programmeId))
    .innerJoin(orgUnits, eq(orgUnits.id, programmes.orgUnitId))
    .where(
      and(
        eq(programmeMembers.personId, sql.placeholder('personId')),
        inArray(programmeMembers.state, ['open', 'completed', 'exempt']),
      ),
    )
    .prepare(),
);

/** What a person was assigned and has not left. */
export const assignedTo = (db: Reader, personId: string) => assignedQuery(db).all({ personId });
