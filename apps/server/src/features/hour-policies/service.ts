// Hour policies as administrators write them: tried out on this year's figures, then adopted at a unit
// from a training year on (DOMAIN G2, G15). A subtree may ask more than the policy above it, never less.
import { CN_2010_GRASSROOTS, CN_2023, trainingYearOf, type HourPolicy } from '@xueshi/domain';
import { administeredUnit, type Administered, type OrgUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { crumbsTo, refOf } from '../organisations/service.ts';
import {
  adoptPolicy,
  adoptedPolicies,
  pickPolicy,
  policiesWithin,
} from '../requirements/service.ts';
import { precedenceOf } from './precedence.ts';
import { adoptionsAt, nextVersion, type AdoptionRow } from './store.ts';
import { faultsOf, policyOf, type Wish } from './soundness.ts';
import { sawWhatIf, sealWhatIf } from './what-if-seal.ts';
import { tellBelow } from './tell-below.ts';
import { adoptionView, policyView } from './views.ts';
import { whatIf } from './what-if.ts';

const PRESETS = [CN_2010_GRASSROOTS, CN_2023];
/** A policy may be adopted ahead: in autumn for the next year, and for a plan of five years. */
const MOST_YEARS_AHEAD = 5;

export async function readHourPolicies(platform: Platform, actor: Actor, unitId: string) {
  const { db, clock } = platform;
  const unit = await administeredUnit(db, actor, unitId, 'read');
  const year = trainingYearOf(clock.now());
  const policies = await adoptedPolicies(platform);
  const inForce = pickPolicy(policies, unit.path, year);
  const above = pickPolicy(notOf(unit, policies), unit.path, year);
  const rows = await adoptionsAt(db, unit.path);
  const find = (id: string | undefined) => rows.find(({ row }) => row.id === id);
  const view = (row: AdoptionRow) => adoptionView(row, policies, year);
  const shown = (row: AdoptionRow | undefined) => (row ? view(row) : null);
  return {
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    year,
    inForce: shown(find(inForce?.id)),
    above: shown(find(above?.id)),
    adopted: rows.filter(({ row }) => row.orgUnitId === unit.id).map(view),
    presets: PRESETS.map(policyView),
  };
}

const notOf = <Adopted extends { orgPath: string }>(
  unit: OrgUnit,
  policies: readonly Adopted[],
): Adopted[] => policies.filter(({ orgPath }) => orgPath !== unit.path);

/** Judges a draft and, where it may be adopted, says what that would change. Writes nothing. */
export async function tryHourPolicy(platform: Platform, actor: Actor, unitId: string, wish: Wish) {
  const { unit, policy, faults } = await judge(platform, actor, unitId, wish);
  if (faults.problems.length > 0 || faults.loosenings.length > 0)
    return { ...faults, whatIf: null, seen: null };
  return {
    ...faults,
    whatIf: await whatIf(platform, unit, { policy, fromYear: wish.fromYear }),
    seen: sealWhatIf(platform, { unitId: unit.id, actor, wish }),
  };
}

async function judge(platform: Platform, actor: Actor, unitId: string, wish: Wish) {
  const unit = await administeredUnit(platform.db, actor, unitId);
  const thisYear = trainingYearOf(platform.clock.now());
  // What is closed stays as it was reckoned (DOMAIN 5.1).
  if (wish.fromYear < thisYear) throw new Refused('hour-policy-year-past', { year: thisYear });
  if (wish.fromYear > thisYear + MOST_YEARS_AHEAD)
    throw new Refused('hour-policy-year-far', { year: thisYear + MOST_YEARS_AHEAD });
  const policies = notOf(unit, await adoptedPolicies(platform));
  const above = pickPolicy(policies, unit.path, wish.fromYear);
  const policy = policyOf(wish.policy, await nextVersion(platform.db, wish.policy.code));
  return { unit, policy, faults: faultsOf(policy, above?.policy ?? null) };
}

/** Adopts a draft, of which the caller has seen what it changes. */
export async function adoptHourPolicy(
  platform: Platform,
  actor: Actor,
  unitId: string,
  { seen, ...wish }: Wish & { seen: string },
): Promise<{ id: string; version: string }> {
  const { unit, policy, faults } = await judge(platform, actor, unitId, wish);
  if (faults.problems.length > 0) throw new Refused('hour-policy-unsound');
  if (faults.loosenings.length > 0) throw new Refused('hour-policy-loosens');
  if (!sawWhatIf(platform, seen, { unitId: unit.id, actor, wish }))
    throw new Refused('what-if-not-seen');
  const change = await whatIf(platform, unit, { policy, fromYear: wish.fromYear });
  return adopt(platform, actor, unit, { policy, fromYear: wish.fromYear, change });
}

async function adopt(
  platform: Platform,
  actor: Actor,
  unit: Administered<OrgUnit>,
  { policy, fromYear, change }: { policy: HourPolicy; fromYear: number; change: unknown },
): Promise<{ id: string; version: string }> {
  const now = platform.clock.now();
  const id = await platform.write(async (tx) => {
    const precedence = precedenceOf(await policiesWithin(tx), unit, { policy, fromYear });
    const adopted = await adoptPolicy(tx, {
      orgUnit: unit,
      policy,
      fromYear,
      adoptedBy: actor.personId,
      whatIf: change,
      now,
    });
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'hour-policy-adopted',
      subject: `org-unit:${unit.id}`,
      detail: { policy: adopted, version: policy.version, fromYear, basis: policy.basis },
      address: actor.address,
    });
    await tellBelow(tx, { actor, unit, adoptedId: adopted, now }, precedence);
    return adopted;
  });
  return { id, version: policy.version };
}
