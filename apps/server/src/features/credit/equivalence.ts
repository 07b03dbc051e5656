// Courses with the same content count once in a training year: the better of the two or the first, as
// the hour policy says (DOMAIN 5.7).
import type { Reader, Tx } from '@xueshi/database';
import type { Equivalence } from '@xueshi/domain';
import { notify } from '../notices/service.ts';
import { ledgerOf, standingEntries } from './entries.ts';
import { snapshotOf, type CreditEntry } from './ledger.ts';
import { negating, postCorrection } from './post-correction.ts';

export interface SameContent {
  readonly personId: string;
  readonly group: string | null;
  readonly rule: Equivalence;
  readonly year: number;
  /** The course at hand, which is not its own equivalent. */
  readonly slug: string | null;
}

/** The standing credit of the year for another course with the same content; null where none stands in the way. */
export async function equivalentCredit(
  db: Reader,
  { personId, group, rule, year, slug }: SameContent,
): Promise<CreditEntry | null> {
  if (group === null || rule === 'both') return null;
  const same = (entry: CreditEntry) => {
    const snapshot = snapshotOf(entry);
    return snapshot?.equivalence === group && snapshot.slug !== slug;
  };
  return standingEntries(await ledgerOf(db, personId, year)).find(same) ?? null;
}

/** Whether a course takes the place of what its equivalent brought. */
export const givesWay = (credited: CreditEntry, rule: Equivalence, hundredths: number): boolean =>
  rule === 'higher' && hundredths > credited.hundredths;

/** Takes back the lesser of two credits for the same content; the learner is told. */
export async function replaceLesser(
  tx: Tx,
  lesser: CreditEntry,
  better: CreditEntry,
  now: Date,
): Promise<void> {
  const title = snapshotOf(lesser)?.title['zh-CN'] ?? '';
  const counted = snapshotOf(better)?.title;
  const reason = `内容相同，改按学时较高的《${counted?.['zh-CN'] ?? ''}》计入 / Same content: “${counted?.en ?? ''}”, which is worth more, counts instead`;
  const entry = await postCorrection(tx, lesser, negating(lesser), {
    postedBy: 'system',
    reason,
    now,
    evidence: { countedInstead: better.id },
  });
  await notify(tx, {
    personId: lesser.personId,
    kind: 'credit-reversed',
    occasion: entry.id,
    params: { title, hours: lesser.hundredths / 100, reason },
    link: '/record',
    now,
  });
}
