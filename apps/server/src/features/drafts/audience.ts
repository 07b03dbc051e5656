// Whom a course may be meant for: categories and key groups that are in use, and never reserve cadres.
import type { DraftFacts } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import { SENSITIVE_KEY_GROUP } from '@xueshi/domain';
import { Refused } from '../../platform/refused.ts';
import { demandGivenCategory } from '../audience-categories/service.ts';
import { demandInUse, demandKeyGroup } from '../key-groups/service.ts';

type Named = Pick<DraftFacts, 'audience' | 'keyGroups'>;

/** Refuses what is newly named and may not be; what stood there may be unknown here, or have retired since. */
export async function demandAudienceOffered(
  db: Reader,
  before: Named,
  { audience = [], keyGroups = [] }: Named,
): Promise<void> {
  for (const code of audience)
    if (!before.audience?.includes(code)) await demandGivenCategory(db, code, null);
  for (const code of keyGroups) {
    if (before.keyGroups?.includes(code)) continue;
    if (code === SENSITIVE_KEY_GROUP) throw new Refused('key-group-confidential');
    demandInUse(await demandKeyGroup(db, code));
  }
}
