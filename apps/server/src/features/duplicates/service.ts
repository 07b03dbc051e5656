import type { MergingPreview, Twin } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { administeredPerson, administeredUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { planTransfer, snapshotOf, transferCredits, type CreditEntry } from '../credit/service.ts';
import { notify } from '../notices/service.ts';
import { refOf } from '../organisations/service.ts';
import { findPairs, isTooLarge, MOST_PAIRS, twinsOf } from './find.ts';
import { mergeInto, refuseWithRole } from './merge.ts';

export async function listDuplicates({ db }: Platform, actor: Actor, unitId: string) {
  const unit = await administeredUnit(db, actor, unitId);
  if (await isTooLarge(db, unit.id))
    return { unit: refOf(unit), pairs: [], hasMore: false, isTooLarge: true };
  const found = await findPairs(db, unit.id);
  const listed = found.slice(0, MOST_PAIRS);
  const twins = await twinsOf(
    db,
    listed.flatMap(({ one, other }) => [one, other]),
  );
  return {
    unit: refOf(unit),
    pairs: listed.flatMap(({ one, other }): [Twin, Twin][] => {
      const [first, second] = [twins.get(one), twins.get(other)];
      return first && second ? [[first, second]] : [];
    }),
    hasMore: found.length > listed.length,
    isTooLarge: false,
  };
}

/** Both, if the actor answers for both and neither is the actor: nobody merges hours into their own. */
async function ownPair({ db }: Platform, actor: Actor, keptId: string, duplicateId: string) {
  const kept = await administeredPerson(db, actor, keptId);
  const duplicate = await administeredPerson(db, actor, duplicateId);
  if (kept.id === duplicate.id) throw new Refused('merging-with-oneself');
  if ([kept.id, duplicate.id].includes(actor.personId)) throw new Refused('own-record');
  if (kept.closedAt !== null || duplicate.closedAt !== null) throw new Refused('merging-closed');
  return { kept, duplicate };
}

const creditOf = (entry: CreditEntry) => ({
  title: snapshotOf(entry)?.title ?? { 'zh-CN': '', en: '' },
  year: entry.year,
  hundredths: entry.hundredths,
});

export async function previewMerging(
  platform: Platform,
  actor: Actor,
  keptId: string,
  duplicateId: string,
): Promise<MergingPreview> {
  const pair = await ownPair(platform, actor, keptId, duplicateId);
  await refuseWithRole(platform.db, pair.duplicate.id, platform.clock.now());
  const twins = await twinsOf(platform.db, [keptId, duplicateId]);
  const [kept, duplicate] = [twins.get(keptId), twins.get(duplicateId)];
  if (!kept || !duplicate) throw new Refused('not-found');
  const plan = await planTransfer(platform.db, duplicateId, keptId);
  return {
    kept,
    duplicate,
    moves: plan.moves.map(creditOf),
    countedOnce: plan.countedOnce.map(creditOf),
    loginName: kept.loginName ?? duplicate.loginName,
  };
}

/** In one transaction: hours, code and account, or nothing. The person is told. */
export async function mergePeople(
  platform: Platform,
  actor: Actor,
  keptId: string,
  { duplicateId, reason }: { duplicateId: string; reason: string },
): Promise<void> {
  const { kept, duplicate } = await ownPair(platform, actor, keptId, duplicateId);
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    const cause = { postedBy: actor.personId, reason, now };
    const arrived = await transferCredits(tx, duplicate.id, kept.id, cause);
    await mergeInto(tx, platform.secret, kept, duplicate, now);
    await notify(tx, {
      personId: kept.id,
      kind: 'person-merged',
      occasion: duplicate.id,
      params: { hours: arrived.hundredths / 100, reason },
      link: '/record',
      now,
    });
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'people-merged',
      subject: `person:${kept.id}`,
      detail: { duplicateId: duplicate.id, name: duplicate.name, ...arrived, reason },
      address: actor.address,
    });
  });
}

/** They stay two and are not listed again. */
export async function keepApart(
  platform: Platform,
  actor: Actor,
  personId: string,
  otherId: string,
): Promise<void> {
  const one = await administeredPerson(platform.db, actor, personId);
  const other = await administeredPerson(platform.db, actor, otherId);
  if (one.id === other.id) throw new Refused('merging-with-oneself');
  const [first, second] = one.id < other.id ? [one.id, other.id] : [other.id, one.id];
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    await tx
      .insert(schema.distinctPeople)
      .values({ oneId: first, otherId: second, saidBy: actor.personId, saidAt: now })
      .onConflictDoNothing();
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'people-kept-apart',
      subject: `person:${first}`,
      detail: { otherId: second },
      address: actor.address,
    });
  });
}
