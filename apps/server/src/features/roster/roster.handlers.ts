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

const inState = (state: string) => ({ subject: 'people' as const, state });

export const checkRosterHandler: JobHandler = async (platform, payload, job) => {
  const run = await importIn(platform.db, payload, inState('checking'));
  if (!run) return;
  const [unit] = await platform.db
    .select({ path: orgUnits.path })
    .from(orgUnits)
    .where(eq(orgUnits.id, run.orgUnitId));
  if (unit) await checkWholeRoster(platform, run, unit.path, job);
};

async function conclude(
  platform: Platform,
  run: ImportRow,
  change: Partial<ImportRow>,
  action: 'roster-imported' | 'roster-rolled-back' | 'roster-undone',
) {
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    await updateImport(tx, run.id, change);
    await recordAudit(tx, {
      at: now,
      actorId: change.undoneBy ?? run.createdBy,
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
  const run = await importIn(platform.db, payload, inState('applying'));
  if (!run) return;
  try {
    await applyStaged(platform, run, job);
  } catch (error) {
    if (job.signal.aborted) throw error;
    platform.log.error(
      { err: error, importId: run.id },
      'a roster could not be brought into effect',
    );
    const halfDone = await findImport(platform.db, run.id, 'people');
    await undoWritten(platform, halfDone ?? run, job);
    await conclude(platform, run, { state: 'rolled_back', rowsDone: 0 }, 'roster-rolled-back');
    return;
  }
  await conclude(
    platform,
    run,
    { state: 'applied', appliedAt: platform.clock.now() },
    'roster-imported',
  );
};

export const undoRosterHandler: JobHandler = async (platform, payload, job) => {
  const run = await importIn(platform.db, payload, inState('undoing'));
  if (!run) return;
  await undoWritten(platform, run, job);
  await conclude(
    platform,
    run,
    { state: 'undone', undoneAt: platform.clock.now(), undoneBy: run.undoneBy },
    'roster-undone',
  );
};
