/** How a requirement is changed for one person (DOMAIN H3). */
export const ADJUSTMENT_KINDS = ['exempt', 'reduced', 'prorata'] as const;
export type AdjustmentKind = (typeof ADJUSTMENT_KINDS)[number];

/** What was approved for one person, for some training years, both inclusive. */
export interface RequirementAdjustment {
  readonly kind: AdjustmentKind;
  readonly fromYear: number;
  readonly toYear: number;
  /** Of the requirement, per cent that is still owed, 1 … 99; null unless `reduced`. */
  readonly percent: number | null;
  /** Whole months of each year that are owed, 1 … 11; null unless `prorata`. */
  readonly months: number | null;
}

export type AdjustmentProblem =
  | 'years-reversed'
  | 'too-many-years'
  | 'percent-out-of-range'
  | 'months-out-of-range';

/** An adjustment is looked at again at least every so many years: the plan's five. */
export const ADJUSTED_YEARS_AT_MOST = 5;

/** What is wrong in an adjustment; null where it can be approved. Source: DOMAIN H3. */
export function adjustmentProblem(adjustment: RequirementAdjustment): AdjustmentProblem | null {
  const { kind, fromYear, toYear, percent, months } = adjustment;
  if (toYear < fromYear) return 'years-reversed';
  if (toYear - fromYear >= ADJUSTED_YEARS_AT_MOST) return 'too-many-years';
  const within = (value: number | null, most: number) =>
    value !== null && Number.isInteger(value) && value >= 1 && value <= most;
  if (kind === 'reduced' ? !within(percent, 99) : percent !== null) return 'percent-out-of-range';
  if (kind === 'prorata' ? !within(months, 11) : months !== null) return 'months-out-of-range';
  return null;
}

/** Whether two adjustments hold in one year: then neither says alone what is owed. */
export const adjustmentsOverlap = (
  one: Pick<RequirementAdjustment, 'fromYear' | 'toYear'>,
  other: Pick<RequirementAdjustment, 'fromYear' | 'toYear'>,
): boolean => one.fromYear <= other.toYear && other.fromYear <= one.toYear;

/** The one that holds in a year; overlapping ones were refused when they were saved. */
export const adjustmentIn = <A extends RequirementAdjustment>(
  adjustments: readonly A[],
  year: number,
): A | null =>
  adjustments.find(({ fromYear, toYear }) => fromYear <= year && year <= toYear) ?? null;
