// Hours that the record has and the requirement does not count, told with the credit that brought them.
import type { CompletionNews } from '@xueshi/contracts';
import type { Tx } from '@xueshi/database';
import type { Platform } from '../../platform/platform.ts';
import { requirementOf, requirementWithin } from '../requirements/service.ts';
import { accountsOf } from './accounts.ts';
import type { CreditEntry } from './ledger.ts';

type Evaluation = Awaited<ReturnType<typeof requirementWithin>>;
type LeftOut = NonNullable<CompletionNews['credited']>['leftOut'];

const overCaps = (evaluation: Evaluation) =>
  new Map(evaluation?.evaluated?.clauses.map((one) => [one.id, one.overCapHundredths]));

/**
 * What of an entry that this transaction just posted no requirement counts, by the evaluation with it and
 * the one without, which readers outside the transaction still see; null where all of it counts.
 */
export async function leftOutBy(
  platform: Platform,
  tx: Tx,
  { personId, year }: Pick<CreditEntry, 'personId' | 'year'>,
): Promise<LeftOut> {
  const { db } = platform;
  const after = await requirementWithin(tx, personId, await accountsOf(tx, personId), year);
  const clauses = after?.evaluated?.clauses ?? [];
  if (!after || clauses.length === 0) return null;
  const isAllCounted = clauses.every(({ overCapHundredths }) => overCapHundredths === 0);
  if (isAllCounted && after.overDayHundredths === 0) return null;
  const accounts = await accountsOf(db, personId);
  const before = await requirementOf(platform, personId, accounts, year);
  const overBefore = overCaps(before);
  const byCap = clauses.map((one) => one.overCapHundredths - (overBefore.get(one.id) ?? 0));
  const overDayHundredths = Math.max(0, after.overDayHundredths - (before?.overDayHundredths ?? 0));
  const overCapHundredths = Math.max(0, ...byCap);
  if (overDayHundredths === 0 && overCapHundredths === 0) return null;
  return { overDayHundredths, overCapHundredths };
}
