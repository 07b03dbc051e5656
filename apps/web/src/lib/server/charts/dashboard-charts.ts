import type { Dashboard } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { formatHours } from '#lib/format.ts';
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

const hours = (hundredths: number) => Math.round(hundredths / 100);

/** The month that has begun last, as an index; the last where the year is over. */
export const lastMonthAt = ({ asOf, daysLeft }: Dashboard) =>
  daysLeft === 0 ? 11 : new Date(Date.parse(asOf) + 8 * 3_600_000).getUTCMonth();

/** Hours to the end of each month. */
export function runningTotals(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => (sum += value));
}

/** The year so far against the even plan, with both ways it may go on. */
export function yearChart(dashboard: Dashboard): Picture {
  const at = lastMonthAt(dashboard);
  const totals = runningTotals(dashboard.months.map(({ hundredths }) => hours(hundredths)));
  const here = totals[at] ?? 0;
  const onwards = (end: number | null) =>
    end === null ? [] : [[at, here] as const, [11, hours(end)] as const];
  const { atPaceHundredths, asLastYearHundredths } = dashboard.forecast;
  const plan = hours(dashboard.owedHundredths) / 12;
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
        data: totals.map((_, month) => Math.round(plan * (month + 1))),
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
            dashed(m.dashboards_at_pace(), onwards(atPaceHundredths), [2, 4]),
            dashed(m.dashboards_as_last_year(), onwards(asLastYearHundredths), [8, 5]),
          ]),
    ],
  });
}

/** Each month beside the same month of last year. */
export function monthsChart({ months, lastYear }: Dashboard): Picture {
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
              months.map((row) => hours(row.lastYearHundredths)),
              { color: 'transparent', borderColor: BEFORE, borderWidth: 1.5 },
            ),
          ]
        : []),
      bars(
        m.dashboards_this_year(),
        months.map((row) => hours(row.hundredths)),
        { color: NOW },
      ),
    ],
  });
}

/** What the picture says, in a sentence. */
export function yearSentence({
  total,
  owedHundredths,
  plannedHundredths,
  forecast,
  daysLeft,
}: Dashboard) {
  const hours = formatHours(total.hundredths);
  const owed = formatHours(owedHundredths);
  if (daysLeft === 0) return m.dashboards_year_over_sentence({ hours, owed });
  const ends = [forecast.atPaceHundredths, forecast.asLastYearHundredths].filter(
    (end) => end !== null,
  );
  return m.dashboards_year_sentence({
    hours,
    plan: formatHours(plannedHundredths),
    owed,
    low: ends.length > 0 ? formatHours(Math.min(...ends)) : '—',
    high: ends.length > 0 ? formatHours(Math.max(...ends)) : '—',
  });
}
