import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import type { JobHandler } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { recordAudit } from '../audit/service.ts';
import { findImport, importIn, updateImport, type ImportRow } from '../sheet-imports/service.ts';
import { applyStaged } from './apply.ts';
import { checkWholeRoster } from './check.ts';
import { undoWritten } from './undo.ts';

const { orgUnits } = schema;

interface Asked {
  readonly run: ImportRow;
  /** Who asked for this step. */
  readonly by: string;
}

/** The import that a job is about, if it is still in the state in which the job was asked for. */
async function askedIn({ db }: Platform, payload: unknown, state: string): Promise<Asked | null> {
  const run = await importIn(db, payload, { subject: 'people', state });
  const { personId } = payload as { personId?: string };
  return run && { run, by: personId ?? run.undoneBy ?? run.createdBy };
}

export const checkRosterHandler: JobHandler = async (platform, payload, job) => {
  const asked = await askedIn(platform, payload, 'checking');
  if (!asked) return;
  const { run, by } = asked;
  const [unit] = await platform.db
    .select({ path: orgUnits.path })
    .from(orgUnits)
    .where(eq(orgUnits.id, run.orgUnitId));
  if (unit) await checkWholeRoster(platform, run, { scopePath: unit.path, by }, job);
};

async function conclude(
  platform: Platform,
  { run, by }: Asked,
  change: Partial<ImportRow>,
  action: 'roster-imported' | 'roster-rolled-back' | 'roster-undone',
) {
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    await updateImport(tx, run.id, change);
    await recordAudit(tx, {
      at: now,
      actorId: by,
      action,
      subject: `org-unit:${run.orgUnitId}`,
      detail: { importId: run.id, adding: run.rowsAdding, updating: run.rowsUpdating },
      address: '',
    });
  });
}

/**
 * All or nothing: an import that was stopped goes on after the restart; one that fails is taken back
 * at once, as far as it had come.
 */
export const applyRosterHandler: JobHandler = async (platform, payload, job) => {
  const asked = await askedIn(platform, payload, 'applying');
  if (!asked) return;
  const { run, by } = asked;
  try {
    await applyStaged(platform, asked, job);
  } catch (error) {
    if (job.signal.aborted) throw error;
    platform.log.error(
      { err: error, importId: run.id },
      'a roster could not be brought into effect',
    );
    const halfDone = await findImport(platform.db, run.id, 'people');
    await undoWritten(platform, { run: halfDone ?? run, by }, job);
    await conclude(platform, asked, { state: 'rolled_back', rowsDone: 0 }, 'roster-rolled-back');
    return;
  }
  await conclude(
    platform,
    asked,
    { state: 'applied', appliedAt: platform.clock.now() },
    'roster-imported',
  );
};

export const undoRosterHandler: JobHandler = async (platform, payload, job) => {
  const asked = await askedIn(platform, payload, 'undoing');
  if (!asked) return;
  await undoWritten(platform, asked, job);
  await conclude(
    platform,
    asked,
    { state: 'undone', undoneAt: platform.clock.now() },
    'roster-undone',
  );
};
