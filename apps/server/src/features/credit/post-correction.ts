// An entry that corrects another: the same year, kind of training, unit and policy, with what differs.
import type { Tx } from '@xueshi/database';
import { partKind, wasStudiedOffline } from './entries.ts';
import { CORRECTION, postEntry, restated, type CreditEntry, type NewEntry } from './ledger.ts';

export type Correcting = Pick<
  NewEntry,
  'kind' | 'sourceKey' | 'reversesId' | 'hundredths' | 'halfDays'
>;

/** Takes an entry back in full. */
export const negating = (entry: CreditEntry): Correcting => ({
  kind: 'reversal',
  sourceKey: `reversal:${entry.id}`,
  reversesId: entry.id,
  hundredths: -entry.hundredths,
  halfDays: -entry.halfDays,
});

export interface Cause {
  readonly postedBy: string;
  readonly reason: string;
  readonly now: Date;
  /** What else is written down as evidence. */
  readonly evidence?: Readonly<Record<string, unknown>>;
}

export async function postCorrection(
  tx: Tx,
  entry: CreditEntry,
  correcting: Correcting,
  { postedBy, reason, now, evidence }: Cause,
): Promise<CreditEntry> {
  const part = partKind(entry);
  const posting = await postEntry(tx, {
    ...restated(entry),
    ...correcting,
    sourceType: CORRECTION,
    evidence: JSON.stringify({
      corrects: entry.id,
      ...evidence,
      // What could not be verified stays marked when it is given again.
      ...(wasStudiedOffline(entry) && { studiedOffline: true }),
      ...(part !== null && { part }),
    }),
    postedAt: now.toISOString(),
    postedBy,
    reason,
  });
  return posting.entry;
}
