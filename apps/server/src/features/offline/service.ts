// The door of offline study: taking lessons along, and what comes back (docs/decisions/0019).
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { findPermission, updatePermission } from './store.ts';

export { issuePermission, readOffer } from './issue.ts';
export { ownOfflineStudy } from './own-data.ts';
export { returnStudy } from './return-study.ts';

/** Gives a permission back. Giving it back again changes nothing. */
export async function endPermission(platform: Platform, actor: Actor, id: string): Promise<void> {
  const row = await findPermission(platform.db, id);
  if (row?.personId !== actor.personId) throw new Refused('not-found');
  if (row.endedAt) return;
  const endedAt = platform.clock.now();
  await platform.write((tx) => updatePermission(tx, id, { endedAt }));
}
