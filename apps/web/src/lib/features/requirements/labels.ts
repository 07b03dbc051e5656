import type { AdjustmentFacts, ExplainedClause, RequirementExplanation } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { areaLabel } from '#lib/features/catalogue/labels.ts';
import { intensityLabel, modeLabel } from '#lib/features/credit/labels.ts';
import { levelLabel, rankLabel } from '#lib/features/people/labels.ts';
import { formatDate } from '#lib/format.ts';
import { labelOf } from '#lib/labels.ts';

type Kind = AdjustmentFacts['kind'];
type Rule = NonNullable<RequirementExplanation['rule']>;
type Absence = RequirementExplanation['absences'][number];
type Filter = ExplainedClause['filter'];
type KindSum = ExplainedClause['counted'][number];

const kinds = {
  exempt: m.requirements_adjustment_exempt,
  reduced: m.requirements_adjustment_reduced,
  prorata: m.requirements_adjustment_prorata,
} satisfies Record<Kind, () => string>;

const bases = {
  year_end: m.requirements_basis_year_end,
  longest: m.requirements_basis_longest,
  highest: m.requirements_basis_highest,
  prorata: m.requirements_basis_prorata,
} satisfies Record<Rule['categoryBasis'], () => string>;

export const adjustmentLabel = (kind: Kind) => labelOf(kinds, kind);
export const adjustmentOptions = () =>
  Object.entries(kinds).map(([value, label]) => ({ value, label: label() }));
export const basisLabel = (basis: Rule['categoryBasis']) => labelOf(bases, basis);
export const basisOptions = () =>
  Object.entries(bases).map(([value, label]) => ({ value, label: label() }));

export const yearsText = ({ fromYear: from, toYear: to }: { fromYear: number; toYear: number }) =>
  from === to
    ? m.requirements_adjustment_year({ from })
    : m.requirements_adjustment_years({ from, to });

export function absenceText({ why, from, to }: Absence): string {
  const end = to === null ? m.requirements_absence_open() : formatDate(to);
  if (why === 'not_joined') return m.requirements_absence_not_joined({ to: end });
  const start = from === null ? '' : formatDate(from);
  if (why === 'left') return m.requirements_absence_left({ from: start });
  return m.requirements_absence_leave({ from: start, to: end });
}

/** Which training a filter looks at, in words. */
export function filterText({ modes, intensities, areas, requiredOnly }: Filter): string {
  const parts = [
    modes?.map(modeLabel).join('、'),
    intensities?.map(intensityLabel).join('、'),
    areas?.map(areaLabel).join('、'),
    requiredOnly ? m.requirements_clause_required() : undefined,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(' · ') : m.requirements_clause_all();
}

/** The posts and key groups that a clause names. */
export const scopeText = (
  { positionLevels, ranks, keyGroups }: NonNullable<ExplainedClause['appliesTo']>,
  groupName: (code: string) => string,
) =>
  [
    positionLevels?.map(levelLabel).join('、'),
    ranks?.map(rankLabel).join('、'),
    keyGroups?.map(groupName).join('、'),
  ]
    .filter((part) => part !== undefined)
    .join(' · ');

export const kindText = ({ mode, intensity, area, required }: KindSum): string =>
  [
    modeLabel(mode),
    intensityLabel(intensity),
    ...(area ? [areaLabel(area)] : []),
    ...(required ? [m.requirements_required_mark()] : []),
  ].join(' · ');
