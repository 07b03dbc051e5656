// Hour policies as administrators write them: tried out on this year's figures, then adopted at a unit
// from a training year on (DOMAIN G2, G15). A subtree may ask more than the policy above it, never less.
import type { WhatIf } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import {
  CN_2010_GRASSROOTS,
  CN_2023,
  keyGroupsNamed,
  ownCategoriesNamed,
  SENSITIVE_KEY_GROUP,
  trainingYearOf,
  type HourPolicy,
} from '@xueshi/domain';
import { administeredUnit, type Administered, type OrgUnit } from '../../platform/authorisation.ts';
import type { JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { demandCategory } from '../audience-categories/service.ts';
import { recordAudit } from '../audit/service.ts';
import { demandInUse, demandKeyGroup } from '../key-groups/service.ts';
import { crumbsTo, refOf } from '../organisations/service.ts';
import {
  adoptPolicy,
  adoptedPolicies,
  pickPolicy,
  policiesWithin,
} from '../requirements/service.ts';
import { coursesToName, withCourses } from './asked-courses.ts';
import { DRAFT_ID, precedenceOf, type Change, type Precedence } from './precedence.ts';
import { adoptionsAt, nextVersion, type AdoptionRow } from './store.ts';
import { faultsOf, policyOf, type Wish } from './soundness.ts';
import { beginTrial, sealedResult } from './trials.ts';
import { trialSeen } from './what-if-seal.ts';
import { tellBelow } from './tell-below.ts';
import { adoptionView, changeView, policyView } from './views.ts';

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
    courses: await coursesToName(
      db,
      rows.map(({ policy }) => policy),
    ),
  };
}

const notOf = <Adopted extends { orgPath: string }>(
  unit: OrgUnit,
  policies: readonly Adopted[],
): Adopted[] => policies.filter(({ orgPath }) => orgPath !== unit.path);

/** Judges a draft and, where it may be adopted, says has reckoned what that would change. */
export async function tryHourPolicy(
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
  actor: Actor,
  unitId: string,
  wish: Wish,
) {
  const { unit, faults } = await judge(platform, actor, unitId, wish);
  const stands = faults.problems.length === 0 && faults.loosenings.length === 0;
  return { ...faults, trial: stands ? await beginTrial(platform, jobs, actor, unit, wish) : null };
}

async function judge(platform: Platform, actor: Actor, unitId: string, wish: Wish) {
  const unit = await administeredUnit(platform.db, actor, unitId);
  const thisYear = trainingYearOf(platform.clock.now());
  // What is closed stays as it was reckoned (DOMAIN 5.1).
  if (wish.fromYear < thisYear) throw new Refused('hour-policy-year-past', { year: thisYear });
  if (wish.fromYear > thisYear + MOST_YEARS_AHEAD)
    throw new Refused('hour-policy-year-far', { year: thisYear + MOST_YEARS_AHEAD });
  const policies = await adoptedPolicies(platform);
  const before = pickPolicy(policies, unit.path, wish.fromYear);
  const above = pickPolicy(notOf(unit, policies), unit.path, wish.fromYear);
  const clauses = await withCourses(platform.db, wish.policy, before?.policy ?? null);
  const policy = policyOf(wish.policy, await nextVersion(platform.db, wish.policy.code), clauses);
  await demandKeyGroups(platform.db, policy, before?.policy ?? null);
  await demandCategories(platform.db, policy, before?.policy ?? null);
  return { unit, policy, faults: faultsOf(policy, above?.policy ?? null) };
}

/** Refuses a key group that there is not, or one given to nobody any more that was not named before. */
async function demandKeyGroups(db: Reader, policy: HourPolicy, before: HourPolicy | null) {
  const named = before ? keyGroupsNamed(before) : [];
  for (const code of keyGroupsNamed(policy)) {
    // Told with everything else that is wrong in the draft.
    if (code === SENSITIVE_KEY_GROUP) continue;
    const group = await demandKeyGroup(db, code);
    if (!named.includes(code)) demandInUse(group);
  }
}

/** The same of categories; the six have their places in every policy. */
async function demandCategories(db: Reader, policy: HourPolicy, before: HourPolicy | null) {
  const named = before ? ownCategoriesNamed(before) : [];
  for (const code of ownCategoriesNamed(policy)) {
    const { own, name, isRetired } = await demandCategory(db, code);
    if (!own) throw new Refused('category-unknown', { code });
    if (isRetired && !named.includes(code))
      throw new Refused('category-retired', { name: name['zh-CN'] });
  }
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
  const trialId = trialSeen(platform, seen, { unitId: unit.id, actor, wish });
  const shown = trialId === null ? null : await sealedResult(platform.db, trialId);
  if (!shown) throw new Refused('what-if-not-seen');
  return adopt(platform, actor, unit, { policy, fromYear: wish.fromYear, shown });
}

const toldOf = ({ code, version, basis }: HourPolicy) => ({ code, version, basis });

async function adopt(
  platform: Platform,
  actor: Actor,
  unit: Administered<OrgUnit>,
  { policy, fromYear, shown }: { policy: HourPolicy; fromYear: number; shown: WhatIf },
): Promise<{ id: string; version: string }> {
  const now = platform.clock.now();
  const id = await platform.write(async (tx) => {
    const known = await policiesWithin(tx);
    const precedence = precedenceOf(known, unit, { policy, fromYear });
    const before = pickPolicy(known, unit.path, fromYear);
    if (!tellsOf(shown, precedence)) throw new Refused('what-if-outdated');
    const adopted = await adoptPolicy(tx, {
      orgUnit: unit,
      policy,
      fromYear,
      adoptedBy: actor.personId,
      whatIf: shown,
      now,
    });
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'hour-policy-adopted',
      subject: `org-unit:${unit.id}`,
      detail: {
        policy: adopted,
        // What held here for that year until now: the unit's own, or that of a unit above.
        before: before === null ? {} : toldOf(before.policy),
        after: toldOf(policy),
        fromYear,
      },
      address: actor.address,
    });
    await tellBelow(tx, { actor, unit, adoptedId: adopted, now }, precedence);
    return adopted;
  });
  return { id, version: policy.version };
}

/** Whether the policies that give way or apply again are those that were shown. */
function tellsOf(shown: WhatIf, { givingWay, applyingAgain }: Precedence): boolean {
  const now = (changes: readonly Change[]) =>
    changes.map((one) => [changeView(one), one.own.id === DRAFT_ID] as const);
  const [giving, again] = [now(givingWay), now(applyingAgain)];
  // The draft's own version may have been taken by another since; it is the same draft.
  const place = (one: { unitId: string; version: string; fromYear: number }, isDraft: boolean) =>
    [one.unitId, one.fromYear, isDraft ? '' : one.version].join('|');
  const words = (places: readonly string[]) => [...places].sort().join(' ');
  return (
    words(shown.givingWay.map((one) => place(one, one.isDraft))) ===
      words(giving.map(([one, isDraft]) => place(one, isDraft))) &&
    words(shown.applyingAgain.map((one) => place(one, false))) ===
      words(again.map(([one]) => place(one, false)))
  );
}
