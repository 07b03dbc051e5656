import type { CourseDetail, ValueExplanation } from '@xueshi/contracts';
import { repeatYears } from '@xueshi/domain';
import { m } from '@xueshi/messages';
import { formatHours, wholeMinutes } from '#lib/format.ts';

/** How a course's value came about, as one sentence. */
export function whyValue(value: ValueExplanation): string {
  const hours = formatHours(value.hundredths);
  const minutes = wholeMinutes(value.materialSeconds);
  if (value.kind === 'tiers') return m.catalogue_why_tiers({ minutes, hours });
  if (value.kind === 'authored') return m.catalogue_why_authored({ minutes, hours });
  return m.catalogue_why_linear({
    minutes,
    academic: value.academicHourMinutes,
    raw: formatHours(Math.floor(value.unroundedHundredths)),
    step: formatHours(value.stepHundredths),
    hours,
  });
}

/** How often a course can be credited; null where only once. */
export function repeatText(repeat: CourseDetail['repeat']): string | null {
  const years = repeatYears(repeat);
  if (years === null) return null;
  return years === 1 ? m.catalogue_repeat_yearly() : m.catalogue_repeat_years({ years });
}
