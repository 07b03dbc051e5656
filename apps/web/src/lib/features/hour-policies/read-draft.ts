// A policy as the form gives it: what was typed, over the policy that the form began from.
import type { HourPolicyDraft, HourPolicyView, PolicyCourse } from '@xueshi/contracts';
import { ATTRIBUTIONS, CATEGORY_BASES, PARTIALS } from '@xueshi/domain';
import { amountIn } from '#lib/amount-in.ts';
import {
  clausesOf,
  listedIn,
  listsOf,
  readClauses,
  withClauses,
  type ClauseLists,
  type Reading,
} from './read-clauses.ts';

export type FieldFault =
  | 'not-a-number'
  | 'not-half-days'
  | 'not-whole'
  | 'not-a-date'
  | 'unknown-course';

export interface ReadDraft {
  readonly fromYear: number;
  readonly policy: HourPolicyDraft;
  /** By the name of the field. */
  readonly faults: Readonly<Record<string, FieldFault>>;
}

const EQUIVALENCES = ['higher', 'first', 'both'] as const;
/** As many rows as the form has. */
export const MOST_TIERS = 6;
const DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/;

type ReadAmount = (name: string, parts: 100 | 2 | 1, fault: FieldFault) => number | null;

/** Rows of which something was typed, the shortest lengths first; half a row is told by the check. */
function tiersIn(amount: ReadAmount): HourPolicyDraft['tiers'] {
  return Array.from({ length: MOST_TIERS }, (_, at) => ({
    minutes: amount(`tierMinutes${at + 1}`, 1, 'not-whole'),
    hundredths: amount(`tierHours${at + 1}`, 100, 'not-a-number'),
  }))
    .filter(({ minutes, hundredths }) => minutes !== null || hundredths !== null)
    .map(({ minutes, hundredths }) => ({
      fromSeconds: (minutes ?? 0) * 60,
      hundredths: hundredths ?? 0,
    }))
    .toSorted((one, other) => one.fromSeconds - other.fromSeconds);
}

/** What is chosen from lists; as it was where nothing that is on them was sent. */
function choicesIn(base: HourPolicyView, typed: (name: string) => string) {
  const chosen = <Choice extends string>(name: string, of: readonly Choice[], before: Choice) =>
    of.find((one) => one === typed(name)) ?? before;
  return {
    categoryBasis: chosen('categoryBasis', CATEGORY_BASES, base.categoryBasis),
    equivalence: chosen('equivalence', EQUIVALENCES, base.equivalence),
    partial: chosen('partial', PARTIALS, base.partial),
    attribution: chosen('attribution', ATTRIBUTIONS, base.attribution),
  };
}

/** The slug of a course that was typed as its title, in either language, or as its code. */
function slugOf(typed: string, courses: readonly PolicyCourse[]): string | undefined {
  const named = (course: PolicyCourse) =>
    [course.slug, course.title['zh-CN'], course.title.en].includes(typed);
  return (courses.find((one) => one.isOpen && named(one)) ?? courses.find(named))?.slug;
}

function categoriesIn(
  base: HourPolicyView,
  form: FormData,
  amount: ReadAmount,
  course: Reading['course'],
): ClauseLists {
  const { byCategory, others, byOwnCategory } = base;
  const reading: Reading = {
    amount: (name, of) => {
      if (of === 'days') return amount(name, 2, 'not-half-days');
      return of === 'hours' ? amount(name, 100, 'not-a-number') : amount(name, 1, 'not-whole');
    },
    course,
  };
  const categories = new Set([...listsOf(base).map(([one]) => one), ...listedIn(form)]);
  return [...categories].reduce<ClauseLists>(
    (lists, one) => withClauses(lists, one, readClauses(clausesOf(base, one), one, form, reading)),
    { byCategory, others, byOwnCategory },
  );
}

/** `courses` are those that a clause may ask for. */
export function readDraft(
  base: HourPolicyView,
  form: FormData,
  courses: readonly PolicyCourse[] = [],
): ReadDraft {
  const faults: Record<string, FieldFault> = {};
  const typed = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  /** In whole parts; null where nothing was typed. */
  function amount(name: string, parts: 100 | 2 | 1, fault: FieldFault): number | null {
    const text = typed(name);
    if (text === '') return null;
    const read = amountIn(text, parts);
    if (read === null) faults[name] = fault;
    return read;
  }
  function whole(name: string, before: number): number {
    if (!form.has(name)) return before;
    const value = amount(name, 1, 'not-whole');
    if (value === null) faults[name] = 'not-whole';
    return value ?? before;
  }
  const hours = (name: string, before: number | null) =>
    form.has(name) ? amount(name, 100, 'not-a-number') : before;
  const date = typed('basisDate');
  if (date !== '' && !DATE.test(date)) faults['basisDate'] = 'not-a-date';
  const course = (name: string) => {
    if (typed(name) === '') return null;
    const slug = slugOf(typed(name), courses);
    if (slug === undefined) faults[name] = 'unknown-course';
    return slug ?? null;
  };
  const { version: _, ...kept } = base;
  const policy: HourPolicyDraft = {
    ...kept,
    title: { 'zh-CN': typed('title') || base.title['zh-CN'], en: typed('titleEn') },
    basis: {
      title: typed('basisTitle'),
      number: typed('basisNumber') || null,
      date: faults['basisDate'] ? null : date || null,
    },
    ...categoriesIn(base, form, amount, course),
    ...choicesIn(base, typed),
    academicHourMinutes: whole('academicHourMinutes', base.academicHourMinutes),
    stepHundredths: whole('stepHundredths', base.stepHundredths),
    tiers: form.has('tierMinutes1') ? tiersIn(amount) : base.tiers,
    hundredthsPerHalfDay: form.has('halfDay')
      ? (amount('halfDay', 100, 'not-a-number') ?? 0)
      : base.hundredthsPerHalfDay,
    proRataMonths: whole('proRataMonths', base.proRataMonths),
    dailyCapHundredths: hours('dailyCap', base.dailyCapHundredths),
    onlineSharePercent: whole('onlineShare', base.onlineSharePercent),
    electiveWeightPercent: whole('electiveWeight', base.electiveWeightPercent),
    carryOverHundredths: hours('carryOver', base.carryOverHundredths),
    onlineCountsDays: form.get('onlineDays') === 'yes',
    coveragePercent: whole('coveragePercent', base.coveragePercent),
    maxRatePercent: whole('maxRatePercent', base.maxRatePercent),
    finishOldUntilDays: form.has('finishOldDays')
      ? amount('finishOldDays', 1, 'not-whole')
      : base.finishOldUntilDays,
    dualControlAboveHundredths: hours('dualControl', base.dualControlAboveHundredths),
    offlineStudy: {
      credited: form.get('offlineCredited') === 'yes',
      maxYearSharePercent: whole('offlineShare', base.offlineStudy.maxYearSharePercent),
    },
  };
  return { fromYear: whole('fromYear', 0), policy, faults };
}
