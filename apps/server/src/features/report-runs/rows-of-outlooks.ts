// The names behind an outlook of the year, as the list on the page has them.
import { trainingYearOf } from '@xueshi/domain';
import { m } from '@xueshi/messages';
import { categoryOrNone } from '../audience-categories/service.ts';
import { describeOutlooks, outlookList, wantedNames } from '../dashboards/service.ts';
import type { Cells } from './columns.ts';
import { codesOf } from './rows-of-members.ts';
import type { Making } from './walk.ts';
import { outlookWord } from './words.ts';

const hours = (hundredths: number | null) => (hundredths === null ? null : hundredths / 100);
const days = (halfDays: number | null) => (halfDays === null ? null : halfDays / 2);

const isOver = ({ year, now }: Making) => year < trainingYearOf(now);

const listOf = ({ db, unit, year, filters }: Making) =>
  outlookList(
    db,
    wantedNames(unit.id, year, { ...filters, outlook: filters.outlook ?? 'at_risk' }),
  );

export const countOutlooks = async (making: Making): Promise<number> =>
  (await listOf(making)).total;

/** Whose names they are, in words. */
export function outlookFacts(making: Making): [label: string, value: string][] {
  const { filters, locale } = making;
  return [
    [
      m.dashboards_filter_outlook({}, { locale }),
      outlookWord(filters.outlook ?? 'at_risk', isOver(making), locale),
    ],
  ];
}

export async function* outlookRows(making: Making): AsyncGenerator<Cells> {
  const { db, year, locale, signal, now, looked, categories } = making;
  const over = isOver(making);
  const { pages } = await listOf(making);
  for await (const page of pages) {
    signal.throwIfAborted();
    const ids = page.map(({ id }) => id);
    const people = await describeOutlooks(db, ids, year, now);
    const codes = await codesOf(
      db,
      people.map(({ person }) => person),
    );
    for (const { person, outlook, missingHundredths, forecast } of people) {
      const ends = over
        ? []
        : [forecast.atPaceHundredths, forecast.asLastYearHundredths].filter((end) => end !== null);
      yield {
        name: person.name,
        code: codes.get(person.personId) ?? null,
        unit: person.unitName,
        category: categoryOrNone(categories, person.category, locale),
        post: person.post,
        missingHours: hours(missingHundredths),
        hours: hours(person.hundredths),
        targetHours: hours(person.targetHundredths),
        days: days(person.halfDays),
        targetDays: days(person.targetHalfDays),
        outlook: outlookWord(outlook, over, locale),
        expectedLow: ends.length > 0 ? hours(Math.min(...ends)) : null,
        expectedHigh: ends.length > 0 ? hours(Math.max(...ends)) : null,
      };
    }
    looked(page.length);
  }
}
