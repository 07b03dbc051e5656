// What adopting a policy would change, by the real figures of this year.
import type { WhatIf } from '@xueshi/contracts';
import {
  AUDIENCE_CATEGORIES,
  DEFAULT_CREDIT_RULES,
  trainingYearOf,
  valueCourse,
  watchedEnough,
  type AudienceCategory,
  type RequirementResult,
} from '@xueshi/domain';
import { setImmediate as others } from 'node:timers/promises';
import type { OrgUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { publishedCatalogue } from '../catalogue/service.ts';
import { accountsOfPeople } from '../credit/service.ts';
import { peopleBelow, type PersonInUnit } from '../organisations/service.ts';
import {
  adoptedPolicies,
  creditsBeside,
  evaluateYear,
  installationRules,
  policyPicker,
  subjectsOf,
  yearsLookedAt,
  type AdoptedHere,
} from '../requirements/service.ts';
import { DRAFT_ID, precedenceOf, withDraft, type Change, type Draft } from './precedence.ts';
import { looseningViews } from './soundness.ts';
import { lecturesUnderWay } from './store.ts';
import { changeView } from './views.ts';

const PEOPLE_A_PAGE = 500;
const MOST_NAMES = 20;

/** Which policy decides about a unit: as things are, and with the draft adopted at `unit`. */
interface Choice {
  before(path: string): AdoptedHere | null;
  after(path: string): AdoptedHere | null;
  /** All that is looked at on either side. */
  readonly policies: readonly AdoptedHere[];
}

function choiceOf(now: readonly AdoptedHere[], unit: OrgUnit, draft: Draft): Choice {
  const then = withDraft(now, unit, draft);
  const { fromYear } = draft;
  return {
    before: policyPicker(now, fromYear),
    after: policyPicker(then, fromYear),
    policies: [...now, ...then],
  };
}

export async function whatIf(platform: Platform, unit: OrgUnit, draft: Draft): Promise<WhatIf> {
  const at = platform.clock.now();
  const now = await adoptedPolicies(platform);
  const choice = choiceOf(now, unit, draft);
  const everybody = await peopleBelow(platform.db, unit.path);
  // Where a unit further down keeps a policy of its own, nothing changes.
  const people = everybody.filter(({ unitPath }) => {
    const after = choice.after(unitPath);
    return after?.id === DRAFT_ID || after?.id !== choice.before(unitPath)?.id;
  });
  return {
    asOf: at.toISOString(),
    ...changesBelow(now, unit, draft, everybody),
    people: people.length,
    ...(await compareRequirements(platform, people, choice, trainingYearOf(at))),
    ...(await compareLectures(platform, unit, people, choice)),
    courses: await compareValues(platform, unit, draft, trainingYearOf(at)),
  };
}

/** Which policies give way or apply again, and about how many people they decide. */
function changesBelow(
  now: readonly AdoptedHere[],
  unit: OrgUnit,
  draft: Draft,
  everybody: readonly PersonInUnit[],
): Pick<WhatIf, 'givingWay' | 'applyingAgain'> {
  const then = withDraft(now, unit, draft);
  const { givingWay, applyingAgain } = precedenceOf(now, unit, draft);
  const peopleOf = ({ own }: Change, policies: readonly AdoptedHere[], year: number) => {
    const policyAt = policyPicker(policies, year);
    return everybody.filter(({ unitPath }) => policyAt(unitPath)?.id === own.id).length;
  };
  return {
    givingWay: givingWay.map((change) => {
      const { own, other, fromYear } = change;
      const isDraft = own.id === DRAFT_ID;
      const people = isDraft
        ? peopleOf(change, then, draft.fromYear)
        : peopleOf(change, now, fromYear);
      const loosenings = looseningViews(own.policy, other.policy);
      return { ...changeView(change), isDraft, people, loosenings };
    }),
    applyingAgain: applyingAgain.map((change) => ({
      ...changeView(change),
      people: peopleOf(change, then, change.fromYear),
    })),
  };
}

interface Tally {
  people: number;
  metBefore: number;
  metAfter: number;
  missingBefore: number;
  missingAfter: number;
}

const missingIn = (result: RequirementResult | null) =>
  result?.clauses.reduce((sum, clause) => sum + clause.missingHundredths, 0) ?? 0;

async function compareRequirements(
  platform: Platform,
  people: readonly PersonInUnit[],
  { before, after, policies }: Choice,
  year: number,
) {
  const years = yearsLookedAt([year]);
  const tallies = new Map<AudienceCategory, Tally>();
  const losingPeople: WhatIf['losingPeople'] = [];
  let withoutCategory = 0;
  let exempt = 0;
  let losing = 0;
  let gaining = 0;
  for (let from = 0; from < people.length; from += PEOPLE_A_PAGE) {
    const page = people.slice(from, from + PEOPLE_A_PAGE);
    const ids = page.map(({ personId }) => personId);
    const sums = await accountsOfPeople(platform.db, ids, years);
    const beside = await creditsBeside(platform.db, policies, ids, years);
    const subjects = await subjectsOf(platform.db, ids);
    const facts = new Map(subjects.map((subject) => [subject.personId, subject]));
    for (const { personId, name, unitName } of page) {
      const subject = facts.get(personId);
      if (!subject) continue;
      const own = sums.get(personId) ?? [];
      const evaluate = (policyAt: typeof before) =>
        evaluateYear(subject, own, year, policyAt, beside.get(personId));
      const was = evaluate(before).evaluated;
      const then = evaluate(after);
      const will = then.evaluated;
      if (then.exempt) {
        exempt += 1;
        continue;
      }
      if (!will) {
        withoutCategory += 1;
        continue;
      }
      addTo(tallies, will.category, was, will);
      if (was?.met === true && !will.met) {
        losing += 1;
        const missingHundredths = missingIn(will);
        if (losingPeople.length < MOST_NAMES)
          losingPeople.push({ id: personId, name, unitName, missingHundredths });
      }
      if (was?.met !== true && will.met) gaining += 1;
    }
    await others(); // Reading is synchronous inside: requests take their turn in between.
  }
  const byCategory = AUDIENCE_CATEGORIES.flatMap((category) => {
    const tally = tallies.get(category);
    return tally ? [{ category, ...tally }] : [];
  });
  return { withoutCategory, exempt, byCategory, losing, gaining, losingPeople };
}

function addTo(
  tallies: Map<AudienceCategory, Tally>,
  category: AudienceCategory,
  was: RequirementResult | null,
  will: RequirementResult,
): void {
  const tally = tallies.get(category) ?? {
    people: 0,
    metBefore: 0,
    metAfter: 0,
    missingBefore: 0,
    missingAfter: 0,
  };
  tally.people += 1;
  tally.metBefore += was?.met === true ? 1 : 0;
  tally.metAfter += will.met ? 1 : 0;
  tally.missingBefore += missingIn(was);
  tally.missingAfter += missingIn(will);
  tallies.set(category, tally);
}

/** Lectures under way that would need less, or more, than now to be complete. */
async function compareLectures(
  { db }: Platform,
  unit: OrgUnit,
  people: readonly PersonInUnit[],
  { before, after }: Choice,
): Promise<Pick<WhatIf, 'lecturesNearer' | 'lecturesFarther'>> {
  const paths = new Map(people.map(({ personId, unitPath }) => [personId, unitPath]));
  const coverage = (adopted: AdoptedHere | null) =>
    (adopted?.policy ?? DEFAULT_CREDIT_RULES).coveragePercent;
  let lecturesNearer = 0;
  let lecturesFarther = 0;
  let place: string | null = '';
  while (place !== null) {
    const { lectures, last } = await lecturesUnderWay(db, unit.path, place, PEOPLE_A_PAGE);
    for (const { personId, watched, durationMs } of lectures) {
      const path = paths.get(personId);
      if (path === undefined) continue;
      const was = watchedEnough(watched, durationMs, coverage(before(path)));
      const will = watchedEnough(watched, durationMs, coverage(after(path)));
      if (!was && will) lecturesNearer += 1;
      if (coverage(after(path)) > coverage(before(path))) lecturesFarther += 1;
    }
    place = last;
    await others();
  }
  return { lecturesNearer, lecturesFarther };
}

/** Values are the installation's: only a policy of its topmost unit can change what a course is worth. */
async function compareValues(
  platform: Platform,
  unit: OrgUnit,
  { policy }: Draft,
  year: number,
): Promise<WhatIf['courses']> {
  if (unit.parentId !== null) return [];
  const rules = await installationRules(platform, year);
  const { academicHourMinutes, stepHundredths } = rules;
  const same =
    academicHourMinutes === policy.academicHourMinutes && stepHundredths === policy.stepHundredths;
  if (same) return [];
  const { courses } = await publishedCatalogue(platform);
  return courses.flatMap(({ course, version }) => {
    if ((version.valuation as { kind: string }).kind !== 'linear') return [];
    const { materialSeconds, valueHundredths: before, title } = version;
    const valuation = { kind: 'linear' } as const;
    const { hundredths: after } = valueCourse({ valuation, materialSeconds, policy });
    return before === after ? [] : [{ slug: course.slug, title, before, after }];
  });
}
