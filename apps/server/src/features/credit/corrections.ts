// Corrections by people: a credit is taken back, lessened or given again, each as entries of their own
// with a reason (DOMAIN 5.9). Nothing is edited, and nobody corrects their own record.
import { schema, type Reader, type Tx } from '@xueshi/database';
import { needsSecondPerson } from '@xueshi/domain';
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
import { confirmerOf } from './entries.ts';
import { negating, postCorrection, type Cause, type Correcting } from './post-correction.ts';
import {
  demandNoneWaiting,
  propose,
  type CorrectionDeed,
  type ProposalRow,
} from './proposal-store.ts';
import { rulesWithin } from './rules.ts';

const { creditEntries } = schema;

export interface Correction {
  readonly personId: string;
  readonly entryId: string;
  readonly reason: string;
}

type Deed = Exclude<CorrectionDeed, 'reduction'>;

/** What an entry is to count instead of what it says. */
export interface Lesser {
  readonly hundredths: number;
  readonly halfDays: number;
}

/** Takes a credit back: an entry that negates it in full. */
export const reverseCredit = (platform: Platform, actor: Actor, wish: Correction): Promise<void> =>
  correct(platform, actor, { ...wish, deed: 'reversal' });

/** Gives a credit again that was taken back by mistake: the original stays reversed, a new entry counts. */
export const reinstateCredit = (
  platform: Platform,
  actor: Actor,
  wish: Correction,
): Promise<void> => correct(platform, actor, { ...wish, deed: 'reinstatement' });

/** Lets a credit count for less: it is taken back and a smaller one given, in one transaction. */
export const reduceCredit = (
  platform: Platform,
  actor: Actor,
  { lesser, ...wish }: Correction & { readonly lesser: Lesser },
): Promise<void> => correct(platform, actor, { ...wish, deed: 'reduction', lesser });

const isLess = (lesser: Lesser, entry: CreditEntry) =>
  lesser.hundredths <= entry.hundredths &&
  lesser.halfDays <= entry.halfDays &&
  (lesser.hundredths < entry.hundredths || lesser.halfDays < entry.halfDays) &&
  (lesser.hundredths > 0 || lesser.halfDays > 0);

type Wish = Correction & { readonly deed: CorrectionDeed; readonly lesser?: Lesser };

/** Posts a correction, or has it wait for a second person where it is of more hours than one may correct. */
async function correct(platform: Platform, actor: Actor, wish: Wish): Promise<void> {
  const person = await administeredPerson(platform.db, actor, wish.personId, 'run_training');
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    const entry = await correctable(tx, actor, { ...wish, person });
    const { deed, lesser, reason } = wish;
    // What could not be posted is not worth a second person's time.
    const entries = await entriesFor(tx, actor, entry, wish);
    await demandNoneWaiting(tx, entry.id);
    const { dualControlAboveHundredths } = await rulesWithin(tx, person.id, entry.year);
    const changed = entry.hundredths - (lesser?.hundredths ?? 0);
    if (needsSecondPerson(changed, dualControlAboveHundredths)) {
      const by = { personId: actor.personId, address: actor.address };
      await propose(tx, { entry, deed, lesser: lesser ?? null, reason, by, now });
      return;
    }
    await post(tx, actor, {
      entry,
      entries,
      deed,
      cause: { postedBy: actor.personId, reason, now },
    });
  });
}

/** The entries that a correction consists of, in their order; refuses what this actor may not correct so. */
async function entriesFor(
  tx: Tx,
  actor: Pick<Actor, 'personId'>,
  entry: CreditEntry,
  { deed, lesser }: Pick<Wish, 'deed' | 'lesser'>,
): Promise<readonly Correcting[]> {
  if (deed === 'reinstatement') return [await reinstating(tx, actor, entry)];
  const taken = await reversing(tx, actor, entry);
  if (deed === 'reversal') return [taken];
  if (!lesser || !isLess(lesser, entry)) throw new Refused('entry-not-less');
  return [taken, givingAgain(entry, lesser)];
}

async function post(
  tx: Tx,
  actor: Pick<Actor, 'personId' | 'address'>,
  wish: {
    readonly entry: CreditEntry;
    readonly entries: readonly Correcting[];
    readonly deed: CorrectionDeed;
    readonly cause: Cause;
  },
): Promise<void> {
  const { entry, entries, deed, cause } = wish;
  let posted: CreditEntry = entry;
  for (const correcting of entries) posted = await postCorrection(tx, entry, correcting, cause);
  await tell(tx, actor, posted, { entry, deed, reason: cause.reason, now: cause.now });
}

/** Posts what somebody else proposed, in the transaction that notes it; both are named in the entry. */
export async function postProposal(
  tx: Tx,
  actor: Actor,
  {
    proposal,
    person,
    now,
  }: {
    readonly proposal: ProposalRow;
    readonly person: Administered<Person>;
    readonly now: Date;
  },
): Promise<CreditEntry> {
  const { entryId, reason, proposedBy, hundredths, halfDays } = proposal;
  const entry = await correctable(tx, actor, { person, entryId });
  const deed = proposal.deed as CorrectionDeed;
  const lesser = hundredths === null ? undefined : { hundredths, halfDays: halfDays ?? 0 };
  const wish = { deed, ...(lesser && { lesser }) };
  // Neither of the two corrects what they posted themselves.
  await entriesFor(tx, { personId: proposedBy }, entry, wish);
  const entries = await entriesFor(tx, actor, entry, wish);
  const evidence = { proposal: proposal.id, confirmedBy: actor.personId };
  await post(tx, actor, {
    entry,
    entries,
    deed,
    cause: { postedBy: proposedBy, reason, now, evidence },
  });
  return entry;
}

async function reversing(
  tx: Tx,
  actor: Pick<Actor, 'personId'>,
  entry: CreditEntry,
): Promise<Correcting> {
  if (entry.kind === 'reversal') throw new Refused('entry-not-reversible');
  if (await reversalOf(tx, entry)) throw new Refused('entry-already-reversed');
  // Whoever posted an entry leaves it to somebody else to take it back.
  if (hadAHandIn(entry, actor)) throw new Refused('own-entry');
  return negating(entry);
}

async function reinstating(
  tx: Tx,
  actor: Pick<Actor, 'personId'>,
  entry: CreditEntry,
): Promise<Correcting> {
  const reversal = await reversalOf(tx, entry);
  if (!reversal) throw new Refused('entry-not-reversed');
  if (await reinstatementOf(tx, entry)) throw new Refused('entry-already-reinstated');
  if (hadAHandIn(reversal, actor)) throw new Refused('own-entry');
  return givingAgain(entry, entry);
}

const hadAHandIn = (entry: CreditEntry, { personId }: Pick<Actor, 'personId'>): boolean =>
  entry.postedBy === personId || confirmerOf(entry) === personId;

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
  const entries = await entriesFor(tx, actor, entry, { deed });
  const cause = { postedBy: actor.personId, reason: wish.reason, now };
  await post(tx, actor, { entry, entries, deed, cause });
}

const TOLD = {
  reversal: 'credit-reversed',
  reinstatement: 'credit-reinstated',
  reduction: 'credit-reduced',
} as const;

/** What an entry counted before a correction and counts after it; hours and days are separate tallies. */
function amounts(entry: CreditEntry, posted: CreditEntry, deed: keyof typeof TOLD) {
  const of = ({ hundredths, halfDays }: CreditEntry) => ({ hundredths, halfDays });
  const nothing = { hundredths: 0, halfDays: 0 };
  return {
    before: deed === 'reinstatement' ? nothing : of(entry),
    after: deed === 'reversal' ? nothing : of(posted),
  };
}

/** The learner is told, and it is written down who did it. */
async function tell(
  tx: Tx,
  actor: Pick<Actor, 'personId' | 'address'>,
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
    detail: {
      ...amounts(entry, posted, deed),
      entry: entry.id,
      posted: posted.id,
      year: entry.year,
      reason,
    },
    address: actor.address,
  });
}

async function reversalOf(tx: Reader, entry: CreditEntry): Promise<CreditEntry | null> {
  const [row] = await tx.select().from(creditEntries).where(eq(creditEntries.reversesId, entry.id));
  return row ?? null;
}
