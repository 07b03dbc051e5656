// The hours of an entry of a person that turns out to be another's: taken back there and given here.
import type { Reader, Tx } from '@xueshi/database';
import { equivalentCredit, givesWay, replaceLesser } from './equivalence.ts';
import { isPart, ledgerOf, standingWithOrigins, type Standing } from './entries.ts';
import { findBySource, postEntry, restated, snapshotOf, type CreditEntry } from './ledger.ts';
import { negating, postCorrection, type Cause } from './post-correction.ts';
import { rulesWithin } from './rules.ts';
import { ONLINE_COURSE } from './sources.ts';

interface Same {
  readonly credited: readonly CreditEntry[];
  /** Whether what is moved takes its place; else it counts already. */
  readonly givesWay: boolean;
}

/** Both ledgers as they were before anything was moved. */
interface Ledgers {
  readonly from: readonly Standing[];
  readonly to: readonly Standing[];
}

const ledgersOf = async (db: Reader, from: string, to: string): Promise<Ledgers> => ({
  from: standingWithOrigins(await ledgerOf(db, from)),
  to: standingWithOrigins(await ledgerOf(db, to)),
});

/** The course that an entry credits, whole or in part; null for what is no course of this installation. */
const courseIn = ({ origin }: Standing) =>
  origin.sourceType === ONLINE_COURSE ? (origin.sourceKey.split(/[/:]/)[0] ?? null) : null;

/** Of a course that both were credited in parts, whoever finished it brings all of them; else the receiver's stay. */
function samePartsIn({ from, to }: Ledgers, transfer: Standing): Same | null {
  const course = courseIn(transfer);
  if (course === null) return null;
  const isOfCourse = (one: Standing) => courseIn(one) === course;
  const theirs = to.filter(isOfCourse);
  const isFinished = (ledger: readonly Standing[]) =>
    ledger.some((one) => isOfCourse(one) && !isPart(one.origin));
  const parts = theirs.filter(({ origin }) => isPart(origin)).map(({ entry }) => entry);
  if (!isPart(transfer.origin))
    return parts.length > 0 && !isFinished(to) ? { credited: parts, givesWay: true } : null;
  const counts = isFinished(to) || (parts.length > 0 && !isFinished(from));
  return counts ? { credited: theirs.map(({ entry }) => entry), givesWay: false } : null;
}

/** The credit of the receiver for the same thing, which is not to count a second time (DOMAIN 5.7). */
async function sameThing(
  db: Reader,
  personId: string,
  transfer: Standing,
  ledgers: Ledgers,
): Promise<Same | null> {
  const { entry, origin } = transfer;
  const { sourceType, sourceKey } = origin;
  const same = await findBySource(db, { personId, sourceType, sourceKey });
  if (same) return { credited: [same], givesWay: false };
  const parts = samePartsIn(ledgers, transfer);
  if (parts) return parts;
  const snapshot = snapshotOf(entry);
  const group = snapshot?.equivalence ?? null;
  const { year } = entry;
  const rule = group === null ? 'both' : (await rulesWithin(db, personId, year)).equivalence;
  const slug = snapshot?.slug ?? null;
  const credited = await equivalentCredit(db, { personId, group, rule, year, slug });
  return credited && { credited: [credited], givesWay: givesWay(credited, rule, entry.hundredths) };
}

export interface PlannedTransfer {
  readonly moves: readonly CreditEntry[];
  readonly countedOnce: readonly CreditEntry[];
}

/** What a transfer would do now, and nothing done. */
export async function planTransfer(db: Reader, from: string, to: string): Promise<PlannedTransfer> {
  const moves: CreditEntry[] = [];
  const countedOnce: CreditEntry[] = [];
  const ledgers = await ledgersOf(db, from, to);
  for (const transfer of ledgers.from) {
    const same = await sameThing(db, to, transfer, ledgers);
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
  const ledgers = await ledgersOf(tx, from, to);
  for (const transfer of ledgers.from) {
    const { entry, origin } = transfer;
    const same = await sameThing(tx, to, transfer, ledgers);
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
    for (const lesser of same?.credited ?? [])
      await replaceLesser(tx, lesser, posted.entry, cause.now);
  }
  return arrived;
}
