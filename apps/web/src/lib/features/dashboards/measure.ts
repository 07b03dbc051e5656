import type { Dashboard, MEASURES } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { formatDays, formatHours } from '#lib/format.ts';

/** What amounts are shown in. */
export type Measure = (typeof MEASURES)[number];

export const measures: readonly Measure[] = ['hours', 'days'];

interface Amount {
  readonly hundredths: number;
  readonly halfDays: number;
}

/** An amount in whole steps of a measure: hundredths of an hour, or half-days. */
export const partsOf = (measure: Measure, { hundredths, halfDays }: Amount) =>
  measure === 'days' ? halfDays : hundredths;

export const formatParts = (measure: Measure, parts: number) =>
  measure === 'days' ? formatDays(parts) : formatHours(parts);

export const measureLabel = (measure: Measure) =>
  measure === 'days' ? m.dashboards_col_days() : m.dashboards_col_hours();

/** What the same month of last year had. */
export const lastYearOf = (measure: Measure, month: Dashboard['months'][number]) =>
  measure === 'days' ? month.lastYearHalfDays : month.lastYearHundredths;

/** What is owed in a measure, and the even share of it to today. */
export const owedOf = (dashboard: Dashboard, measure: Measure) =>
  measure === 'days'
    ? { owed: dashboard.owedHalfDays, planned: dashboard.plannedHalfDays }
    : { owed: dashboard.owedHundredths, planned: dashboard.plannedHundredths };

/** Where the year ends by either reckoning. */
export const endsOf = ({ forecast, forecastDays }: Dashboard, measure: Measure) =>
  measure === 'days'
    ? { atPace: forecastDays.atPaceHalfDays, asLastYear: forecastDays.asLastYearHalfDays }
    : { atPace: forecast.atPaceHundredths, asLastYear: forecast.asLastYearHundredths };

/** The measure that the address asks for; null where it leaves the choice to the page. */
export function chosenMeasure(params: URLSearchParams): Measure | null {
  const typed = params.get('measure');
  return typed === 'hours' || typed === 'days' ? typed : null;
}

/** Hours, unless everybody owes days alone. */
export const usualMeasure = (owed: {
  readonly owedHundredths: number;
  readonly owedHalfDays: number;
}): Measure => (owed.owedHundredths === 0 && owed.owedHalfDays > 0 ? 'days' : 'hours');
