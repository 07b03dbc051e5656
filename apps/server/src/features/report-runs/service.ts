// The door of reports as files: ordered, made by a job, fetched for a month; saved by name.
import type { ReportOrder } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { REPORT_KINDS } from '@xueshi/domain';
import type { Locale } from '@xueshi/messages';
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { createReadStream, existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { administers, administeredUnit, type OrgUnit } from '../../platform/authorisation.ts';
import type { JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordFetch } from '../audit/service.ts';
import { publishedCatalogue } from '../catalogue/service.ts';
import { refOf } from '../organisations/service.ts';
import { listProgrammes } from '../programmes/service.ts';
import { beginOrdered, demandOrder, mayOrder, yearsReported } from './order.ts';
import { fileOfReport } from './report-file.ts';
import { savedAt, SAVING } from './saved.ts';
import { findRun, orderOf, viewsOf, type RunRow } from './store.ts';

export { forgetReportHandler, makeReportHandler, monthlyReportsHandler } from './handlers.ts';
export { FORGET_REPORT, MAKE_REPORT, MONTHLY_REPORTS, reportsNextMonth } from './report-jobs.ts';
export { forgetSavedReport, runSavedReport, saveReport, subscribeToReport } from './saved.ts';
export { fileOfReport, forgetReportFile, keepReport, writeRows } from './report-file.ts';
export { ownReports } from './own-data.ts';
export { progressOf } from './progress.ts';
export { beginRun, demandFewWaiting } from './report-jobs.ts';
export { findRun, KEPT_MS, updateRun, type RunRow } from './store.ts';

const { reportRuns } = schema;

const NEWEST = 20;

/** Rosters are kept as runs too, and are for whoever had them written alone. */
const ofAReport = inArray(sql`json_extract(${reportRuns.order}, '$.kind')`, [...REPORT_KINDS]);
const isReport = (run: RunRow) => REPORT_KINDS.some((kind) => kind === run.order.kind);

/** The newest reports of a unit, the saved ones, and what a new one can be about. */
export async function listReportRuns(platform: Platform, actor: Actor, unitId: string) {
  const { db, clock } = platform;
  const unit = await administeredUnit(db, actor, unitId, 'read');
  const rows = await db
    .select()
    .from(reportRuns)
    .where(and(eq(reportRuns.orgUnitId, unit.id), ofAReport))
    .orderBy(desc(reportRuns.createdAt), desc(reportRuns.id))
    .limit(NEWEST);
  const programmes = administers(actor, unit.path)
    ? (await listProgrammes(platform, actor, unit.id, {})).items
    : [];
  return {
    unit: refOf(unit),
    items: await viewsOf(db, await visible(platform, actor, unit, rows), unit),
    saved: await savedAt(db, actor, unit),
    maySave: administers(actor, unit.path, SAVING),
    ...(await yearsReported(db, unit, clock.now())),
    courses: await coursesReported(platform),
    programmes: programmes
      .filter(({ state }) => state === 'published' || state === 'closed')
      .map(({ id, title }) => ({ id, title })),
  };
}

async function coursesReported(platform: Platform) {
  const { courses, withdrawn } = await publishedCatalogue(platform);
  return [...courses, ...withdrawn].map(({ course: { slug }, version: { title } }) => ({
    slug,
    title,
  }));
}

/** Without those that are about a programme which the actor must not know of. */
async function visible(
  platform: Platform,
  actor: Actor,
  unit: OrgUnit,
  rows: readonly RunRow[],
): Promise<RunRow[]> {
  const shown: RunRow[] = [];
  for (const row of rows) if (await mayOrder(platform, actor, unit, orderOf(row))) shown.push(row);
  return shown;
}

export async function orderReport(
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
  actor: Actor,
  unitId: string,
  wish: { year: number; order: ReportOrder; locale: Locale },
): Promise<{ id: string }> {
  const unit = await administeredUnit(platform.db, actor, unitId, 'read');
  await demandOrder(platform, actor, unit, wish.order);
  return beginOrdered(platform, jobs, actor, unit, { ...wish, savedId: null });
}

/** The run, if the actor may look at the unit it is about now. */
async function ownRun(
  platform: Platform,
  actor: Actor,
  id: string,
): Promise<{ run: RunRow; unit: OrgUnit }> {
  const run = await findRun(platform.db, id);
  if (!run || !isReport(run)) throw new Refused('not-found');
  const unit = await administeredUnit(platform.db, actor, run.orgUnitId, 'read');
  if (!(await mayOrder(platform, actor, unit, orderOf(run)))) throw new Refused('not-found');
  return { run, unit };
}

export async function readReportRun(platform: Platform, actor: Actor, id: string) {
  const { run, unit } = await ownRun(platform, actor, id);
  const [view] = await viewsOf(platform.db, [run], unit);
  if (!view) throw new Refused('not-found');
  return view;
}

/** The file, as long as it is kept. */
export async function fetchReport(
  platform: Platform,
  actor: Actor,
  id: string,
): Promise<{ name: string; format: ReportOrder['format']; sizeBytes: number; content: Readable }> {
  const { run, unit } = await ownRun(platform, actor, id);
  const path = fileOfReport(platform, run.id);
  if (run.state !== 'ready' || !existsSync(path)) throw new Refused('not-found');
  const { kind, filters, format } = orderOf(run);
  await recordFetch(platform, actor, `org-unit:${unit.id}`, {
    kind,
    year: run.year,
    filters,
    format,
    rows: run.rowsWritten,
    fileName: run.fileName,
    sha256: run.sha256,
    runId: run.id,
  });
  return {
    name: run.fileName ?? run.id,
    format,
    sizeBytes: run.sizeBytes ?? 0,
    content: createReadStream(path),
  };
}
