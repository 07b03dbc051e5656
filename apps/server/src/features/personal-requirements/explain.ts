// Why somebody owes what they owe: the rule and where it comes from, posts, months, adjustments, and
// clause by clause what counts, what is capped and what is missing.
import type { ExplainedClause, RequirementExplanation } from '@xueshi/contracts';
import {
  holdsIn,
  matches,
  namesCategory,
  periodOf,
  trainingYearOf,
  yearBounds,
  type CreditSum,
  type OwedClause,
} from '@xueshi/domain';
import { administeredPerson, administers } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { accountsOf, yearsOf } from '../credit/service.ts';
import { summaryOf } from '../people/service.ts';
import {
  adoptedPolicies,
  clauseView,
  requirementOf,
  type AdoptedHere,
  type PersonEvaluation,
  type YearEvaluation,
} from '../requirements/service.ts';
import { adjustmentHistory, takesTwo } from './adjustments.ts';
import { keyGroupsView } from './key-groups.ts';
import { proposalsOf } from './proposal-store.ts';

export function explainOwnRequirement(platform: Platform, actor: Actor, year: number | undefined) {
  return explain(platform, actor, { personId: actor.personId, year, mayAdjust: false });
}

export async function explainRequirement(
  platform: Platform,
  actor: Actor,
  personId: string,
  year: number | undefined,
): Promise<RequirementExplanation> {
  const person = await administeredPerson(platform.db, actor, personId, 'read');
  const summary = await summaryOf(platform.db, person.id);
  const rules = summary !== null && administers(actor, summary.unitPath ?? '/');
  const mayAdjust = rules && person.id !== actor.personId;
  return explain(platform, actor, { personId: person.id, year, mayAdjust });
}

async function explain(
  platform: Platform,
  actor: Actor,
  wish: {
    readonly personId: string;
    readonly year: number | undefined;
    readonly mayAdjust: boolean;
  },
): Promise<RequirementExplanation> {
  const { db, clock } = platform;
  const now = clock.now();
  const thisYear = trainingYearOf(now);
  const { personId, year = thisYear, mayAdjust } = wish;
  const person = await summaryOf(db, personId);
  if (!person) throw new Refused('not-found');
  const { unitPath, ...summary } = person;
  const accounted = await accountsOf(db, personId);
  const policies = await adoptedPolicies(platform);
  const evaluation = await requirementOf(platform, personId, accounted, year);
  const history = await adjustmentHistory(db, personId);
  const years = new Set([thisYear, thisYear - 1, year, ...(await yearsOf(db, personId))]);
  return {
    person: summary,
    year,
    years: [...years].sort((a, b) => b - a),
    asOf: now.toISOString(),
    rule: ruleView(evaluation),
    others: othersView(policies, evaluation),
    posts: postsView(evaluation),
    keyGroups: await keyGroupsView(db, evaluation),
    absences: absencesView(evaluation, year),
    monthsServed: evaluation?.owed?.monthsServed.length ?? 12,
    monthsOwed: evaluation?.owed?.monthsOwed ?? 12,
    exempt: evaluation?.exempt ?? false,
    met: evaluation?.evaluated?.met ?? false,
    clauses: evaluation ? clausesView(evaluation) : [],
    overDayHundredths: evaluation?.overDayHundredths ?? 0,
    carriedHundredths: evaluation?.carriedHundredths ?? 0,
    adjustments: history,
    proposals: await proposalsOf(db, personId, { id: actor.personId, now }),
    mayAdjust,
    adjustmentTakesTwo: await takesTwo(platform, unitPath),
  };
}

function ruleView(evaluation: YearEvaluation | null): RequirementExplanation['rule'] {
  const adopted = evaluation?.adopted;
  if (!adopted) return null;
  const { title, version, basis, categoryBasis, proRataMonths, dailyCapHundredths } =
    adopted.policy;
  const { onlineSharePercent, electiveWeightPercent, onlineCountsDays } = adopted.policy;
  const { carryOverHundredths } = adopted.policy;
  return {
    title,
    version,
    basis: { ...basis },
    scopeUnitName: adopted.scopeUnitName,
    fromYear: adopted.fromYear,
    categoryBasis,
    proRataMonths,
    dailyCapHundredths,
    onlineSharePercent,
    electiveWeightPercent,
    onlineCountsDays,
    carryOverHundredths,
    asOthers: evaluation.owed !== null && !namesCategory(adopted.policy, evaluation.owed.category),
  };
}

/** Policies at the unit or above it that do not apply: a nearer or a stricter one does, or not this year. */
function othersView(
  policies: readonly AdoptedHere[],
  evaluation: YearEvaluation | null,
): RequirementExplanation['others'] {
  const path = evaluation?.appointments.at(-1)?.unitPath;
  if (!evaluation || path === undefined) return [];
  const { year, adopted } = evaluation;
  return policies
    .filter(({ id, orgPath }) => id !== adopted?.id && path.startsWith(orgPath))
    .map(({ policy, orgPath, scopeUnitName, fromYear, toYear }) => ({
      version: policy.version,
      scopeUnitName,
      fromYear,
      toYear,
      why: whyNot({ orgPath, fromYear, toYear }, adopted, year),
    }));
}

function whyNot(
  other: Pick<AdoptedHere, 'orgPath' | 'fromYear' | 'toYear'>,
  applying: AdoptedHere | null,
  year: number,
): RequirementExplanation['others'][number]['why'] {
  if (!holdsIn(other, year)) return 'other_year';
  // A nearer one that does not apply asks less than the one that does.
  return applying && other.orgPath.length > applying.orgPath.length ? 'looser' : 'farther';
}

function postsView(evaluation: YearEvaluation | null): RequirementExplanation['posts'] {
  type Post = RequirementExplanation['posts'][number];
  const deciding = evaluation?.owed?.post ?? null;
  const held = evaluation?.appointments ?? [];
  // A key group that began within a post may let a part of it decide.
  const decides = deciding && held.findLast(({ startsAt }) => startsAt <= deciding.from);
  return held.map((post, at) => ({
    unitName: post.unitName,
    category: post.category,
    positionLevel: post.positionLevel as Post['positionLevel'],
    rank: post.rank as Post['rank'],
    from: post.startsAt.toISOString(),
    to: post.endsAt?.toISOString() ?? null,
    decides: decides ? decides === post : at === held.length - 1,
  }));
}

function absencesView(evaluation: YearEvaluation | null, year: number) {
  const { start, end } = yearBounds(year);
  return (evaluation?.absences ?? [])
    .filter(({ from, to }) => (from === null || from < end) && (to === null || to > start))
    .map(({ why, from, to }) => ({
      why,
      from: from?.toISOString() ?? null,
      to: to?.toISOString() ?? null,
    }));
}

function clausesView(evaluation: PersonEvaluation): ExplainedClause[] {
  const { owed, evaluated } = evaluation;
  return (evaluated?.clauses ?? []).flatMap((result) => {
    const one = owed?.clauses.find(({ clause }) => clause.id === result.id);
    return one ? [explainedClause(result, one, evaluation)] : [];
  });
}

type Result = NonNullable<YearEvaluation['evaluated']>['clauses'][number];

function explainedClause(
  result: Result,
  owed: OwedClause,
  { sums, year, courses }: PersonEvaluation,
): ExplainedClause {
  const { clause } = owed;
  const period = periodOf(clause, year);
  const inPeriod = sums.filter(
    (sum) =>
      sum.year >= period.fromYear && sum.year <= year && (!sum.carried || clause.periodYears === 1),
  );
  const { filter, maxCountableFilter = null, appliesTo = null } = clause;
  return {
    ...clauseView(result, owed, courses),
    filter: filterView(filter),
    appliesTo: appliesTo && (structuredClone(appliesTo) as ExplainedClause['appliesTo']),
    insteadOf: clause.insteadOf ?? null,
    ...period,
    share: { ...owed.share },
    maxCountableHundredths: clause.maxCountableHundredths ?? null,
    maxCountableFilter: maxCountableFilter && filterView(maxCountableFilter),
    // Of certain courses it is told which are completed: no credit counts for them as hours.
    counted: clause.courses ? [] : byKind(inPeriod.filter((sum) => matches(filter, sum))),
    notCounted: clause.courses ? [] : byKind(inPeriod.filter((sum) => !matches(filter, sum))),
  };
}

const filterView = (filter: OwedClause['clause']['filter']) =>
  structuredClone(filter) as ExplainedClause['filter'];

/** Sums of one kind together, the largest first; kinds of which nothing is left are left out. */
function byKind(sums: readonly CreditSum[]): ExplainedClause['counted'] {
  const kinds = Map.groupBy(sums, ({ mode, intensity, area, required }) =>
    [mode, intensity, area, required].join('|'),
  );
  return [...kinds.values()]
    .flatMap((same) => {
      const [first] = same;
      if (!first) return [];
      const { mode, intensity, area, required } = first;
      const hundredths = same.reduce((sum, one) => sum + one.hundredths, 0);
      const halfDays = same.reduce((sum, one) => sum + one.halfDays, 0);
      return [{ mode, intensity, area, required, hundredths, halfDays }];
    })
    .filter(({ hundredths, halfDays }) => hundredths !== 0 || halfDays !== 0)
    .sort((a, b) => b.hundredths - a.hundredths);
}
