// One course with everybody of the report: who completed it when, who is under way, who has not begun.
import { schema } from '@xueshi/database';
import { m } from '@xueshi/messages';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { knownCourse } from '../catalogue/service.ts';
import { dayOf, type Cells } from './columns.ts';
import { courseStateOf, meanShare, studiesOf, sumOf } from './course-study.ts';
import { whoOf } from './rows-of-people.ts';
import { peoplePages, type Making } from './walk.ts';
import { courseStateWord } from './words.ts';

const { creditEntries } = schema;

const PEOPLE_AT_ONCE = 500;

export async function* coursePeopleRows(making: Making): AsyncGenerator<Cells> {
  const { filters, locale } = making;
  const slug = filters.course ?? '';
  for await (const page of peoplePages(making, PEOPLE_AT_ONCE)) {
    const ids = page.map(({ standing }) => standing.personId);
    const studies = new Map(
      (await studiesOf(making, ids, slug)).map((study) => [study.personId, study]),
    );
    const credited = await creditedFor(making, ids, slug);
    for (const person of page) {
      const study = studies.get(person.standing.personId);
      const state = courseStateOf(study);
      if (filters.courseState !== undefined && filters.courseState !== state) continue;
      const credit = credited.get(person.standing.personId);
      yield {
        ...whoOf(person),
        post: person.post,
        courseState: courseStateWord(state, locale),
        startedOn: dayOf(study?.startedAt ?? null),
        completedOn: dayOf(study?.completedAt ?? null),
        quizMean: meanShare(sumOf(study?.results ?? [])),
        hours: (credit?.hundredths ?? 0) / 100,
        days: (credit?.halfDays ?? 0) / 2,
      };
    }
  }
}

/** What the year's ledger holds for the course, corrections taken into account. */
async function creditedFor({ db, year }: Making, ids: readonly string[], slug: string) {
  const rows = await db
    .select({
      personId: creditEntries.personId,
      hundredths: sql<number>`sum(${creditEntries.hundredths})`,
      halfDays: sql<number>`sum(${creditEntries.halfDays})`,
    })
    .from(creditEntries)
    .where(
      and(
        inArray(creditEntries.personId, [...ids]),
        eq(creditEntries.year, year),
        sql`json_extract(${creditEntries.courseSnapshot}, '$.slug') = ${slug}`,
      ),
    )
    .groupBy(creditEntries.personId);
  return new Map(rows.map((row) => [row.personId, row]));
}

/** Which course it is, for the cover and the file's name. */
export async function courseFacts({
  db,
  filters,
  locale,
}: Making): Promise<[label: string, value: string][]> {
  const { version } = await knownCourse(db, filters.course ?? '');
  return [[m.reports_column_course({}, { locale }), version.title[locale]]];
}
