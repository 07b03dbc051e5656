import { assert } from '../assertion.ts';

/** Hundredths of a credit hour, whole: 75 is three quarters of an hour (DESIGN decision 1). */
export type CreditHundredths = number;

/** One lesson, by what its length is measured in. */
export type LessonMaterial =
  | { readonly kind: 'lecture'; readonly durationMs: number }
  | { readonly kind: 'reading'; readonly characters: number }
  | { readonly kind: 'case'; readonly minutes: number }
  | { readonly kind: 'quiz'; readonly items: number }
  | { readonly kind: 'courseware'; readonly minutes: number };

/** How fast a reading is read (docs/author/course-format.md, linear valuation). */
export const READING_CHARACTERS_PER_MINUTE = 300;
/** How long an item of a quiz takes (docs/author/course-format.md, linear valuation). */
export const QUIZ_MINUTES_PER_ITEM = 1;

const MS_PER_SECOND = 1_000;
const MS_PER_MINUTE = 60_000;

function materialMs(lesson: LessonMaterial): number {
  switch (lesson.kind) {
    case 'lecture':
      return wholeAmount(lesson.durationMs);
    case 'reading':
      // 60,000 ÷ 300 is a whole number of ms a character: nothing is rounded here.
      return wholeAmount(lesson.characters) * (MS_PER_MINUTE / READING_CHARACTERS_PER_MINUTE);
    case 'case':
    case 'courseware':
      return wholeAmount(lesson.minutes) * MS_PER_MINUTE;
    case 'quiz':
      return wholeAmount(lesson.items) * QUIZ_MINUTES_PER_ITEM * MS_PER_MINUTE;
  }
}

function wholeAmount(amount: number): number {
  assert(Number.isSafeInteger(amount) && amount >= 0, 'material is measured in whole numbers ≥ 0');
  return amount;
}

/**
 * Length of a course's material in whole seconds, rounded down once over all lessons: a lecture's
 * own length, a reading at 300 characters a minute, a case's or courseware's minutes, a minute per
 * quiz item. For one lesson's length pass that lesson alone. Asserts whole amounts ≥ 0.
 * Source: docs/author/course-format.md (linear valuation), DOMAIN 5.8.
 */
export function materialSeconds(lessons: readonly LessonMaterial[]): number {
  const totalMs = lessons.reduce((sum, lesson) => sum + materialMs(lesson), 0);
  return Math.floor(totalMs / MS_PER_SECOND);
}

/** From this length of material on, a course is worth this much. */
export interface ValuationTier {
  readonly fromSeconds: number;
  readonly hundredths: CreditHundredths;
}

/** How a course's value is fixed at publishing (DOMAIN 5.8, config `valuation`). */
export type Valuation =
  | { readonly kind: 'linear' }
  | { readonly kind: 'tiers'; readonly tiers: readonly ValuationTier[] }
  | { readonly kind: 'authored'; readonly hundredths: CreditHundredths };

export interface ValuationPolicy {
  /** Minutes of material in one credit hour. */
  readonly academicHourMinutes: number;
  /** Values are multiples of this, rounded down. */
  readonly stepHundredths: CreditHundredths;
  /** By which lengths are valued instead, the shortest first, from 0 s on; [] where they are valued linearly. */
  readonly tiers: readonly ValuationTier[];
}

/** 45 minutes are an hour, in quarters (DOMAIN 2b [R], 5.8). */
export const DEFAULT_VALUATION_POLICY: ValuationPolicy = {
  academicHourMinutes: 45,
  stepHundredths: 25,
  tiers: [],
};

/** What "why this value?" shows: 32 min of material ÷ 45 min = 0.71 → 0.5 (DESIGN decision 3). */
export interface ValueExplanation {
  readonly kind: Valuation['kind'];
  readonly materialSeconds: number;
  readonly academicHourMinutes: number;
  /** The value before it was brought to the step; for the screen, cut to whole hundredths. */
  readonly unroundedHundredths: CreditHundredths;
  /** The exact value before rounding, in hundredths, as a fraction of whole numbers. */
  readonly exactHundredths: { readonly numerator: number; readonly denominator: number };
  readonly stepHundredths: CreditHundredths;
  /** The tier that applied; null where the valuation has none or the material reaches none. */
  readonly tierFromSeconds: number | null;
  readonly hundredths: CreditHundredths;
}

export interface CourseValue {
  readonly hundredths: CreditHundredths;
  readonly explanation: ValueExplanation;
}

export interface ValueRequest {
  readonly valuation: Valuation;
  readonly materialSeconds: number;
  readonly policy: ValuationPolicy;
}

/**
 * A course's value. Linear: material ÷ the academic hour, rounded down to the step, here and only
 * here; by the policy's tiers where it has some. Tiers: the value of the highest tier that the material
 * reaches, 0 below the first. Authored: as the author and reviewer set it. Tiers and authored values
 * are not rounded.
 * May be 0: such a course is refused at publishing by the caller. Asserts a sound policy and a
 * valuation that `checkValuation` accepts. Source: DOMAIN 5.8, 2b.
 */
export function valueCourse(request: ValueRequest): CourseValue {
  const { policy } = request;
  const valuation = appliedValuation(request);
  const { academicHourMinutes, stepHundredths } = policy;
  wholeAmount(request.materialSeconds);
  assert(academicHourMinutes > 0 && stepHundredths > 0, 'hour and step of a policy are positive');
  assert(checkValuation(valuation).ok, 'a valuation is checked before it is used');
  const tier = valuation.kind === 'tiers' ? reachedTier(valuation.tiers, request) : undefined;
  const exactHundredths = exactValue(request, valuation, tier);
  const { numerator, denominator } = exactHundredths;
  const stepFor = valuation.kind === 'linear' ? stepHundredths : 1;
  const hundredths = Math.floor(numerator / (denominator * stepFor)) * stepFor;
  return {
    hundredths,
    explanation: {
      kind: valuation.kind,
      materialSeconds: request.materialSeconds,
      academicHourMinutes,
      unroundedHundredths: Math.floor(numerator / denominator),
      exactHundredths,
      stepHundredths,
      tierFromSeconds: tier?.fromSeconds ?? null,
      hundredths,
    },
  };
}

function reachedTier(tiers: readonly ValuationTier[], request: ValueRequest) {
  const reached = tiers.filter(({ fromSeconds }) => fromSeconds <= request.materialSeconds);
  return reached[reached.length - 1];
}

function appliedValuation({ valuation, policy: { tiers } }: ValueRequest): Valuation {
  return valuation.kind === 'linear' && tiers.length > 0 ? { kind: 'tiers', tiers } : valuation;
}

function exactValue(request: ValueRequest, valuation: Valuation, tier: ValuationTier | undefined) {
  const { materialSeconds: seconds, policy } = request;
  if (valuation.kind === 'authored') return { numerator: valuation.hundredths, denominator: 1 };
  if (valuation.kind === 'tiers') return { numerator: tier?.hundredths ?? 0, denominator: 1 };
  return { numerator: seconds * 100, denominator: policy.academicHourMinutes * 60 };
}

export type ValuationCheck =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: 'no-tiers' | 'tiers-not-ascending' | 'value-not-positive';
    };

/**
 * Whether a valuation can be used: values are whole hundredths above 0, tiers ascend both in length
 * and in value and the list is not empty. Source: DOMAIN 5.8.
 */
export function checkValuation(valuation: Valuation): ValuationCheck {
  if (valuation.kind === 'linear') return { ok: true };
  if (valuation.kind === 'authored') {
    return isPositive(valuation.hundredths)
      ? { ok: true }
      : { ok: false, reason: 'value-not-positive' };
  }
  if (valuation.tiers.length === 0) return { ok: false, reason: 'no-tiers' };
  let before: ValuationTier = { fromSeconds: -1, hundredths: 0 };
  for (const tier of valuation.tiers) {
    if (!isPositive(tier.hundredths)) return { ok: false, reason: 'value-not-positive' };
    const { fromSeconds, hundredths } = tier;
    const ascends = fromSeconds > before.fromSeconds && hundredths > before.hundredths;
    if (!Number.isSafeInteger(fromSeconds) || !ascends) {
      return { ok: false, reason: 'tiers-not-ascending' };
    }
    before = tier;
  }
  return { ok: true };
}

/** Whether two tables of tiers value every length alike. */
export const sameTiers = (tiers: readonly ValuationTier[], others: readonly ValuationTier[]) =>
  tiers.length === others.length &&
  tiers.every(
    ({ fromSeconds, hundredths }, at) =>
      others[at]?.fromSeconds === fromSeconds && others[at].hundredths === hundredths,
  );

/** Whether two policies value every course alike. */
export const valuesAlike = (policy: ValuationPolicy, other: ValuationPolicy) =>
  policy.academicHourMinutes === other.academicHourMinutes &&
  policy.stepHundredths === other.stepHundredths &&
  sameTiers(policy.tiers, other.tiers);

const isPositive = (hundredths: number) => Number.isSafeInteger(hundredths) && hundredths > 0;
