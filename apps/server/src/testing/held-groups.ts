// Key groups as an administrator would give them, without being asked whether it is meant. Used by tests only.
import { schema } from '@xueshi/database';
import { newId } from '../platform/new-id.ts';
import type { TestInstallation } from './test-installation.ts';

/** From now on somebody holds a key group, until `endsAt` where that is given. */
export async function holdGroup(
  here: TestInstallation,
  { personId }: { readonly personId: string },
  keyGroup: string,
  endsAt: Date | null = null,
): Promise<void> {
  const held = { id: newId(), personId, keyGroup, startsAt: here.clock.now(), endsAt };
  await here.installation.platform.write((tx) =>
    tx.insert(schema.keyGroupMemberships).values(held),
  );
}
