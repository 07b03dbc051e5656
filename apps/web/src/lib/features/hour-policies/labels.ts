import type {
  AffectedPerson,
  HourPolicyView,
  PolicyCourse,
  PrecedenceChange,
} from '@xueshi/contracts';
import { OTHER_CATEGORIES } from '@xueshi/domain';
import { m } from '@xueshi/messages';
import { categoryLabel } from '#lib/features/accounts/labels.ts';
import { amountText } from '#lib/features/credit/clause.ts';
import { formatHours, localText } from '#lib/format.ts';
import { groupLabel } from '#lib/features/people/key-groups.ts';
import { filterText, scopeText } from '#lib/features/requirements/labels.ts';
import { labelOf } from '#lib/labels.ts';
import type { Category } from './read-clauses.ts';

type Clause = HourPolicyView['byCategory']['township'][number];

const problems = {
  'no-basis': m.policies_problem_no_basis,
  'no-clauses': m.policies_problem_no_clauses,
  'duplicate-clause': m.policies_problem_duplicate_clause,
  'no-threshold': m.policies_problem_no_threshold,
  'threshold-not-positive': m.policies_problem_threshold_not_positive,
  'cap-not-positive': m.policies_problem_cap_not_positive,
  'cap-below-threshold': m.policies_problem_cap_below_threshold,
  'empty-filter': m.policies_problem_empty_filter,
  'no-period-start': m.policies_problem_no_period_start,
  'period-start-without-period': m.policies_problem_period_start_without_period,
  'academic-hour-out-of-range': m.policies_problem_academic_hour,
  'step-not-a-part-of-an-hour': m.policies_problem_step,
  'tiers-unsound': m.policies_problem_tiers,
  'half-day-out-of-range': m.policies_problem_half_day,
  'coverage-out-of-range': m.policies_problem_coverage,
  'rate-unknown': m.policies_problem_rate,
  'offline-share-out-of-range': m.policies_problem_offline_share,
  'empty-scope': m.policies_problem_empty_scope,
  'finish-old-out-of-range': m.policies_problem_finish_old,
  'dual-control-out-of-range': m.policies_problem_dual_control,
  'pro-rata-out-of-range': m.policies_problem_pro_rata,
  'daily-cap-out-of-range': m.policies_problem_daily_cap,
  'online-share-out-of-range': m.policies_problem_online_share,
  'elective-weight-out-of-range': m.policies_problem_elective_weight,
  'carry-over-out-of-range': m.policies_problem_carry_over,
  'no-clause-for-all': m.policies_problem_no_clause_for_all,
  'instead-of-unknown': m.policies_problem_instead_of_unknown,
  'instead-of-other-kind': m.policies_problem_instead_of_other_kind,
  'courses-beside-hours': m.policies_problem_courses_beside_hours,
  'courses-out-of-range': m.policies_problem_courses_out_of_range,
  'clauses-tie': m.policies_problem_clauses_tie,
  'reserve-named': m.policies_problem_reserve_named,
  'too-many-key-groups': m.policies_problem_too_many_key_groups,
};

const loosenings = {
  'academic-hour': m.policies_loosening_academic_hour,
  step: m.policies_loosening_step,
  tiers: m.policies_loosening_tiers,
  'half-day': m.policies_loosening_half_day,
  coverage: m.policies_loosening_coverage,
  rate: m.policies_loosening_rate,
  equivalence: m.policies_loosening_equivalence,
  offline: m.policies_loosening_offline,
  'dual-control': m.policies_loosening_dual_control,
  partial: m.policies_loosening_partial,
  'category-basis': m.policies_loosening_category_basis,
  'pro-rata': m.policies_loosening_pro_rata,
  'daily-cap': m.policies_loosening_daily_cap,
  'online-share': m.policies_loosening_online_share,
  'elective-weight': m.policies_loosening_elective_weight,
  'online-days': m.policies_loosening_online_days,
  'carry-over': m.policies_loosening_carry_over,
  clause: m.policies_loosening_clause,
};

const changes = {
  losing: m.policies_change_losing,
  gaining: m.policies_change_gaining,
  more: m.policies_change_more,
  less: m.policies_change_less,
} satisfies Record<AffectedPerson['change'], () => string>;

const equivalences = {
  higher: m.policies_equivalence_higher,
  first: m.policies_equivalence_first,
  both: m.policies_equivalence_both,
} satisfies Record<HourPolicyView['equivalence'], () => string>;

const partials = {
  none: m.policies_partial_none,
  per_lesson: m.policies_partial_per_lesson,
} satisfies Record<HourPolicyView['partial'], () => string>;

const attributions = {
  completion: m.policies_attribution_completion,
  accrual: m.policies_attribution_accrual,
} satisfies Record<HourPolicyView['attribution'], () => string>;

/** Whom a list of clauses is for. */
export const listLabel = (category: Category) =>
  category === OTHER_CATEGORIES ? m.policies_others() : categoryLabel(category);

export const problemLabel = (problem: string) => labelOf(problems, problem);
export const looseningLabel = (what: string) => labelOf(loosenings, what);
export const changeLabel = (change: string) => labelOf(changes, change);
export const equivalenceLabel = (equivalence: string) => labelOf(equivalences, equivalence);
export const equivalenceOptions = () =>
  Object.entries(equivalences).map(([value, label]) => ({ value, label: label() }));

export const partialLabel = (partial: string) => labelOf(partials, partial);
export const partialOptions = () =>
  Object.entries(partials).map(([value, label]) => ({ value, label: label() }));

export const attributionLabel = (attribution: string) => labelOf(attributions, attribution);
export const attributionOptions = () =>
  Object.entries(attributions).map(([value, label]) => ({ value, label: label() }));

/** Play at a rate, per cent of real time. */
export const rateLabel = (percent: number) =>
  percent === 100
    ? m.policies_rule_rate_real()
    : m.policies_rule_rate_value({ rate: String(percent / 100) });

/** "0 分钟起 0.25 学时；15 分钟起 0.5 学时" */
export const tiersLabel = (tiers: HourPolicyView['tiers']) =>
  tiers
    .map(({ fromSeconds, hundredths }) =>
      m.policies_rule_tier({ minutes: fromSeconds / 60, hours: formatHours(hundredths) }),
    )
    .join(' · ');

/** "完成全部 2 门：…" */
function coursesText(
  { slugs, atLeast: least }: NonNullable<Clause['courses']>,
  known: readonly PolicyCourse[],
): string {
  const titles = slugs.map((slug) => {
    const course = known.find((one) => one.slug === slug);
    return course ? localText(course.title) : slug;
  });
  const named = { count: slugs.length, courses: titles.join('、') };
  return least === slugs.length
    ? m.policies_courses_all(named)
    : m.policies_courses_some({ ...named, least });
}

/** "100 学时 或 12 天", with what it looks at, whom it is for and the cap where there are any. */
export function clauseText(clause: Clause, known: readonly PolicyCourse[]): string {
  const cap = clause.maxCountableHundredths ?? null;
  const { appliesTo, filter, periodStartYear } = clause;
  return [
    clause.courses
      ? coursesText(clause.courses, known)
      : amountText(clause.hundredths, clause.halfDays),
    ...(Object.keys(filter).length > 0 ? [filterText(filter)] : []),
    ...(periodStartYear === undefined
      ? []
      : [
          m.requirements_clause_period_five({
            from: periodStartYear,
            to: periodStartYear + clause.periodYears - 1,
          }),
        ]),
    ...(appliesTo ? [scopeText(appliesTo, groupLabel)] : []),
    ...(cap === null ? [] : [m.policies_clause_cap({ hours: formatHours(cap) })]),
  ].join(' · ');
}

export const givesWayText = ({ fromYear, otherUnitName, otherVersion }: PrecedenceChange) =>
  m.policies_gives_way({ year: fromYear, unit: otherUnitName, version: otherVersion });

export function yearsText({ fromYear, toYear }: { fromYear: number; toYear: number | null }) {
  const from = String(fromYear);
  if (toYear === null) return m.policies_years_from({ from });
  if (toYear <= fromYear) return m.policies_years_one({ from });
  return m.policies_years_span({ from, to: String(toYear) });
}
