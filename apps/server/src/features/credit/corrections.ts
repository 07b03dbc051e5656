// Corrections by people: a credit is taken back, lessened or given again, each as entries of their own
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
  findBySource,
  reinstatementKey,
  snapshotOf,
  type CreditEntry,
} from './ledger.ts';
import { negating, postCorrection, type Correcting } from './post-correction.ts';

const { creditEntries } = schema;

export interface Correction {
  readonly personId: string;
  readonly entryId: string;
  readonly reason: string;
}

type Deed = 'reversal' | 'reinstatement';

/** What an entry is to count instead of what it says. */
export interface Lesser {
  readonly hundredths: number;
  readonly halfDays: number;
}

/** Takes a credit back: an entry that negates it in full. */
export const reverseCredit = (platform: Platform, actor: Actor, wish: Correction): Promise<void> =>
  correct(platform, actor, wish, 'reversal');

/** Gives a credit again that was taken back by mistake: the original stays reversed, a new entry counts. */
export const reinstateCredit = (
  platform: Platform,
  actor: Actor,
  wish: Correction,
): Promise<void> => correct(platform, actor, wish, 'reinstatement');

/** Lets a credit count for less: it is taken back and a smaller one given, in one transaction. */
export async function reduceCredit(
  platform: Platform,
  actor: Actor,
  { lesser, ...wish }: Correction & { readonly lesser: Lesser },
): Promise<void> {
  const person = await administeredPerson(platform.db, actor, wish.personId, 'run_training');
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    const entry = await correctable(tx, actor, { ...wish, person });
    if (!isLess(lesser, entry)) throw new Refused('entry-not-less');
    const { reason } = wish;
    const cause = { postedBy: actor.personId, reason, now };
    await postCorrection(tx, entry, await reversing(tx, actor, entry), cause);
    const posted = await postCorrection(tx, entry, givingAgain(entry, lesser), cause);
    await tell(tx, actor, posted, { entry, deed: 'reduction', reason, now });
  });
}

const isLess = (lesser: Lesser, entry: CreditEntry) =>
  lesser.hundredths <= entry.hundredths &&
  lesser.halfDays <= entry.halfDays &&
  (lesser.hundredths < entry.hundredths || lesser.halfDays < entry.halfDays) &&
  (lesser.hundredths > 0 || lesser.halfDays > 0);

async function correct(
  platform: Platform,
  actor: Actor,
  wish: Correction,
  deed: Deed,
): Promise<void> {
  const person = await administeredPerson(platform.db, actor, wish.personId, 'run_training');
  const now = platform.clock.now();
  await platform.write((tx) => correctWithin(tx, actor, { ...wish, person, now }, deed));
}

async function reversing(tx: Tx, actor: Actor, entry: CreditEntry): Promise<Correcting> {
  if (entry.kind === 'reversal') throw new Refused('entry-not-reversible');
  if (await reversalOf(tx, entry)) throw new Refused('entry-already-reversed');
  // Whoever posted an entry leaves it to somebody else to take it back.
  if (entry.postedBy === actor.personId) throw new Refused('own-entry');
  return negating(entry);
}

async function reinstating(tx: Tx, actor: Actor, entry: CreditEntry): Promise<Correcting> {
  const reversal = await reversalOf(tx, entry);
  if (!reversal) throw new Refused('entry-not-reversed');
  if (await reinstatementOf(tx, entry)) throw new Refused('entry-already-reinstated');
  if (reversal.postedBy === actor.personId) throw new Refused('own-entry');
  return givingAgain(entry, entry);
}

const givingAgain = (entry: CreditEntry, { hundredths, halfDays }: Lesser): Correcting => ({
  kind: 'adjustment',
  sourceKey: reinstatementKey(entry.id),
  reversesId: null,
  hundredths,
  halfDays,
});

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

type WithPerson = Omit<Correction, 'personId'> & { readonly person: Administered<Person> };

/** The entry, if this actor may correct it at all. */
async function correctable(
  tx: Tx,
  actor: Actor,
  { person, entryId }: Omit<WithPerson, 'reason'>,
): Promise<CreditEntry> {
  if (person.id === actor.personId) throw new Refused('own-record');
  const [entry] = await tx
    .select()
    .from(creditEntries)
    .where(and(eq(creditEntries.id, entryId), eq(creditEntries.personId, person.id)));
  if (!entry) throw new Refused('not-found');
  return entry;
}

/** One correction in the caller's transaction, with its trace; `person` is one that the actor administers. */
export async function correctWithin(
  tx: Tx,
  actor: Actor,
  { now, ...wish }: WithPerson & { readonly now: Date },
  deed: Deed,
): Promise<void> {
  const entry = await correctable(tx, actor, wish);
  const correcting = await (deed === 'reversal' ? reversing : reinstating)(tx, actor, entry);
  const { reason } = wish;
  const cause = { postedBy: actor.personId, reason, now };
  const posted = await postCorrection(tx, entry, correcting, cause);
  await tell(tx, actor, posted, { entry, deed, reason, now });
}

const TOLD = {
  reversal: 'credit-reversed',
  reinstatement: 'credit-reinstated',
  reduction: 'credit-reduced',
} as const;

/** The learner is told, and it is written down who did it. */
async function tell(
  tx: Tx,
  actor: Actor,
  posted: CreditEntry,
  done: { entry: CreditEntry; deed: keyof typeof TOLD; reason: string; now: Date },
): Promise<void> {
  const { entry, deed, reason, now } = done;
  await notify(tx, {
    personId: entry.personId,
    kind: TOLD[deed],
    occasion: posted.id,
    params: {
      title: snapshotOf(entry)?.title['zh-CN'] ?? '',
      hours: Math.abs(entry.hundredths) / 100,
      ...(deed === 'reduction' ? { now: posted.hundredths / 100 } : {}),
      reason,
    },
    link: '/record',
    now,
  });
  await recordAudit(tx, {
    at: now,
    actorId: actor.personId,
    action: TOLD[deed],
    subject: `person:${entry.personId}`,
    detail: { entry: entry.id, posted: posted.id, reason },
    address: actor.address,
  });
}

async function reversalOf(tx: Reader, entry: CreditEntry): Promise<CreditEntry | null> {
  const [row] = await tx.select().from(creditEntries).where(eq(creditEntries.reversesId, entry.id));
  return row ?? null;
}
