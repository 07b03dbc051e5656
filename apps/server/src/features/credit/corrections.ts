// Corrections by people: a credit is taken back in full, or given again, each as an entry of its own
// with a reason (DOMAIN 5.9). Nothing is edited, and nobody corrects their own record.
import { schema, type Tx } from '@xueshi/database';
import { and, eq } from 'drizzle-orm';
import { administeredPerson } from '../../platform/authorisation.ts';
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

const { creditEntries } = schema;

interface Correction {
  readonly personId: string;
  readonly entryId: string;
  readonly reason: string;
}

/** Takes a credit back: an entry that negates it in full. */
export function reverseCredit(platform: Platform, actor: Actor, wish: Correction): Promise<void> {
  return correct(platform, actor, wish, async (tx, entry) => {
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
  });
}

/** Gives a credit again that was taken back by mistake: the original stays reversed, a new entry counts. */
export function reinstateCredit(platform: Platform, actor: Actor, wish: Correction): Promise<void> {
  return correct(platform, actor, wish, async (tx, entry) => {
    const reversal = await reversalOf(tx, entry);
    if (!reversal) throw new Refused('entry-not-reversed');
    const { personId } = entry;
    const sourceKey = reinstatementKey(entry.id);
    if (await findBySource(tx, { personId, sourceType: CORRECTION, sourceKey }))
      throw new Refused('entry-already-reinstated');
    if (reversal.postedBy === actor.personId) throw new Refused('own-entry');
    const { hundredths, halfDays } = entry;
    return { kind: 'adjustment', sourceKey, reversesId: null, hundredths, halfDays };
  });
}

interface Correcting {
  readonly kind: 'reversal' | 'adjustment';
  readonly sourceKey: string;
  readonly reversesId: string | null;
  readonly hundredths: number;
  readonly halfDays: number;
}

async function correct(
  platform: Platform,
  actor: Actor,
  { personId, entryId, reason }: Correction,
  decide: (tx: Tx, entry: CreditEntry) => Promise<Correcting>,
): Promise<void> {
  const person = await administeredPerson(platform.db, actor, personId);
  if (person.id === actor.personId) throw new Refused('own-record');
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    const [entry] = await tx
      .select()
      .from(creditEntries)
      .where(and(eq(creditEntries.id, entryId), eq(creditEntries.personId, person.id)));
    if (!entry) throw new Refused('not-found');
    const correcting = await decide(tx, entry);
    // Year, kind of training, unit and policy are those of the entry it corrects.
    const { id: _id, sequence: _sequence, previousHash: _previous, ...same } = fieldsOf(entry);
    const posting = await postEntry(tx, {
      ...same,
      ...correcting,
      sourceType: CORRECTION,
      evidence: JSON.stringify({ corrects: entry.id }),
      postedAt: now.toISOString(),
      postedBy: actor.personId,
      reason,
    });
    await notify(tx, {
      personId: person.id,
      kind: correcting.kind === 'reversal' ? 'credit-reversed' : 'credit-reinstated',
      occasion: posting.entry.id,
      params: { title: titleOf(entry), hours: Math.abs(entry.hundredths) / 100, reason },
      link: '/record',
      now,
    });
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: correcting.kind === 'reversal' ? 'credit-reversed' : 'credit-reinstated',
      subject: `person:${person.id}`,
      detail: { entry: entry.id, posted: posting.entry.id, reason },
      address: actor.address,
    });
  });
}

async function reversalOf(tx: Tx, entry: CreditEntry): Promise<CreditEntry | null> {
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
