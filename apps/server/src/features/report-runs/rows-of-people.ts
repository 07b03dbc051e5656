// Reports with a row for each person, or for each entry of theirs.
import { schema } from '@xueshi/database';
import { and, asc, eq, inArray } from 'drizzle-orm';
import { snapshotOf } from '../credit/service.ts';
import { instantOn } from '../org-tree/service.ts';
import { dayOf, type Cells } from './columns.ts';
import { namesThen } from './walk-then.ts';
import { changesSince } from './walk-closed.ts';
import { peoplePages, type Making, type WalkedPerson } from './walk.ts';
import { entryKindWord, wordOf } from './words.ts';

const { creditEntries } = schema;

const hours = (hundredths: number | null) => (hundredths === null ? null : hundredths / 100);
const days = (halfDays: number | null) => (halfDays === null ? null : halfDays / 2);

const whoOf = ({ name, code, at }: WalkedPerson): Cells => ({
  name,
  code,
  unit: at.unit.name,
  unitPath: at.names.join(' / '),
});

/** Where each person stands, or stood on a past day, towards the year's requirement. */
export async function* completionRows(making: Making): AsyncGenerator<Cells> {
  const { locale, filters, now, closing } = making;
  const pages =
    filters.treeOn === undefined
      ? peoplePages(making)
      : namesThen(making, instantOn(filters.treeOn, now));
  for await (const page of pages) {
    for (const person of page) {
      const { standing } = person;
      yield {
        ...whoOf(person),
        category: wordOf('accounts_category_', standing.category ?? 'none', locale),
        post: person.post,
        hours: hours(standing.hundredths),
        targetHours: hours(standing.targetHundredths),
        days: days(standing.halfDays),
        targetDays: days(standing.targetHalfDays),
        share: standing.share < 0 ? null : standing.share / 10_000,
        state: wordOf('admin_state_', standing.state, locale),
        adjustment: wordOf('requirements_adjustment_', standing.adjustment, locale),
        positionLevel: wordOf('people_level_', person.positionLevel, locale),
        rank: wordOf('people_rank_', person.rank, locale),
        keyGroups: person.keyGroups
          .map((group) => wordOf('people_group_', group, locale))
          .join(locale === 'zh-CN' ? '、' : ', '),
        missingHours:
          standing.targetHundredths === null || closing !== null
            ? null
            : hours(standing.missingHundredths),
      };
    }
  }
}

/** Everybody of a closed year as they were frozen, with what was corrected since beside it. */
export async function* closedRows(making: Making): AsyncGenerator<Cells> {
  const { locale, closing } = making;
  if (closing === null) return;
  for await (const page of peoplePages(making)) {
    const ids = page.map(({ standing }) => standing.personId);
    const changes = await changesSince(making, closing, ids);
    for (const person of page) {
      const { standing } = person;
      const since = changes.get(standing.personId);
      yield {
        ...whoOf(person),
        category: wordOf('accounts_category_', standing.category ?? 'none', locale),
        hours: hours(standing.hundredths),
        correctedHours: hours(standing.hundredths + (since?.hundredths ?? 0)),
        targetHours: hours(standing.targetHundredths),
        days: days(standing.halfDays),
        correctedDays: days(standing.halfDays + (since?.halfDays ?? 0)),
        targetDays: days(standing.targetHalfDays),
        share: standing.share < 0 ? null : standing.share / 10_000,
        state: wordOf('admin_state_', standing.state, locale),
      };
    }
  }
}

const PEOPLE_WITH_ENTRIES = 200;

/** Every entry of everybody's year, corrections included, in the order of each person's ledger. */
export async function* recordRows(making: Making): AsyncGenerator<Cells> {
  const { db, year, locale, filters } = making;
  for await (const page of peoplePages(making, PEOPLE_WITH_ENTRIES)) {
    const entries = await db
      .select()
      .from(creditEntries)
      .where(
        and(
          inArray(
            creditEntries.personId,
            page.map(({ standing }) => standing.personId),
          ),
          eq(creditEntries.year, year),
          filters.area === undefined ? undefined : eq(creditEntries.area, filters.area),
          filters.mode === undefined ? undefined : eq(creditEntries.mode, filters.mode),
        ),
      )
      .orderBy(asc(creditEntries.personId), asc(creditEntries.sequence));
    const byPerson = Map.groupBy(entries, (entry) => entry.personId);
    for (const person of page) {
      for (const entry of byPerson.get(person.standing.personId) ?? []) {
        yield {
          ...whoOf(person),
          earnedOn: dayOf(entry.earnedAt),
          course: snapshotOf(entry)?.title[locale] ?? '',
          entryKind: entryKindWord(entry.kind, locale),
          area: wordOf('catalogue_area_', entry.area, locale),
          mode: wordOf('credit_mode_', entry.mode, locale),
          intensity: wordOf('credit_intensity_', entry.intensity, locale),
          hours: hours(entry.hundredths),
          days: days(entry.halfDays),
          reason: entry.reason,
        };
      }
    }
  }
}
