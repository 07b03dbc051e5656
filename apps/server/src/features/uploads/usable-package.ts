import type { Reader } from '@xueshi/database';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { keptPath } from './folders.ts';
import { findFile } from './store.ts';

/** Where a package of courseware of a draft lies; refused where it is none, or cannot be used. */
export async function usablePackage(
  platform: Pick<Platform, 'config'> & { readonly db: Reader },
  draftId: string,
  fileId: string,
): Promise<{ readonly path: string; readonly sha256: string }> {
  const file = await findFile(platform.db, draftId, fileId);
  if (file?.kind !== 'courseware' || !file.keptAs || !file.sha256) throw new Refused('not-found');
  return { path: keptPath(platform, file.keptAs), sha256: file.sha256 };
}
