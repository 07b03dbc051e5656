// Rosters as files: ordered, made by a job with the rights of whoever ordered, and for nobody else.
import type { RosterExport } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { trainingDayOf, trainingYearOf } from '@xueshi/domain';
import { m, type Locale } from '@xueshi/messages';
import { and, desc, eq, sql } from 'drizzle-orm';
import { createReadStream, existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { administeredUnit, grantsOf, type OrgUnit } from '../../platform/authorisation.ts';
import type { JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit, recordFetch } from '../audit/service.ts';
import {
  beginRun,
  demandFewWaiting,
  fileOfReport,
  findRun,
  KEPT_MS,
  type RunRow,
} from '../report-runs/service.ts';
import { MAKE_ROSTER_EXPORT } from './job-names.ts';

const { reportRuns } = schema;

/** The kind under which a run of a report is a roster. */
export const ROSTER = 'roster';

const NEWEST = 5;

type Format = RosterExport['format'];

export const formatOf = ({ order }: Pick<RunRow, 'order'>): Format =>
  order.format === 'csv' ? 'csv' : 'xlsx';

/** What the audit trail says of identity numbers in a file. */
export const identityNumbersIn = ({ order }: Pick<RunRow, 'order'>): 'masked' | 'none' =>
  order.withIdentity === true ? 'masked' : 'none';

export const exportName = (unit: OrgUnit, run: RunRow): string => {
  const word = m.roster_sheet({}, { locale: run.order.locale as Locale });
  return `${unit.name}-${word}-${trainingDayOf(run.createdAt)}.${formatOf(run)}`;
};

function viewOf(run: RunRow): RosterExport {
  return {
    id: run.id,
    createdAt: run.createdAt.toISOString(),
    format: formatOf(run),
    withIdentity: run.order.withIdentity === true,
    state: run.state as RosterExport['state'],
    rowsDone: run.rowsDone,
    rowsTotal: run.rowsTotal,
    rowsWritten: run.rowsWritten,
    sizeBytes: run.sizeBytes,
    sha256: run.sha256,
    keptUntil: new Date(run.createdAt.getTime() + KEPT_MS).toISOString(),
  };
}

export async function orderRosterExport(
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
  actor: Actor,
  unitId: string,
  wish: { format: Format; withIdentity: boolean; locale: Locale },
): Promise<{ id: string }> {
  const { db, write, clock } = platform;
  const unit = await administeredUnit(db, actor, unitId, 'keep_roster');
  const now = clock.now();
  const id = await write(async (tx) => {
    await demandFewWaiting(tx, actor.personId);
    const order = { kind: ROSTER, filters: {}, columns: [], ...wish, grants: grantsOf(actor) };
    const run = {
      orgUnitId: unit.id,
      savedId: null,
      createdBy: actor.personId,
      year: trainingYearOf(now),
      order,
    };
    const runId = await beginRun(tx, run, now, MAKE_ROSTER_EXPORT);
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'roster-export-ordered',
      subject: `org-unit:${unit.id}`,
      detail: { runId, format: wish.format, identityNumbers: identityNumbersIn({ order }) },
      address: actor.address,
    });
    return runId;
  });
  jobs.wake();
  return { id };
}

export async function listRosterExports({ db }: Platform, actor: Actor, unitId: string) {
  const unit = await administeredUnit(db, actor, unitId, 'keep_roster');
  const rows = await db
    .select()
    .from(reportRuns)
    .where(
      and(
        eq(reportRuns.orgUnitId, unit.id),
        eq(reportRuns.createdBy, actor.personId),
        eq(sql`json_extract(${reportRuns.order}, '$.kind')`, ROSTER),
      ),
    )
    .orderBy(desc(reportRuns.createdAt), desc(reportRuns.id))
    .limit(NEWEST);
  return { items: rows.map(viewOf) };
}

/** The run, for whoever ordered it, while they keep the roster of that unit. */
async function ownExport(
  { db }: Platform,
  actor: Actor,
  id: string,
): Promise<{ run: RunRow; unit: OrgUnit }> {
  const run = await findRun(db, id);
  if (run?.order.kind !== ROSTER || run.createdBy !== actor.personId)
    throw new Refused('not-found');
  return { run, unit: await administeredUnit(db, actor, run.orgUnitId, 'keep_roster') };
}

export async function readRosterExport(platform: Platform, actor: Actor, id: string) {
  return viewOf((await ownExport(platform, actor, id)).run);
}

/** The file: it may say who is a reserve cadre, so its reader still holds every role it was made with. */
export async function fetchRosterExport(
  platform: Platform,
  actor: Actor,
  id: string,
): Promise<{ name: string; format: Format; sizeBytes: number; content: Readable }> {
  const { run, unit } = await ownExport(platform, actor, id);
  const held = new Set(grantsOf(actor));
  const path = fileOfReport(platform, run.id);
  const isAllowed = (run.order.grants ?? []).every((grant) => held.has(grant));
  if (!isAllowed || run.state !== 'ready' || !existsSync(path)) throw new Refused('not-found');
  const fileName = run.fileName ?? exportName(unit, run);
  const format = formatOf(run);
  await recordFetch(platform, actor, `org-unit:${unit.id}`, {
    kind: ROSTER,
    identityNumbers: identityNumbersIn(run),
    format,
    rows: run.rowsWritten,
    fileName,
    sha256: run.sha256,
    runId: run.id,
  });
  return {
    name: fileName,
    format,
    sizeBytes: run.sizeBytes ?? 0,
    content: createReadStream(path),
  };
}
