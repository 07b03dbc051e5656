import { schema } from '@xueshi/database';
import type { Locale } from '@xueshi/messages';
import { eq } from 'drizzle-orm';
import { administers, grantsOf, heldRoles, type OrgUnit } from '../../platform/authorisation.ts';
import type { JobHandler } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { recordAudit } from '../audit/service.ts';
import { reserveScope } from '../people/service.ts';
import {
  findRun,
  forgetReportFile,
  keepReport,
  progressOf,
  updateRun,
  writeRows,
  type RunRow,
} from '../report-runs/service.ts';
import { exportName, formatOf, identityNumbersIn } from './export-runs.ts';
import { countPeople, rosterSheet } from './export.ts';

const { orgUnits } = schema;

async function make(
  platform: Platform,
  { run, unit, by }: { run: RunRow; unit: OrgUnit; by: string },
  signal: AbortSignal,
) {
  const { db, write } = platform;
  const held = await heldRoles(platform, by);
  if (!administers(held, unit.path, 'keep_roster'))
    throw new Error('whoever ordered the roster does not keep it any more');
  const rowsTotal = await countPeople(db, unit.id);
  await write((tx) => updateRun(tx, run.id, { state: 'running', rowsDone: 0, rowsTotal }));
  const looked = progressOf(platform, run.id);
  let rowsWritten = 0;
  const sheet = rosterSheet({
    platform,
    unitId: unit.id,
    locale: run.order.locale as Locale,
    mayKnow: await reserveScope(db, held),
    withIdentity: run.order.withIdentity === true,
    signal,
    looked: (people) => {
      rowsWritten += people;
      looked(people);
    },
  });
  const content = await writeRows({ ...sheet, summed: false }, formatOf(run));
  const kept = await keepReport(platform, run.id, content, signal);
  const order = { ...run.order, grants: grantsOf(held) };
  return { ...kept, order, fileName: exportName(unit, run), rowsWritten, rowsDone: rowsTotal };
}

/** Makes a file anew from its beginning, however far an attempt before had come. */
export const makeRosterExportHandler: JobHandler = async (platform, payload, { signal }) => {
  const { db, write, clock, log } = platform;
  const run = await findRun(db, (payload as { runId: string }).runId);
  if (!run || !['waiting', 'running'].includes(run.state)) return;
  const [unit] = await db.select().from(orgUnits).where(eq(orgUnits.id, run.orgUnitId));
  const by = run.createdBy;
  if (!unit || by === null) return;
  try {
    const made = await make(platform, { run, unit, by }, signal);
    await write(async (tx) => {
      const readyAt = clock.now();
      await updateRun(tx, run.id, { state: 'ready', readyAt, ...made });
      await recordAudit(tx, {
        at: readyAt,
        actorId: by,
        action: 'roster-exported',
        subject: `org-unit:${unit.id}`,
        detail: {
          runId: run.id,
          rows: made.rowsWritten,
          identityNumbers: identityNumbersIn(run),
          sha256: made.sha256,
        },
        address: '',
      });
    });
  } catch (error) {
    await forgetReportFile(platform, run.id);
    if (signal.aborted) throw error;
    log.error({ err: error, run: run.id }, 'a roster could not be written');
    await write((tx) => updateRun(tx, run.id, { state: 'failed', fault: 'not-made' }));
  }
};
