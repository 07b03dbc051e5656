// The learning records of many people: each with all entries of the year, corrections included.
import { m, type Locale } from '@xueshi/messages';
import { schema } from '@xueshi/database';
import { and, asc, eq, inArray } from 'drizzle-orm';
import { fatesOf, snapshotOf, type CreditEntry, type FateOfEntry } from '../credit/service.ts';
import { dayOf, type Cells } from './columns.ts';
import { whoOf } from './rows-of-people.ts';
import { peoplePages, type Making, type WalkedPerson } from './walk.ts';
import { entryKindWord, wordOf } from './words.ts';

const { creditEntries } = schema;

const PEOPLE_WITH_ENTRIES = 200;

/** One person with the entries that are wanted, as cells, and what these come to. */
export interface PersonRecord {
  readonly person: WalkedPerson;
  readonly rows: readonly Cells[];
  readonly hundredths: number;
  readonly halfDays: number;
}

/** Everybody of the report, also those without an entry, a page of people at a time. */
export async function* recordPages(making: Making): AsyncGenerator<readonly PersonRecord[]> {
  for await (const page of peoplePages(making, PEOPLE_WITH_ENTRIES)) {
    const entries = await entriesOf(making, page);
    const fates = await fatesOf(making.db, idsOf(page));
    const byPerson = Map.groupBy(entries, (entry) => entry.personId);
    yield page.map((person) => {
      const own = byPerson.get(person.standing.personId) ?? [];
      return {
        person,
        rows: own.map((entry) => cellsOf(entry, fates.get(entry.id), making.locale)),
        hundredths: own.reduce((sum, { hundredths }) => sum + hundredths, 0),
        halfDays: own.reduce((sum, { halfDays }) => sum + halfDays, 0),
      };
    });
  }
}

const idsOf = (page: readonly WalkedPerson[]) => page.map(({ standing }) => standing.personId);

const entriesOf = ({ db, year, filters }: Making, page: readonly WalkedPerson[]) =>
  db
    .select()
    .from(creditEntries)
    .where(
      and(
        inArray(creditEntries.personId, idsOf(page)),
        eq(creditEntries.year, year),
        filters.area === undefined ? undefined : eq(creditEntries.area, filters.area),
        filters.mode === undefined ? undefined : eq(creditEntries.mode, filters.mode),
      ),
    )
    .orderBy(asc(creditEntries.personId), asc(creditEntries.sequence));

const cellsOf = (entry: CreditEntry, fate: FateOfEntry | undefined, locale: Locale): Cells => ({
  earnedOn: dayOf(entry.earnedAt),
  course: snapshotOf(entry)?.title[locale] ?? '',
  entryKind: entryKindWord(entry.kind, locale),
  area: wordOf('catalogue_area_', entry.area, locale),
  mode: wordOf('credit_mode_', entry.mode, locale),
  intensity: wordOf('credit_intensity_', entry.intensity, locale),
  hours: entry.hundredths / 100,
  days: entry.halfDays / 2,
  entryState: entryState(entry, fate, locale),
  reason: entry.reason,
});

function entryState(entry: CreditEntry, fate: FateOfEntry | undefined, locale: Locale): string {
  const inWords = { locale };
  if (fate === 'corrected') return m.reports_entry_state_corrected({}, inWords);
  if (fate === 'reversed') return m.reports_entry_state_reversed({}, inWords);
  if (entry.kind === 'reversal') return m.reports_entry_state_reversal({}, inWords);
  return entry.kind === 'adjustment'
    ? m.reports_entry_state_adjustment({}, inWords)
    : m.reports_entry_state_stands({}, inWords);
}

/** Every entry of everybody's year, in the order of each person's ledger. */
export async function* recordRows(making: Making): AsyncGenerator<Cells> {
  for await (const page of recordPages(making))
    for (const { person, rows } of page) for (const row of rows) yield { ...whoOf(person), ...row };
}
