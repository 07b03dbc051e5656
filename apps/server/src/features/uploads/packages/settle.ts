// What came of a package, told by whoever made a draft of it.
import type { Tx } from '@xueshi/database';
import type { Platform } from '../../../platform/platform.ts';
import { arrivedBytes, arrivingPath, removeArriving } from '../folders.ts';
import {
  findPackage,
  holdsBytes,
  updatePackage,
  type PackageOutcome,
  type PackageRow,
} from './store.ts';

export interface PackageToTakeIn extends Pick<
  PackageRow,
  'by' | 'address' | 'fileName' | 'bytes' | 'sha256'
> {
  readonly id: string;
  /** Where its bytes lie. */
  readonly path: string;
}

/** A package that is still to be taken in; null where that is done, or it was given up. Throws where its bytes are gone. */
export async function packageToTakeIn(
  platform: Platform,
  id: string,
): Promise<PackageToTakeIn | null> {
  const row = await findPackage(platform.db, null, id);
  if (!row || row.outcome !== null) return null;
  if ((await arrivedBytes(platform, id)) !== row.bytes)
    throw new Error(`the bytes of the package ${id} are gone`);
  return { ...row, path: arrivingPath(platform, id) };
}

/** Writes down what came of it; false where it was given up meanwhile, so that nothing may come of it. */
export async function settlePackage(tx: Tx, id: string, outcome: PackageOutcome): Promise<boolean> {
  const row = await findPackage(tx, null, id);
  return row !== null && updatePackage(tx, row, { outcome }, ['running']);
}

/** Removes the bytes of a package that nothing more is to be made of. */
export async function releasePackage(platform: Platform, id: string): Promise<void> {
  const row = await findPackage(platform.db, null, id);
  if (!row || !holdsBytes(row)) await removeArriving(platform, id);
}
