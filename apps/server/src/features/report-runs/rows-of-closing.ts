// The report of a programme as a file: its figures by unit and course, and who did not complete it.
import type { ClosingFigures } from '@xueshi/contracts';
import type { CellValue, SheetColumn } from '@xueshi/formats/spreadsheet';
import { m, type Locale } from '@xueshi/messages';
import { categoryWord } from '../audience-categories/service.ts';
import { keyGroupWord } from '../key-groups/service.ts';
import { closingForFile } from '../programmes/service.ts';
import type { Cells } from './columns.ts';
import { asDay, codesOf, missingText } from './rows-of-members.ts';
import type { Making } from './walk.ts';
import { memberStateWord, wordOf } from './words.ts';

type Facts = [label: string, value: string][];

/** A table beside the rows of a report: all of it is held. */
export interface BesideTable {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly CellValue[])[];
}

type Report = Awaited<ReturnType<typeof closingForFile>>;

/** Counted once for a file: its cover, its tables and its rows ask each for it. */
const counted = new WeakMap<Making, Promise<Report>>();

function reportOf(making: Making): Promise<Report> {
  const { db, filters, now } = making;
  const report = counted.get(making) ?? closingForFile(db, filters.programmeId ?? '', now);
  counted.set(making, report);
  return report;
}

export const countClosingNames = async (making: Making) => (await reportOf(making)).total;

/** Those who did not complete it, or were exempted, by name. */
export async function* closingRows(making: Making): AsyncGenerator<Cells> {
  const { db, locale, signal, looked } = making;
  const report = await reportOf(making);
  for await (const names of report.names()) {
    signal.throwIfAborted();
    const codes = await codesOf(db, names);
    for (const one of names) {
      yield {
        name: one.name,
        code: codes.get(one.personId) ?? null,
        unit: one.unitName,
        memberState: memberStateWord(one.state, locale),
        missingCourses: missingText(one, locale),
        dueOn: asDay(one.dueOn),
        exceptionReason: one.reason,
      };
    }
    looked(names.length);
  }
}

const listed = (words: readonly string[], locale: Locale) =>
  words.filter(Boolean).join(locale === 'zh-CN' ? '、' : ', ');

function targetFacts(
  { target }: ClosingFigures,
  {
    locale,
    keyGroups: known,
    categories: meant,
  }: Pick<Making, 'locale' | 'keyGroups' | 'categories'>,
): Facts {
  const inWords = { locale };
  if (!target) return [];
  const { units, people, categories, keyGroups, positionLevels, ranks } = target;
  const coded = (prefix: string, codes: readonly string[]) =>
    listed(
      codes.map((code) => wordOf(prefix, code, locale)),
      locale,
    );
  const groups = keyGroups.map((code) => keyGroupWord(known, code, locale));
  const kinds = categories.map((code) => categoryWord(meant, code, locale));
  return [
    [m.programmes_audience_units({}, inWords), listed(units, locale)],
    [m.programmes_audience_categories({}, inWords), listed(kinds, locale)],
    [m.programmes_audience_groups({}, inWords), listed(groups, locale)],
    [m.programmes_audience_levels({}, inWords), coded('people_level_', positionLevels)],
    [m.programmes_audience_ranks({}, inWords), coded('people_rank_', ranks)],
    [m.programmes_audience_people({}, inWords), listed(people, locale)],
  ];
}

/** What the report is about, for its cover: the programme, whom it was for, and the totals. */
export async function closingFacts(making: Making): Promise<Facts> {
  const { locale } = making;
  const inWords = { locale };
  const { figures, frozen } = await reportOf(making);
  const { total } = figures;
  const facts: Facts = [
    [m.reports_filter_programme({}, inWords), figures.title],
    [
      m.reports_closing_as_of({}, inWords),
      frozen
        ? m.reports_closing_final({ date: figures.closedOn }, inWords)
        : m.reports_closing_interim({ date: figures.closedOn }, inWords),
    ],
    [m.programmes_column_days({}, inWords), `${figures.startsOn} – ${figures.endsOn}`],
    [m.programmes_responsible({}, inWords), figures.responsibleName],
    ...targetFacts(figures, making),
    [
      m.reports_closing_totals({}, inWords),
      m.reports_closing_sums(
        {
          members: total.members,
          completed: total.completed,
          open: total.open,
          exempt: total.exempt,
        },
        inWords,
      ),
    ],
  ];
  return facts.filter(([, value]) => value !== '');
}

/** Completed of those who had to; null where nobody had to. */
const shareOf = ({ members, completed, exempt }: ClosingFigures['total']) =>
  members === exempt ? null : completed / (members - exempt);

const unitRow = (
  name: string,
  figures: ClosingFigures['total'],
  extended: number | undefined,
): CellValue[] => [
  name,
  figures.members,
  figures.completed,
  figures.exempt,
  extended ?? null,
  figures.open,
  shareOf(figures),
];

function unitTable({ byUnit, total, extended }: ClosingFigures, locale: Locale): BesideTable {
  const inWords = { locale };
  const count = (heading: string) => ({ heading, kind: 'whole', width: 10 }) as const;
  return {
    name: m.programmes_report_by_unit({}, inWords),
    columns: [
      { heading: m.programmes_report_unit({}, inWords), kind: 'text', width: 28 },
      count(m.programmes_figure_members({}, inWords)),
      count(m.programmes_member_completed({}, inWords)),
      count(m.programmes_member_exempt({}, inWords)),
      count(m.programmes_figure_extended({}, inWords)),
      count(m.programmes_member_open({}, inWords)),
      { heading: m.programmes_figure_share({}, inWords), kind: 'percent', width: 10 },
    ],
    rows: [
      ...byUnit.map((row) => unitRow(row.unitName, row.figures, row.extended)),
      unitRow(m.reports_total({}, inWords), total, extended),
    ],
  };
}

function courseTable({ courses }: ClosingFigures, locale: Locale): BesideTable {
  const inWords = { locale };
  const count = (heading: string) => ({ heading, kind: 'whole', width: 10 }) as const;
  return {
    name: m.programmes_report_by_course({}, inWords),
    columns: [
      { heading: m.reports_column_course({}, inWords), kind: 'text', width: 40 },
      { heading: m.programmes_course_as_short({}, inWords), kind: 'text', width: 12 },
      count(m.programmes_figure_begun({}, inWords)),
      count(m.programmes_member_completed({}, inWords)),
      { heading: m.programmes_figure_mean({}, inWords), kind: 'percent', width: 12 },
    ],
    rows: courses.map(({ title, required, begun, completed, meanPercent }) => [
      title[locale],
      required ? m.programmes_required({}, inWords) : m.programmes_elective({}, inWords),
      begun ?? null,
      completed,
      typeof meanPercent === 'number' ? meanPercent / 100 : null,
    ]),
  };
}

/** What stands before the names: figures by unit and by course, and what was corrected since. */
export async function closingTables(making: Making): Promise<BesideTable[]> {
  const { locale } = making;
  const inWords = { locale };
  const { figures, corrections } = await reportOf(making);
  const tables = [unitTable(figures, locale), courseTable(figures, locale)];
  if (corrections.length === 0) return tables;
  const corrected: BesideTable = {
    name: m.programmes_report_corrections({}, inWords),
    columns: [
      { heading: m.programmes_report_correction({}, inWords), kind: 'text', width: 60 },
      { heading: m.programmes_report_corrected_by({}, inWords), kind: 'text', width: 14 },
      { heading: m.programmes_report_corrected_at({}, inWords), kind: 'instant', width: 18 },
    ],
    rows: corrections.map(({ text, writtenBy, writtenAt }) => [
      text,
      writtenBy,
      new Date(writtenAt),
    ]),
  };
  return [...tables, corrected];
}
