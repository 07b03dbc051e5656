import type { Tx } from '@xueshi/database';
import { newId } from '../../platform/new-id.ts';
import type { Actor } from '../../platform/sessions.ts';
import { insertMessage, messagesOf } from './store.ts';

/** Adds to what was written about an entry; nothing of it ever changes. */
export async function writeMessage(
  tx: Tx,
  actor: Actor,
  what: { complaintId: string; byFiler: boolean; text: string; now: Date },
): Promise<void> {
  const { complaintId, byFiler, text, now } = what;
  const position = (await messagesOf(tx, complaintId)).length;
  await insertMessage(tx, {
    id: newId(),
    complaintId,
    position,
    personId: actor.personId,
    byFiler,
    text,
    writtenAt: now,
  });
}
