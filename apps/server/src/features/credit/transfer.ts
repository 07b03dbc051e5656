// The hours of an entry of a person that turns out to be another's: taken back there and given here.
import type { Reader, Tx } from '@xueshi/database';
import { equivalentCredit, givesWay, replaceLesser } from './equivalence.ts';
import { correctedBy, ledgerOf, standingEntries } from './entries.ts';
import { findBySource, postEntry, restated, snapshotOf, type CreditEntry } from './ledger.ts';
import { negating, postCorrection, type Cause } from './post-correction.ts';
import { rulesWithin } from './rules.ts';

interface Transfer {
  readonly entry: CreditEntry;
  /** The credit that it goes back to: what the entry itself is, unless it corrects one. */
  readonly origin: CreditEntry;
}

/** What stands in a ledger, each with its origin, in the order it came about. */
function transfersOf(ledger: readonly CreditEntry[]): Transfer[] {
  const byId = new Map(ledger.map((entry) => [entry.id, entry]));
  return standingEntries(ledger).map((entry) => {
    let origin = entry;
    for (let id = correctedBy(origin); id !== null; id = correctedBy(origin)) {
      const before = byId.get(id);
      if (!before) break;
      origin = before;
    }
    return { entry, origin };
  });
}

/** The credit of the receiver for the same thing, which is not to count a second time (DOMAIN 5.7). */
async function sameThing(db: Reader, personId: string, { entry, origin }: Transfer) {
  const { sourceType, sourceKey } = origin;
  const same = await findBySource(db, { personId, sourceType, sourceKey });
  if (same) return { credited: same, givesWay: false };
  const snapshot = snapshotOf(entry);
  const group = snapshot?.equivalence ?? null;
  const { year } = entry;
  const rule = group === null ? 'both' : (await rulesWithin(db, personId, year)).equivalence;
  const slug = snapshot?.slug ?? null;
  const credited = await equivalentCredit(db, { personId, group, rule, year, slug });
  return credited && { credited, givesWay: givesWay(credited, rule, entry.hundredths) };
}

export interface PlannedTransfer {
  readonly moves: readonly CreditEntry[];
  readonly countedOnce: readonly CreditEntry[];
}

/** What a transfer would do now, and nothing done. */
export async function planTransfer(db: Reader, from: string, to: string): Promise<PlannedTransfer> {
  const moves: CreditEntry[] = [];
  const countedOnce: CreditEntry[] = [];
  for (const transfer of transfersOf(await ledgerOf(db, from))) {
    const same = await sameThing(db, to, transfer);
    (same && !same.givesWay ? countedOnce : moves).push(transfer.entry);
  }
  return { moves, countedOnce };
}

/**
 * Moves all hours that stand from one ledger to another: each is reversed there, and given here with
 * its year, day and evidence as they were. What the receiver was credited for already counts once.
 * Returns the hundredths of an hour and the half-days that arrived.
 */
export async function transferCredits(
  tx: Tx,
  from: string,
  to: string,
  cause: Cause,
): Promise<{ hundredths: number; halfDays: number }> {
  const arrived = { hundredths: 0, halfDays: 0 };
  for (const transfer of transfersOf(await ledgerOf(tx, from))) {
    const { entry, origin } = transfer;
    const same = await sameThing(tx, to, transfer);
    await postCorrection(tx, entry, negating(entry), { ...cause, evidence: { transferredTo: to } });
    if (same && !same.givesWay) continue;
    const posted = await postEntry(tx, {
      ...restated(entry),
      personId: to,
      kind: 'adjustment',
      sourceType: origin.sourceType,
      sourceKey: origin.sourceKey,
      reversesId: null,
      evidence: JSON.stringify({
        ...(JSON.parse(origin.evidence ?? '{}') as object),
        transferredFrom: entry.id,
      }),
      postedAt: cause.now.toISOString(),
      postedBy: cause.postedBy,
      reason: cause.reason,
    });
    arrived.hundredths += entry.hundredths;
    arrived.halfDays += entry.halfDays;
    if (same) await replaceLesser(tx, same.credited, posted.entry, cause.now);
  }
  return arrived;
}
