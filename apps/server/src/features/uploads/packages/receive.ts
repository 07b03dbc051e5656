// Packages as their pieces come, and what their sender may do with them. Somebody else's is as good as none.
import { cancelJob, type JobRunner } from '../../../platform/jobs.ts';
import { syncPath } from '../../../platform/kept-files.ts';
import type { Platform } from '../../../platform/platform.ts';
import { Refused } from '../../../platform/refused.ts';
import { arrivedBytes, arrivingFolder, arrivingPath, removeArriving } from '../folders.ts';
import { endPiece } from '../piece.ts';
import type { Standing } from '../receive.ts';
import {
  ARRIVING,
  deletePackages,
  findPackage,
  mayEndOtherwise,
  updatePackage,
  type PackageRow,
} from './store.ts';

type Jobs = Pick<JobRunner, 'wake'>;

/** All of it came: it is put on the disk, and then its job is due. Twice is as good as once. */
export async function finishPackage(platform: Platform, jobs: Jobs, id: string): Promise<void> {
  await syncPath(arrivingPath(platform, id));
  await syncPath(arrivingFolder(platform));
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    const row = await findPackage(tx, null, id);
    if (row) await updatePackage(tx, row, {}, [ARRIVING], { state: 'waiting', runAfter: now });
  });
  jobs.wake();
}

/** How a package stands. One whose last answer was lost is finished here, for it would never be asked again. */
export async function standingOfPackage(
  platform: Platform,
  jobs: Jobs,
  by: string,
  id: string,
): Promise<Standing<PackageRow> | null> {
  const row = await findPackage(platform.db, by, id);
  if (!row) return null;
  if (row.state !== ARRIVING) return { kind: 'arrived', bytes: row.bytes };
  if ((await arrivedBytes(platform, id)) < row.bytes) return { kind: 'arriving', upload: row };
  await finishPackage(platform, jobs, id);
  return { kind: 'arrived', bytes: row.bytes };
}

/** Notes that something came in, so that it is not swept; at most once a minute. */
export async function touchPackage({ write, clock }: Platform, row: PackageRow): Promise<void> {
  const now = clock.now();
  if (now.getTime() - Date.parse(row.touchedAt) < 60_000) return;
  await write((tx) => updatePackage(tx, row, { touchedAt: now.toISOString() }, [ARRIVING]));
}

/** Gives a package up, or forgets what came of it: its bytes are removed, the draft that was made stays. */
export async function forgetPackage(platform: Platform, by: string, id: string): Promise<boolean> {
  if (!(await findPackage(platform.db, by, id))) return false;
  // Where it is being read the reader stops, finds the row gone and makes nothing of it.
  await cancelJob(platform, id);
  await platform.write((tx) => deletePackages(tx, [id]));
  await endPiece(id);
  await removeArriving(platform, id);
  return true;
}

/** For what the machine was to blame: the disk has room again. */
export async function readAgain(
  platform: Platform,
  jobs: Jobs,
  by: string,
  id: string,
): Promise<void> {
  const now = platform.clock.now();
  const isSet = await platform.write(async (tx) => {
    const row = await findPackage(tx, by, id);
    if (!row || !mayTryAgain(row)) return false;
    const change = { outcome: null, touchedAt: now.toISOString() };
    return updatePackage(tx, row, change, ['done', 'failed'], {
      ...{ state: 'waiting', runAfter: now, attempts: 0, error: null, finishedAt: null },
      ...{ cancelRequested: false, progressPercent: 0 },
    });
  });
  if (!isSet) throw new Refused('not-found');
  jobs.wake();
}

/** Nothing came of it, and its bytes are still here. */
export const mayTryAgain = ({ state, outcome }: PackageRow): boolean =>
  outcome === null
    ? state === 'failed'
    : outcome.kind === 'hindered' && state === 'done' && mayEndOtherwise(outcome);
