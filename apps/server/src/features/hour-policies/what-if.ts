// What adopting a policy would change, by the real figures of this year: a page of people at a time.
import type { WhatIf } from '@xueshi/contracts';
import {
  DEFAULT_CREDIT_RULES,
  missingOf,
  policyChange,
  trainingYearOf,
  valueCourse,
  valuesAlike,
  watchedEnough,
  type Missing,
  type PolicyChange,
  type RequirementResult,
} from '@xueshi/domain';
import { setImmediate as others } from 'node:timers/promises';
import type { OrgUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { inCategoryOrder, knownCategories } from '../audience-categories/service.ts';
import { publishedCatalogue } from '../catalogue/service.ts';
import { accountsOfPeople } from '../credit/service.ts';
import {
  adoptedPolicies,
  creditsBeside,
  evaluateYear,
  installationRules,
  policiesIn,
  policyPicker,
  subjectsOf,
  yearsLookedAt,
  type AdoptedHere,
  type PolicyIn,
} from '../requirements/service.ts';
import { DRAFT_ID, precedenceOf, withDraft, type Change, type Draft } from './precedence.ts';
import { looseningViews } from './soundness.ts';
import { headcounts, lecturesUnderWay, presentPeople, type PresentPerson } from './store.ts';
import {
  accruingOf,
  pendingOf,
  pendingSums,
  unfinishedCourses,
  type Unfinished,
} from './unfinished.ts';
import { changeView } from './views.ts';

const PEOPLE_A_PAGE = 500;

/** Which policy decides about a unit: as things are, and with the draft adopted at `unit`. */
interface Choice {
  /** In years before, which the draft leaves as they are. */
  readonly earlier: PolicyIn;
  before(path: string): AdoptedHere | null;
  after(path: string): AdoptedHere | null;
  /** All that is looked at on either side. */
  readonly policies: readonly AdoptedHere[];
}

function choiceOf(now: readonly AdoptedHere[], unit: OrgUnit, draft: Draft): Choice {
  const then = withDraft(now, unit, draft);
  const { fromYear } = draft;
  return {
    earlier: policiesIn(now),
    before: policyPicker(now, fromYear),
    after: policyPicker(then, fromYear),
    policies: [...now, ...then],
  };
}

/** Where a unit further down keeps a policy of its own, nothing changes. */
function isConcerned({ before, after }: Choice, path: string): boolean {
  const will = after(path);
  return will?.id === DRAFT_ID || will?.id !== before(path)?.id;
}

export interface Affected {
  readonly person: PresentPerson;
  readonly change: PolicyChange;
  readonly before: Missing;
  readonly after: Missing;
}

export interface Comparing {
  readonly signal: AbortSignal;
  /** Takes the people of a page who are affected, and how many of all were looked at by now. */
  keep(affected: readonly Affected[], looked: number): Promise<void>;
}

export async function whatIf(
  platform: Platform,
  unit: OrgUnit,
  draft: Draft,
  comparing: Comparing,
): Promise<WhatIf> {
  const at = platform.clock.now();
  const now = await adoptedPolicies(platform);
  const choice = choiceOf(now, unit, draft);
  const counts = await headcounts(platform.db, unit.path);
  const year = trainingYearOf(at);
  return {
    asOf: at.toISOString(),
    ...changesBelow(now, unit, draft, counts),
    people: peopleWhere(counts, (path) => isConcerned(choice, path)),
    ...(await compareRequirements(platform, unit, choice, year, comparing)),
    ...(await compareLectures(platform, unit, choice, comparing.signal)),
    courses: await compareValues(platform, unit, draft, year),
  };
}

type Headcounts = Awaited<ReturnType<typeof headcounts>>;

const peopleWhere = (counts: Headcounts, concerned: (path: string) => boolean) =>
  counts.reduce((sum, { unitPath, people }) => sum + (concerned(unitPath) ? people : 0), 0);

/** Which policies give way or apply again, and about how many people they decide. */
function changesBelow(
  now: readonly AdoptedHere[],
  unit: OrgUnit,
  draft: Draft,
  counts: Headcounts,
): Pick<WhatIf, 'givingWay' | 'applyingAgain'> {
  const then = withDraft(now, unit, draft);
  const { givingWay, applyingAgain } = precedenceOf(now, unit, draft);
  const peopleOf = ({ own }: Change, policies: readonly AdoptedHere[], year: number) => {
    const policyAt = policyPicker(policies, year);
    return peopleWhere(counts, (path) => policyAt(path)?.id === own.id);
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

interface Sums {
  readonly tallies: Map<string, Tally>;
  readonly changes: Record<PolicyChange, number>;
  withoutCategory: number;
  exempt: number;
  /** Who has completed lessons of unfinished courses credited that are not now, and the other way. */
  readonly unfinished: { gaining: number; hundredths: number; stopped: number };
  /** Whose unfinished courses would count in another year than now, and how much more in this one. */
  readonly accruing: { people: number; hundredths: number };
}

async function compareRequirements(
  platform: Platform,
  unit: OrgUnit,
  choice: Choice,
  year: number,
  { signal, keep }: Comparing,
) {
  const changes = { losing: 0, gaining: 0, more: 0, less: 0 };
  const unfinished = { gaining: 0, hundredths: 0, stopped: 0 };
  const accruing = { people: 0, hundredths: 0 };
  const sums: Sums = {
    tallies: new Map(),
    changes,
    withoutCategory: 0,
    exempt: 0,
    unfinished,
    accruing,
  };
  let after = '';
  let looked = 0;
  for (let more = true; more;) {
    signal.throwIfAborted();
    const page = await presentPeople(platform.db, unit.path, after, PEOPLE_A_PAGE);
    const concerned = page.filter(({ unitPath }) => isConcerned(choice, unitPath));
    const affected = await comparePage(platform, concerned, choice, year, sums);
    looked += page.length;
    await keep(affected, looked);
    await others(); // Reading is synchronous inside: requests take their turn in between.
    after = page.at(-1)?.personId ?? after;
    more = page.length === PEOPLE_A_PAGE;
  }
  const known = await knownCategories(platform.db);
  const byCategory = inCategoryOrder(known, [...sums.tallies.keys()]).flatMap((category) => {
    const tally = sums.tallies.get(category);
    return tally ? [{ category, ...tally }] : [];
  });
  const { withoutCategory, exempt } = sums;
  const { losing, gaining, more: owingMore, less: owingLess } = changes;
  const ways = { losing, gaining, owingMore, owingLess };
  return { withoutCategory, exempt, byCategory, ...ways, unfinished, accruing };
}

async function comparePage(
  { db }: Platform,
  page: readonly PresentPerson[],
  { before, after, earlier, policies }: Choice,
  year: number,
  sums: Sums,
): Promise<Affected[]> {
  const years = yearsLookedAt([year]);
  const ids = page.map(({ personId }) => personId);
  const accounts = await accountsOfPeople(db, ids, years);
  const beside = await creditsBeside(db, policies, ids, years);
  const facts = new Map((await subjectsOf(db, ids)).map((one) => [one.personId, one]));
  const underWay = await unfinishedCourses(db, ids);
  return page.flatMap((person) => {
    const subject = facts.get(person.personId);
    if (!subject) return [];
    const own = accounts.get(person.personId) ?? [];
    const courses = underWay.get(person.personId) ?? [];
    const rulesBy = (policyAt: typeof before) =>
      policyAt(person.unitPath)?.policy ?? DEFAULT_CREDIT_RULES;
    addUnfinished(sums, courses, year, [rulesBy(before), rulesBy(after)]);
    const evaluate = (policyAt: typeof before) => {
      const all = [...own, ...pendingSums(courses, rulesBy(policyAt), year)];
      const policyIn: PolicyIn = (of) => (of === year ? policyAt : earlier(of));
      return evaluateYear(subject, all, year, policyIn, beside.get(person.personId));
    };
    const was = evaluate(before).evaluated;
    const { evaluated: will, exempt } = evaluate(after);
    if (exempt) sums.exempt += 1;
    else if (!will) sums.withoutCategory += 1;
    if (exempt || !will) return [];
    addTo(sums.tallies, was, will);
    const change = policyChange(was, will);
    if (change === null) return [];
    sums.changes[change] += 1;
    return [{ person, change, before: missingOf(was), after: missingOf(will) }];
  });
}

type CourseRules = Parameters<typeof accruingOf>[2];

function addUnfinished(
  { unfinished: sum, accruing }: Sums,
  courses: readonly Unfinished[],
  year: number,
  [before, after]: readonly [CourseRules, CourseRules],
): void {
  const pending = (rules: CourseRules) =>
    courses.reduce((all, course) => all + pendingOf(course, rules), 0);
  const accrued = (rules: CourseRules) =>
    courses.reduce((all, course) => all + accruingOf(course, year, rules), 0);
  if (before.attribution !== after.attribution) {
    const moved = accrued(after) - accrued(before);
    if (moved !== 0) accruing.people += 1;
    accruing.hundredths += moved;
  }
  const more = pending(after) - pending(before);
  if (more > 0) sum.gaining += 1;
  sum.hundredths += Math.max(0, more);
  if (courses.length > 0 && before.partial !== 'none' && after.partial === 'none') sum.stopped += 1;
}

function addTo(
  tallies: Map<string, Tally>,
  was: RequirementResult | null,
  will: RequirementResult,
): void {
  const tally = tallies.get(will.category) ?? {
    people: 0,
    metBefore: 0,
    metAfter: 0,
    missingBefore: 0,
    missingAfter: 0,
  };
  tally.people += 1;
  tally.metBefore += was?.met === true ? 1 : 0;
  tally.metAfter += will.met ? 1 : 0;
  tally.missingBefore += missingOf(was).hundredths;
  tally.missingAfter += missingOf(will).hundredths;
  tallies.set(will.category, tally);
}

/** Lectures under way that would need less, or more, than now to be complete. */
async function compareLectures(
  { db }: Platform,
  unit: OrgUnit,
  choice: Choice,
  signal: AbortSignal,
): Promise<Pick<WhatIf, 'lecturesNearer' | 'lecturesFarther'>> {
  const coverage = (adopted: AdoptedHere | null) =>
    (adopted?.policy ?? DEFAULT_CREDIT_RULES).coveragePercent;
  let lecturesNearer = 0;
  let lecturesFarther = 0;
  let place: string | null = '';
  while (place !== null) {
    signal.throwIfAborted();
    const { lectures, last } = await lecturesUnderWay(db, unit.path, place, PEOPLE_A_PAGE);
    for (const { unitPath, watched, durationMs } of lectures) {
      if (!isConcerned(choice, unitPath)) continue;
      const [before, after] = [coverage(choice.before(unitPath)), coverage(choice.after(unitPath))];
      const was = watchedEnough(watched, durationMs, before);
      if (!was && watchedEnough(watched, durationMs, after)) lecturesNearer += 1;
      if (after > before) lecturesFarther += 1;
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
  if (valuesAlike(rules, policy)) return [];
  const { courses } = await publishedCatalogue(platform);
  return courses.flatMap(({ course, version }) => {
    if ((version.valuation as { kind: string }).kind === 'authored') return [];
    const { materialSeconds, valueHundredths: before, title } = version;
    const valuation = { kind: 'linear' } as const;
    const { hundredths: after } = valueCourse({ valuation, materialSeconds, policy });
    return before === after ? [] : [{ slug: course.slug, title, before, after }];
  });
}
