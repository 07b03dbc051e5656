// Every course with who began and completed it in the year, how quizzes went, and what was credited for it.
import { schema } from '@xueshi/database';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { courseEvaluation } from '../evaluation/service.ts';
import type { Cells } from './columns.ts';
import { meanShare, studiesOf, sumOf, type Results, type Study } from './course-study.ts';
import { peoplePages, type Making, type WalkedPerson } from './walk.ts';
import { wordOf } from './words.ts';

const { courses, courseVersions, creditEntries } = schema;

/** Where what is learned on pages is credited. */
const ONLINE = 'online';

interface StudySum {
  enrolled: number;
  completed: number;
  /** Of a million people: their sum, not each. */
  readonly results: Results;
}

interface CourseSum {
  /** The slug; a space and the title of what has none here. */
  readonly course: string;
  /** As the newest credit calls it: a course whose title was changed stays one. */
  title: string;
  postedAt: number;
  readonly area: string | null;
  readonly mode: string;
  credits: number;
  hundredths: number;
  halfDays: number;
  /** On one row of each course, so that nobody is summed twice; null on its others. */
  study: StudySum | null;
  courseId: string | null;
}

const PEOPLE_AT_ONCE = 500;

/** Corrections are taken into account. The most credited first, or topic by topic. */
export async function* courseRows(making: Making): AsyncGenerator<Cells> {
  const sums = new Map<string, CourseSum>();
  const studied = new Map<string, StudySum>();
  for await (const page of peoplePages(making, PEOPLE_AT_ONCE)) {
    for (const row of await creditsOf(making, page)) addCredits(sums, row);
    if ((making.filters.mode ?? ONLINE) === ONLINE)
      for (const study of await studiesOf(making, idsOf(page))) addStudy(studied, study);
  }
  await placeStudies(making, studied, sums);
  for (const sum of sorted([...sums.values()], making)) yield cellsOf(making, sum);
}

const idsOf = (page: readonly WalkedPerson[]) => page.map(({ standing }) => standing.personId);

const keyOf = ({ course, area, mode }: Pick<CourseSum, 'course' | 'area' | 'mode'>) =>
  JSON.stringify([course, area, mode]);

const NONE = { credits: 0, hundredths: 0, halfDays: 0, study: null, courseId: null } as const;

function addCredits(
  sums: Map<string, CourseSum>,
  row: Omit<CourseSum, 'study' | 'courseId'>,
): void {
  const { title, postedAt, credits, hundredths, halfDays } = row;
  const sum = sums.get(keyOf(row)) ?? { ...row, ...NONE };
  if (postedAt > sum.postedAt) Object.assign(sum, { title, postedAt });
  sum.credits += credits;
  sum.hundredths += hundredths;
  sum.halfDays += halfDays;
  sums.set(keyOf(row), sum);
}

function addStudy(studied: Map<string, StudySum>, { courseId, completedAt, results }: Study): void {
  const sum = studied.get(courseId) ?? { enrolled: 0, completed: 0, results: sumOf([]) };
  sum.enrolled += 1;
  sum.completed += completedAt === null ? 0 : 1;
  const own = sumOf(results);
  sum.results.sum += own.sum;
  sum.results.count += own.count;
  studied.set(courseId, sum);
}

/** Beside what was credited online, under its present topic where there is such a row; else on a row of its own. */
async function placeStudies(
  { db, locale, filters }: Making,
  studied: ReadonlyMap<string, StudySum>,
  sums: Map<string, CourseSum>,
): Promise<void> {
  const known = await db
    .select({ id: courses.id, slug: courses.slug, ...titleAndArea })
    .from(courses)
    .innerJoin(courseVersions, eq(courseVersions.id, courses.currentVersionId));
  for (const { id: courseId, slug: course, title, area } of known) {
    const study = studied.get(courseId);
    if (!study || (filters.area !== undefined && filters.area !== area)) continue;
    const own = [...sums.values()].filter((sum) => sum.course === course && sum.mode === ONLINE);
    const row = own.find((sum) => sum.area === area) ??
      own[0] ?? { course, title: title[locale], postedAt: 0, area, mode: ONLINE, ...NONE };
    sums.set(keyOf(row), Object.assign(row, { study, courseId }));
  }
}

const titleAndArea = { title: courseVersions.title, area: courseVersions.area };

function sorted(found: CourseSum[], { filters }: Making): CourseSum[] {
  const most = (one: CourseSum, other: CourseSum) =>
    other.credits - one.credits ||
    (other.study?.enrolled ?? 0) - (one.study?.enrolled ?? 0) ||
    (one.title < other.title ? -1 : 1);
  const byArea = (one: CourseSum, other: CourseSum) => {
    const [area, otherArea] = [one.area ?? '', other.area ?? ''];
    if (area === otherArea) return most(one, other);
    return area < otherArea ? -1 : 1;
  };
  return found.sort(filters.byArea === true ? byArea : most);
}

async function evaluationOf({ db }: Making, courseId: string | null): Promise<number | null> {
  if (courseId === null) return null;
  const summary = await courseEvaluation(db, courseId);
  if (!summary) return null;
  const { contentTenths, teachingTenths, usefulnessTenths } = summary;
  return Math.round((contentTenths + teachingTenths + usefulnessTenths) / 3) / 10;
}

async function cellsOf(making: Making, sum: CourseSum): Promise<Cells> {
  const { locale } = making;
  const { study } = sum;
  return {
    course: sum.title,
    area: wordOf('catalogue_area_', sum.area, locale),
    mode: wordOf('credit_mode_', sum.mode, locale),
    ...(study && {
      enrolled: study.enrolled,
      underWay: study.enrolled - study.completed,
      completed: study.completed,
      completedShare: study.completed / study.enrolled,
      quizMean: meanShare(study.results),
    }),
    credits: sum.credits,
    hours: sum.hundredths / 100,
    days: sum.halfDays / 2,
    evaluation: await evaluationOf(making, sum.courseId),
  };
}

function creditsOf({ db, year, locale, filters }: Making, page: readonly WalkedPerson[]) {
  const title = sql<string>`coalesce(json_extract(${creditEntries.courseSnapshot}, ${`$.title."${locale}"`}), '')`;
  const slug = sql`coalesce(json_extract(${creditEntries.courseSnapshot}, '$.slug'), '')`;
  // What was learned elsewhere has no course here: its title is all that says what it was.
  const course = sql<string>`CASE WHEN ${slug} = '' THEN ' ' || ${title} ELSE ${slug} END`;
  return db
    .select({
      course,
      title,
      // The engine takes the other bare columns, here the title, from the row that has it.
      postedAt: sql<number>`max(${creditEntries.postedAt})`,
      area: creditEntries.area,
      mode: creditEntries.mode,
      // A course that is credited in parts is counted once, with what finishes it.
      credits: sql<number>`sum(CASE WHEN json_extract(${creditEntries.evidence}, '$.part') IS NOT NULL THEN 0
        WHEN ${creditEntries.kind} = 'reversal' THEN -1 ELSE 1 END)`,
      hundredths: sql<number>`sum(${creditEntries.hundredths})`,
      halfDays: sql<number>`sum(${creditEntries.halfDays})`,
    })
    .from(creditEntries)
    .where(
      and(
        inArray(creditEntries.personId, idsOf(page)),
        eq(creditEntries.year, year),
        filters.area === undefined ? undefined : eq(creditEntries.area, filters.area),
        filters.mode === undefined ? undefined : eq(creditEntries.mode, filters.mode),
      ),
    )
    .groupBy(sql`1`, creditEntries.area, creditEntries.mode);
}
