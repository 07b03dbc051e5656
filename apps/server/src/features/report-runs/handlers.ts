import type { ReportRun } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { trainingDayOf, type ReportColumn, type ReportKind } from '@xueshi/domain';
import { m } from '@xueshi/messages';
import { and, count, eq, gte, isNull, sql } from 'drizzle-orm';
import { Readable } from 'node:stream';
import { administers, heldRoles, type Held, type OrgUnit } from '../../platform/authorisation.ts';
import type { JobHandler } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { knownCategories } from '../audience-categories/service.ts';
import { recordAudit } from '../audit/service.ts';
import { knownKeyGroups } from '../key-groups/service.ts';
import { notifyMany } from '../notices/service.ts';
import { instantOn } from '../org-tree/service.ts';
import { membersForFile } from '../programmes/service.ts';
import { sumTallies, talliesOf } from '../standings/service.ts';
import { drawReport } from './paper.ts';
import { recordBook, TooManyPeople } from './record-book.ts';
import { closingOf, mayOrder, yearOfDay } from './order.ts';
import { forgetReportFile, keepReport, TooManyRows, writeRows } from './report-file.ts';
import { beginRun, reportsNextMonth, yearReported } from './report-jobs.ts';
import { ROWS_OF } from './rows.ts';
import { closingFacts, closingTables, countClosingNames } from './rows-of-closing.ts';
import { courseFacts } from './rows-of-course-people.ts';
import { memberFacts } from './rows-of-members.ts';
import { countOutlooks, outlookFacts } from './rows-of-outlooks.ts';
import { progressOf } from './progress.ts';
import { findRun, findSaved, orderOf, updateRun, type RunRow } from './store.ts';
import { columnsOf, sheetColumns, withTotals } from './table.ts';
import type { Making } from './walk.ts';
import { countThen } from './walk-then.ts';
import { filterFacts, sealFacts, wordOf } from './words.ts';

const { orgUnits, reportRuns, reportSubscriptions, savedReports } = schema;

/** How many people or units a report will look at. */
async function countAhead(making: Making, run: RunRow): Promise<number> {
  const { db, unit, year, filters } = making;
  const { kind } = orderOf(run);
  const { closing } = making;
  if (filters.treeOn !== undefined) return countThen(making, instantOn(filters.treeOn, making.now));
  if (closing !== null) return closing.people;
  if (kind === 'outlook_list') return countOutlooks(making);
  if (kind === 'programme') return (await membersForFile(db, unit, filters, making.now)).total;
  if (kind === 'programme_closing') return countClosingNames(making);
  if (kind === 'unit_summary') {
    const below = sql`substr(${orgUnits.path}, 1, ${unit.path.length}) = ${unit.path}`;
    const [units] = await db.select({ count: count() }).from(orgUnits).where(below);
    return units?.count ?? 0;
  }
  const reach = filters.direct === true ? 'own' : 'below';
  const rows = (await talliesOf(db, [unit.id], year, reach)).get(unit.id) ?? [];
  const category = filters.category === 'none' ? '' : filters.category;
  return sumTallies(
    rows.filter(
      (row) =>
        (filters.state === undefined || row.state === filters.state) &&
        (category === undefined || row.category === category),
    ),
  ).people;
}

/** So much of a seal stands in the name of a file that is made of a closed year. */
const SEAL_IN_NAME = 12;

/** What a report of one programme, course or outlook is about, in words. */
async function aboutFacts(kind: ReportKind, making: Making): Promise<[string, string][]> {
  if (kind === 'programme') return memberFacts(making);
  if (kind === 'course_people') return courseFacts(making);
  if (kind === 'outlook_list') return outlookFacts(making);
  return kind === 'programme_closing' ? closingFacts(making) : [];
}

interface Content {
  readonly columns: readonly ReportColumn[];
  readonly title: string;
  readonly facts: readonly [label: string, value: string][];
  readonly sealed: readonly [label: string, value: string][];
  /** Told of each row that is written. */
  counted(): void;
}

/** The bytes of the file, as they are written. */
async function contentOf(
  platform: Platform,
  run: RunRow,
  making: Making,
  { columns, title, facts, sealed, counted }: Content,
): Promise<Readable> {
  const { unit, year, locale, now } = making;
  const { kind, format } = orderOf(run);
  if (kind === 'records' && format === 'pdf')
    return recordBook(making, { columns, facts, counted });
  const rows = withTotals(ROWS_OF[kind](making), { kind, columns, locale }, counted);
  const beside = kind === 'programme_closing' ? await closingTables(making) : [];
  if (format === 'pdf') {
    const paper = { kind, columns, locale, unitName: unit.name, year, now, facts, beside };
    return Readable.from([await drawReport(platform, rows, { ...paper, askedBy: run.id })]);
  }
  const about = { name: m.reports_about_sheet({}, { locale }), facts: sealed };
  const sheet = { name: title, columns: sheetColumns(columns, locale), rows, beside };
  return writeRows({ ...sheet, about }, format);
}

async function make(platform: Platform, run: RunRow, unit: OrgUnit, signal: AbortSignal) {
  const { db, clock, write } = platform;
  const { kind, filters, columns: chosen, format, locale } = orderOf(run);
  const now = clock.now();
  const looked = progressOf(platform, run.id);
  const { year } = run;
  const closing =
    filters.treeOn === undefined ? await closingOf(db, unit, { kind, year, now }) : null;
  const known = { keyGroups: await knownKeyGroups(db), categories: await knownCategories(db) };
  const asked = { year, filters, locale, now, closing, ...known };
  const making: Making = { db, unit, signal, looked, ...asked };
  const rowsTotal = await countAhead(making, run);
  await write((tx) => updateRun(tx, run.id, { state: 'running', rowsDone: 0, rowsTotal }));
  const columns = columnsOf(kind, chosen);
  let rowsWritten = 0;
  const title = wordOf('reports_kind_', kind, locale);
  const treeOn = filters.treeOn ?? null;
  const filtered = [...(await aboutFacts(kind, making)), ...filterFacts(filters, known, locale)];
  const sealed = closing === null ? [] : sealFacts(closing, locale);
  const facts = [...filtered, ...sealed];
  const counted = () => {
    rowsWritten += 1;
  };
  const about = { title: [title, treeOn].filter(Boolean).join(' '), facts, sealed };
  const content = await contentOf(platform, run, making, { columns, counted, ...about });
  const kept = await keepReport(platform, run.id, content, signal);
  // Facts of a cover are too many for a name: the programme it is about, and what was chosen.
  const words = (kind === 'programme_closing' ? filtered.slice(0, 1) : filtered).map(
    ([, value]) => value,
  );
  if (closing !== null) words.push(closing.hash.slice(0, SEAL_IN_NAME));
  const named = [unit.name, title, year, ...words, trainingDayOf(now)];
  return {
    ...kept,
    fileName: `${named.join('-')}.${format}`,
    rowsWritten,
    rowsDone: rowsTotal,
    rowsTotal,
  };
}

/** Makes a report anew from its beginning, however far an attempt before had come. */
export const makeReportHandler: JobHandler = async (platform, payload, { signal }) => {
  const { db, write, clock, log } = platform;
  const run = await findRun(db, (payload as { runId: string }).runId);
  if (!run || !['waiting', 'running'].includes(run.state)) return;
  const [unit] = await db.select().from(orgUnits).where(eq(orgUnits.id, run.orgUnitId));
  if (!unit) return;
  try {
    const made = await make(platform, run, unit, signal);
    await write(async (tx) => {
      const readyAt = clock.now();
      await updateRun(tx, run.id, { state: 'ready', readyAt, ...made });
      await recordAudit(tx, {
        at: readyAt,
        actorId: run.createdBy,
        action: 'report-made',
        subject: `org-unit:${unit.id}`,
        detail: { runId: run.id, rows: made.rowsWritten, sha256: made.sha256 },
        address: '',
      });
    });
  } catch (error) {
    await forgetReportFile(platform, run.id);
    if (signal.aborted) throw error;
    const fault = faultOf(error);
    if (fault === 'not-made') log.error({ err: error, run: run.id }, 'a report could not be made');
    await write((tx) => updateRun(tx, run.id, { state: 'failed', fault }));
    await tellSubscribers(platform, run, unit, 'report-failed');
    return;
  }
  await tellSubscribers(platform, run, unit, 'report-ready');
};

function faultOf(error: unknown): NonNullable<ReportRun['fault']> {
  if (error instanceof TooManyPeople) return 'too-many-people';
  return error instanceof TooManyRows ? 'too-many-rows' : 'not-made';
}

/** Whoever wants it monthly, and may still read it, finds in their inbox what became of it. */
async function tellSubscribers(
  platform: Platform,
  run: RunRow,
  unit: OrgUnit,
  kind: 'report-ready' | 'report-failed',
): Promise<void> {
  const { db, write, clock } = platform;
  if (run.createdBy !== null) return;
  const saved = await findSaved(db, run.savedId);
  if (!saved) return;
  const subscribers = await db
    .select({ personId: reportSubscriptions.personId })
    .from(reportSubscriptions)
    .where(eq(reportSubscriptions.savedId, saved.id));
  const now = clock.now();
  const allowed: string[] = [];
  for (const { personId } of subscribers)
    if (await mayRead(platform, await heldRoles(platform, personId), run, unit))
      allowed.push(personId);
  const occasions = allowed.map((personId) => ({
    personId,
    kind,
    occasion: run.id,
    params: { title: saved.name, year: run.year },
    link: `/admin/reports/${run.id}`,
    now,
  }));
  await write((tx) => notifyMany(tx, occasions));
}

async function mayRead(platform: Platform, held: Held, run: RunRow, unit: OrgUnit) {
  return (
    administers(held, unit.path, 'read') && (await mayOrder(platform, held, unit, orderOf(run)))
  );
}

/** A report's file goes after its month; that it was made stays. */
export const forgetReportHandler: JobHandler = async (platform, payload) => {
  const { runId } = payload as { runId: string };
  await forgetReportFile(platform, runId);
  await platform.write((tx) => updateRun(tx, runId, { state: 'forgotten' }));
};

/** Begins a run of each saved report that somebody wants monthly; once, however often it is called. */
export const monthlyReportsHandler: JobHandler = async (platform, payload) => {
  const { db, write, clock } = platform;
  const { day } = payload as { day: string };
  const due = new Date(`${day}T00:00:00+08:00`);
  const wanted = await db
    .selectDistinct({ saved: savedReports })
    .from(savedReports)
    .innerJoin(reportSubscriptions, eq(reportSubscriptions.savedId, savedReports.id));
  for (const { saved } of wanted) {
    await write(async (tx) => {
      const begun = await tx.$count(
        reportRuns,
        and(
          eq(reportRuns.savedId, saved.id),
          isNull(reportRuns.createdBy),
          gte(reportRuns.createdAt, due),
        ),
      );
      if (begun > 0) return;
      const { orgUnitId, order } = saved;
      const { treeOn } = orderOf(saved).filters;
      const year = treeOn === undefined ? yearReported(day) : yearOfDay(treeOn);
      await beginRun(
        tx,
        { orgUnitId, savedId: saved.id, createdBy: null, year, order },
        clock.now(),
      );
    });
  }
  await write((tx) => reportsNextMonth(tx, clock.now()));
};
