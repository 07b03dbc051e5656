// Learning records for paper: everybody begins a page, and the sums by unit stand at the end.
import { MOST_RECORDS_ON_PAPER, type ReportColumn } from '@xueshi/domain';
import { m, type Locale } from '@xueshi/messages';
import { Readable } from 'node:stream';
import {
  drawRecords,
  type EndOfRecords,
  type RecordBook,
  type RecordOfPerson,
} from '../certificates/service.ts';
import { categoryOrNone } from '../audience-categories/service.ts';
import { COLUMN_LOOKS, headingOf, type Cells } from './columns.ts';
import { cellText, isNumber, signaturesOf } from './paper.ts';
import { recordPages, type PersonRecord } from './rows-of-records.ts';
import { changesSince, type Corrected } from './walk-closed.ts';
import { peoplePages, type Making } from './walk.ts';
import { instantInWords, wordOf } from './words.ts';

/** More people than one file for paper holds. */
export class TooManyPeople extends Error {}

/** How much of the width each column has on a standing page; who it is stands above the table. */
const SHARES: Partial<Readonly<Record<ReportColumn, number>>> = {
  earnedOn: 18,
  course: 40,
  entryKind: 12,
  area: 19,
  mode: 16,
  intensity: 18,
  hours: 12,
  days: 11,
  entryState: 15,
  reason: 22,
};

interface Paper {
  readonly columns: readonly ReportColumn[];
  readonly facts: readonly [label: string, value: string][];
  /** Told of each entry. */
  counted(): void;
}

/** The document as it is drawn. Refused before anything is drawn where there are too many people. */
export async function recordBook(making: Making, paper: Paper): Promise<Readable> {
  const { locale, signal } = making;
  const people = await countPeople(making);
  const known = paper.columns.filter((column) => column in SHARES);
  const columns = known.length > 0 ? known : (Object.keys(SHARES) as ReportColumn[]);
  const sums = new Map<string, UnitSum>();
  const drawn = drawRecords(
    headOf(making, { ...paper, columns }, people),
    sheetsOf(making, { ...paper, columns }, sums),
    () => endOf([...sums.values()], locale),
    signal,
  );
  return Readable.from(drawn);
}

/** Those that are there under all filters, as far as they fit on paper. */
async function countPeople(making: Making): Promise<number> {
  let people = 0;
  for await (const page of peoplePages({ ...making, looked: () => undefined })) {
    people += page.length;
    if (people > MOST_RECORDS_ON_PAPER) throw new TooManyPeople();
  }
  return people;
}

function headOf(
  { unit, year, locale, now }: Making,
  { columns, facts }: Paper,
  people: number,
): RecordBook {
  const inWords = { locale };
  const time = instantInWords(now, locale);
  return {
    locale,
    title: m.reports_records_title({}, inWords),
    subtitle: unit.name,
    issuer: unit.name,
    issuedAt: now.toISOString(),
    facts: [
      [m.reports_fact_year({}, inWords), m.reports_year({ year }, inWords)],
      ...facts,
      [m.reports_records_people({}, inWords), String(people)],
      [m.reports_fact_made({}, inWords), time],
    ],
    columns: columns.map((column) => ({
      heading: headingOf(column, locale),
      share: SHARES[column] ?? 0,
      isNumber: isNumber(COLUMN_LOOKS[column].kind),
    })),
    none: m.reports_records_none({}, inWords),
    note: m.reports_records_note({ time }, inWords),
    signatures: [
      m.reports_records_learner({}, inWords),
      m.reports_records_reviewer({}, inWords),
      m.reports_records_seal({}, inWords),
    ],
    pageNumber: m.reports_records_page(
      { name: '{name}', page: '{page}', pages: '{pages}' },
      inWords,
    ),
    missingNote: m.record_document_missing({}, inWords),
  };
}

interface UnitSum {
  readonly unit: string;
  people: number;
  withEntries: number;
  entries: number;
  hundredths: number;
  halfDays: number;
}

const PEOPLE_AT_ONCE = 10;

async function* sheetsOf(
  making: Making,
  paper: Paper,
  sums: Map<string, UnitSum>,
): AsyncGenerator<readonly RecordOfPerson[]> {
  const { looked, closing, signal } = making;
  let people = 0;
  for await (const page of recordPages({ ...making, looked: () => undefined })) {
    people += page.length;
    if (people > MOST_RECORDS_ON_PAPER) throw new TooManyPeople();
    const ids = page.map(({ person }) => person.standing.personId);
    const changes = closing === null ? null : await changesSince(making, closing, ids);
    for (let from = 0; from < page.length; from += PEOPLE_AT_ONCE) {
      signal.throwIfAborted();
      const some = page.slice(from, from + PEOPLE_AT_ONCE);
      for (const one of some) {
        addTo(sums, one);
        one.rows.forEach(() => paper.counted());
      }
      yield some.map((one) =>
        sheetOf(making, paper, one, changes && changes.get(one.person.standing.personId)),
      );
      looked(some.length);
    }
  }
}

function addTo(sums: Map<string, UnitSum>, { person, rows, ...own }: PersonRecord): void {
  const { id, name: unit } = person.at.unit;
  const none = { unit, people: 0, withEntries: 0, entries: 0, hundredths: 0, halfDays: 0 };
  const sum = sums.get(id) ?? none;
  sum.people += 1;
  sum.withEntries += rows.length > 0 ? 1 : 0;
  sum.entries += rows.length;
  sum.hundredths += own.hundredths;
  sum.halfDays += own.halfDays;
  sums.set(id, sum);
}

const hours = (hundredths: number) => (hundredths / 100).toFixed(2);
const days = (halfDays: number) => (halfDays / 2).toFixed(1);

function sheetOf(
  making: Making,
  { columns }: Paper,
  { person, rows, hundredths, halfDays }: PersonRecord,
  corrected: Corrected | null | undefined,
): RecordOfPerson {
  const { year, locale } = making;
  const inWords = { locale };
  const { name, at } = person;
  const amounts: Cells = { hours: hundredths / 100, days: halfDays / 2 };
  const totals = columns.map((column) =>
    cellText(amounts[column] ?? null, COLUMN_LOOKS[column].kind),
  );
  if (totals[0] === '') totals[0] = m.reports_total({}, inWords);
  return {
    name,
    unit: at.unit.name,
    subtitle: m.reports_records_subtitle({ year, unit: at.unit.name }, inWords),
    facts: factsOf(person, corrected, making),
    rows: rows.map((row) =>
      columns.map((column) => cellText(row[column] ?? null, COLUMN_LOOKS[column].kind)),
    ),
    totals,
  };
}

/** Who it is, what was required of them and what they have: of a closed year as it was frozen. */
function factsOf(
  { name, code, at, post, standing }: PersonRecord['person'],
  corrected: Corrected | null | undefined,
  { locale, categories }: Pick<Making, 'locale' | 'categories'>,
): [label: string, value: string][] {
  const inWords = { locale };
  const amount = (hundredths: number, halfDays: number) =>
    m.reports_records_amount({ hours: hours(hundredths), days: days(halfDays) }, inWords);
  const frozen = corrected !== null;
  const facts: [label: string, value: string][] = [
    [m.reports_column_name({}, inWords), name],
    [m.reports_column_code({}, inWords), code ?? ''],
    [m.reports_column_unit({}, inWords), at.unit.name],
    [m.reports_column_post({}, inWords), post ?? ''],
    [m.reports_column_category({}, inWords), categoryOrNone(categories, standing.category, locale)],
    [m.reports_records_requirement({}, inWords), requirementText(standing, locale)],
    [
      frozen
        ? m.reports_records_credited_closed({}, inWords)
        : m.reports_records_credited({}, inWords),
      amount(standing.hundredths, standing.halfDays),
    ],
    [m.reports_column_state({}, inWords), wordOf('admin_state_', standing.state, locale)],
    [
      m.reports_column_adjustment({}, inWords),
      wordOf('requirements_adjustment_', standing.adjustment, locale),
    ],
    [
      m.reports_records_corrected({}, inWords),
      corrected
        ? amount(standing.hundredths + corrected.hundredths, standing.halfDays + corrected.halfDays)
        : '',
    ],
  ];
  return facts.filter(([, value]) => value !== '');
}

function requirementText(
  {
    targetHundredths,
    targetHalfDays,
  }: Pick<PersonRecord['person']['standing'], 'targetHundredths' | 'targetHalfDays'>,
  locale: Locale,
): string {
  const inWords = { locale };
  const target = {
    hours: (targetHundredths ?? 0) / 100,
    days: (targetHalfDays ?? 0) / 2,
  };
  if (target.hours > 0 && target.days > 0) return m.closing_required_either(target, inWords);
  if (target.hours > 0) return m.closing_required_hours(target, inWords);
  return target.days > 0
    ? m.closing_required_days(target, inWords)
    : m.closing_required_none({}, inWords);
}

/** Every unit by itself, and what they come to. */
function endOf(sums: readonly UnitSum[], locale: Locale): EndOfRecords {
  const inWords = { locale };
  const count = (heading: string) => ({ heading, share: 12, isNumber: true });
  const total = (of: (sum: UnitSum) => number) => sums.reduce((all, sum) => all + of(sum), 0);
  const line = (unit: string, sum: (of: (sum: UnitSum) => number) => number) => [
    unit,
    String(sum((one) => one.people)),
    String(sum((one) => one.withEntries)),
    String(sum((one) => one.entries)),
    hours(sum((one) => one.hundredths)),
    days(sum((one) => one.halfDays)),
  ];
  return {
    title: m.reports_records_summary({}, inWords),
    table: {
      columns: [
        { heading: m.reports_column_unit({}, inWords), share: 40, isNumber: false },
        count(m.reports_records_people({}, inWords)),
        count(m.reports_records_with_entries({}, inWords)),
        count(m.reports_column_entries({}, inWords)),
        count(m.reports_column_hours({}, inWords)),
        count(m.reports_column_days({}, inWords)),
      ],
      rows: sums.map((sum) => line(sum.unit, (of) => of(sum))),
      totals: line(m.reports_total({}, inWords), total),
    },
    signatures: signaturesOf(locale),
  };
}
