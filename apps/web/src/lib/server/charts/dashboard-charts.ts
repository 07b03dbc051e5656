import type { Dashboard } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import {
  endsOf,
  formatParts,
  lastYearOf,
  owedOf,
  partsOf,
  type Measure,
} from '#lib/features/dashboards/measure.ts';
import { renderChart } from './render-chart.ts';

const NARROW = { width: 330, height: 250 };
const WIDE = { width: 540, height: 280 };

export interface Picture {
  readonly narrow: string;
  readonly wide: string;
}

// Told apart by form as well: full and dashed lines, full and outlined bars.
const NOW = 'var(--accent)';
const BEFORE = 'var(--line-strong)';
const PLAN = 'var(--info)';

const axisText = { color: 'var(--ink-2)', fontSize: 12, fontFamily: 'inherit' };
const line = { lineStyle: { color: 'var(--line)' } };
const axes = {
  grid: { left: 12, right: 8, top: 12, bottom: 0, outerBoundsMode: 'same' },
  xAxis: {
    type: 'category',
    data: Array.from({ length: 12 }, (_, at) => String(at + 1)),
    axisTick: { show: false },
    axisLine: { lineStyle: { color: 'var(--line-strong)' } },
    axisLabel: { ...axisText, interval: 0 },
  },
  yAxis: { type: 'value', axisLabel: axisText, splitLine: line },
};

const picture = (option: Parameters<typeof renderChart>[0]): Picture => ({
  narrow: renderChart(option, NARROW),
  wide: renderChart(option, WIDE),
});

/** Parts of a measure as a picture draws them: whole hours, or days to the half. */
const drawn = (measure: Measure, parts: number) =>
  measure === 'days' ? parts / 2 : Math.round(parts / 100);

/** The month that has begun last, as an index; the last where the year is over. */
export const lastMonthAt = ({ asOf, daysLeft }: Dashboard) =>
  daysLeft === 0 ? 11 : new Date(Date.parse(asOf) + 8 * 3_600_000).getUTCMonth();

/** Amounts to the end of each month. */
export function runningTotals(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => (sum += value));
}

/** The year so far against the even plan, with both ways it may go on. */
export function yearChart(dashboard: Dashboard, measure: Measure): Picture {
  const at = lastMonthAt(dashboard);
  const totals = runningTotals(
    dashboard.months.map((month) => drawn(measure, partsOf(measure, month))),
  );
  const here = totals[at] ?? 0;
  const onwards = (end: number | null) =>
    end === null ? [] : [[at, here] as const, [11, drawn(measure, end)] as const];
  const { atPace, asLastYear } = endsOf(dashboard, measure);
  const plan = drawn(measure, owedOf(dashboard, measure).owed) / 12;
  const step = measure === 'days' ? 2 : 1;
  const dashed = (name: string, data: readonly (readonly [number, number])[], type: unknown) => ({
    name,
    type: 'line',
    symbol: 'none',
    silent: true,
    data,
    lineStyle: { color: NOW, width: 2, type },
  });
  return picture({
    ...axes,
    series: [
      {
        name: m.dashboards_plan(),
        type: 'line',
        symbol: 'none',
        silent: true,
        data: totals.map((_, month) => Math.round(plan * (month + 1) * step) / step),
        lineStyle: { color: PLAN, width: 1.5 },
      },
      {
        name: m.dashboards_so_far(),
        type: 'line',
        symbol: 'circle',
        symbolSize: 5,
        silent: true,
        data: totals.slice(0, at + 1),
        itemStyle: { color: NOW },
        lineStyle: { color: NOW, width: 3 },
      },
      ...(dashboard.daysLeft === 0
        ? []
        : [
            dashed(m.dashboards_at_pace(), onwards(atPace), [2, 4]),
            dashed(m.dashboards_as_last_year(), onwards(asLastYear), [8, 5]),
          ]),
    ],
  });
}

/** Each month beside the same month of last year. */
export function monthsChart({ months, lastYear }: Dashboard, measure: Measure): Picture {
  const bars = (name: string, data: readonly number[], itemStyle: object) => ({
    name,
    type: 'bar',
    silent: true,
    data,
    itemStyle,
    barGap: '10%',
    barCategoryGap: '30%',
  });
  return picture({
    ...axes,
    series: [
      ...(lastYear
        ? [
            bars(
              m.dashboards_last_year(),
              months.map((row) => drawn(measure, lastYearOf(measure, row))),
              { color: 'transparent', borderColor: BEFORE, borderWidth: 1.5 },
            ),
          ]
        : []),
      bars(
        m.dashboards_this_year(),
        months.map((row) => drawn(measure, partsOf(measure, row))),
        { color: NOW },
      ),
    ],
  });
}

/** What the picture says, in a sentence. */
export function yearSentence(dashboard: Dashboard, measure: Measure) {
  const inWords = (parts: number) => formatParts(measure, parts);
  const { owed, planned } = owedOf(dashboard, measure);
  const had = inWords(partsOf(measure, dashboard.total));
  const inDays = measure === 'days';
  if (dashboard.daysLeft === 0)
    return inDays
      ? m.dashboards_year_over_days({ days: had, owed: inWords(owed) })
      : m.dashboards_year_over_sentence({ hours: had, owed: inWords(owed) });
  const { atPace, asLastYear } = endsOf(dashboard, measure);
  const ends = [atPace, asLastYear].filter((end) => end !== null);
  const rest = {
    plan: inWords(planned),
    owed: inWords(owed),
    low: ends.length > 0 ? inWords(Math.min(...ends)) : '—',
    high: ends.length > 0 ? inWords(Math.max(...ends)) : '—',
  };
  return inDays
    ? m.dashboards_year_days({ days: had, ...rest })
    : m.dashboards_year_sentence({ hours: had, ...rest });
}
