// Corrections by people: a credit is taken back in full, or given again, each as an entry of its own
// with a reason (DOMAIN 5.9). Nothing is edited, and nobody corrects their own record.
import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, eq } from 'drizzle-orm';
import {
  administeredPerson,
  type Administered,
  type Person,
} from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { notify } from '../notices/service.ts';
import {
  CORRECTION,
  fieldsOf,
  findBySource,
  postEntry,
  reinstatementKey,
  type CreditEntry,
} from './ledger.ts';
import { wasStudiedOffline } from './entries.ts';

const { creditEntries } = schema;

interface Correction {
  readonly personId: string;
  readonly entryId: string;
  readonly reason: string;
}

type Deed = 'reversal' | 'reinstatement';

/** Takes a credit back: an entry that negates it in full. */
export const reverseCredit = (platform: Platform, actor: Actor, wish: Correction): Promise<void> =>
  correct(platform, actor, wish, 'reversal');

/** Gives a credit again that was taken back by mistake: the original stays reversed, a new entry counts. */
export const reinstateCredit = (
  platform: Platform,
  actor: Actor,
  wish: Correction,
): Promise<void> => correct(platform, actor, wish, 'reinstatement');

async function correct(
  platform: Platform,
  actor: Actor,
  wish: Correction,
  deed: Deed,
): Promise<void> {
  const person = await administeredPerson(platform.db, actor, wish.personId);
  const now = platform.clock.now();
  await platform.write((tx) => correctWithin(tx, actor, { ...wish, person, now }, deed));
}

async function reversing(tx: Tx, actor: Actor, entry: CreditEntry): Promise<Correcting> {
  if (entry.kind === 'reversal') throw new Refused('entry-not-reversible');
  if (await reversalOf(tx, entry)) throw new Refused('entry-already-reversed');
  // Whoever posted an entry leaves it to somebody else to take it back.
  if (entry.postedBy === actor.personId) throw new Refused('own-entry');
  return {
    kind: 'reversal',
    sourceKey: `reversal:${entry.id}`,
    reversesId: entry.id,
    hundredths: -entry.hundredths,
    halfDays: -entry.halfDays,
  };
}

async function reinstating(tx: Tx, actor: Actor, entry: CreditEntry): Promise<Correcting> {
  const reversal = await reversalOf(tx, entry);
  if (!reversal) throw new Refused('entry-not-reversed');
  if (await reinstatementOf(tx, entry)) throw new Refused('entry-already-reinstated');
  if (reversal.postedBy === actor.personId) throw new Refused('own-entry');
  const { hundredths, halfDays } = entry;
  const sourceKey = reinstatementKey(entry.id);
  return { kind: 'adjustment', sourceKey, reversesId: null, hundredths, halfDays };
}

const reinstatementOf = (tx: Reader, { id, personId }: CreditEntry) =>
  findBySource(tx, { personId, sourceType: CORRECTION, sourceKey: reinstatementKey(id) });

/** The entry by which a credit counts now: itself, or what gave it again; null where it is taken back. */
export async function countingEntry(db: Reader, entry: CreditEntry): Promise<CreditEntry | null> {
  let current: CreditEntry = entry;
  while (await reversalOf(db, current)) {
    const again = await reinstatementOf(db, current);
    if (!again) return null;
    current = again;
  }
  return current;
}

interface Correcting {
  readonly kind: 'reversal' | 'adjustment';
  readonly sourceKey: string;
  readonly reversesId: string | null;
  readonly hundredths: number;
  readonly halfDays: number;
}

/** One correction in the caller's transaction, with its trace; `person` is one that the actor administers. */
export async function correctWithin(
  tx: Tx,
  actor: Actor,
  {
    person,
    entryId,
    reason,
    now,
  }: Omit<Correction, 'personId'> & { person: Administered<Person>; now: Date },
  deed: Deed,
): Promise<void> {
  if (person.id === actor.personId) throw new Refused('own-record');
  const [entry] = await tx
    .select()
    .from(creditEntries)
    .where(and(eq(creditEntries.id, entryId), eq(creditEntries.personId, person.id)));
  if (!entry) throw new Refused('not-found');
  const correcting = await (deed === 'reversal' ? reversing : reinstating)(tx, actor, entry);
  // Year, kind of training, unit and policy are those of the entry it corrects.
  const { id: _id, sequence: _sequence, previousHash: _previous, ...same } = fieldsOf(entry);
  const posting = await postEntry(tx, {
    ...same,
    ...correcting,
    sourceType: CORRECTION,
    evidence: JSON.stringify({
      corrects: entry.id,
      // What could not be verified stays marked when it is given again.
      ...(wasStudiedOffline(entry) && { studiedOffline: true }),
    }),
    postedAt: now.toISOString(),
    postedBy: actor.personId,
    reason,
  });
  await notify(tx, {
    personId: person.id,
    kind: deed === 'reversal' ? 'credit-reversed' : 'credit-reinstated',
    occasion: posting.entry.id,
    params: { title: titleOf(entry), hours: Math.abs(entry.hundredths) / 100, reason },
    link: '/record',
    now,
  });
  await recordAudit(tx, {
    at: now,
    actorId: actor.personId,
    action: deed === 'reversal' ? 'credit-reversed' : 'credit-reinstated',
    subject: `person:${person.id}`,
    detail: { entry: entry.id, posted: posting.entry.id, reason },
    address: actor.address,
  });
}

async function reversalOf(tx: Reader, entry: CreditEntry): Promise<CreditEntry | null> {
  const [row] = await tx.select().from(creditEntries).where(eq(creditEntries.reversesId, entry.id));
  return row ?? null;
}

/** The course as it was called when the credit was posted. */
function titleOf(entry: CreditEntry): string {
  const snapshot = JSON.parse(entry.courseSnapshot ?? 'null') as {
    title: { 'zh-CN': string };
  } | null;
  return snapshot?.title['zh-CN'] ?? '';
}
