import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { actorOfPerson } from '../../platform/actor.ts';
import type { JobHandler } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { importIn, keepErrors, updateImport, type ImportRow } from '../sheet-imports/service.ts';
import { applyUnits, CannotApply } from './apply.ts';
import { checkUnits } from './check.ts';
import type { CellError } from './read-row.ts';
import { undoUnits } from './undo.ts';

const { orgUnits } = schema;

const inState = (state: string) => ({ subject: 'units' as const, state });

/** What a job says of who asked for it, and from where. */
type Asked = { personId: string; address: string };

/** Whoever asked for it, with what they may do by now: rights that ended meanwhile do nothing. */
async function askerOf(platform: Platform, payload: unknown): Promise<Actor | null> {
  const { personId, address } = payload as Asked;
  return actorOfPerson(platform, personId, address);
}

export const checkUnitsHandler: JobHandler = async (platform, payload, job) => {
  const run = await importIn(platform.db, payload, inState('checking'));
  if (!run) return;
  const actor = await askerOf(platform, payload);
  const [root] = await platform.db.select().from(orgUnits).where(eq(orgUnits.id, run.orgUnitId));
  if (root && actor) await checkUnits(platform, { run, root, actor }, job);
  else await platform.write((tx) => updateImport(tx, run.id, { state: 'uploaded' }));
};

/** Says that nothing was done, and why: the transaction was taken back as a whole. */
async function rollBack(
  platform: Platform,
  run: ImportRow,
  { errors, asked }: { errors: readonly CellError[]; asked: Asked },
): Promise<void> {
  await platform.write(async (tx) => {
    await keepErrors(tx, run.id, errors);
    await updateImport(tx, run.id, { state: 'rolled_back', rowsDone: 0 });
    await recordAudit(tx, {
      at: platform.clock.now(),
      actorId: asked.personId,
      action: 'units-import-rolled-back',
      subject: `org-unit:${run.orgUnitId}`,
      detail: { importId: run.id, adding: run.rowsAdding, updating: run.rowsUpdating },
      address: asked.address,
    });
  });
}

export const applyUnitsHandler: JobHandler = async (platform, payload, job) => {
  const run = await importIn(platform.db, payload, inState('applying'));
  if (!run) return;
  try {
    const actor = await askerOf(platform, payload);
    if (!actor) throw new Refused('not-found');
    await applyUnits(platform, { run, actor, signal: job.signal });
  } catch (error) {
    if (job.signal.aborted) throw error;
    const errors = error instanceof CannotApply ? error.errors : [];
    if (errors.length === 0)
      platform.log.error({ err: error, importId: run.id }, 'units could not be imported');
    await rollBack(platform, run, { errors, asked: payload as Asked });
  }
};

export const undoUnitsHandler: JobHandler = async (platform, payload, job) => {
  const run = await importIn(platform.db, payload, inState('undoing'));
  if (!run) return;
  const actor = await askerOf(platform, payload);
  try {
    if (!actor) throw new Refused('not-found');
    await undoUnits(platform, { run, actor, signal: job.signal });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    // Whoever asked may not do it any more: the import stays in effect.
    await platform.write((tx) => updateImport(tx, run.id, { state: 'applied', undoneBy: null }));
  }
};
