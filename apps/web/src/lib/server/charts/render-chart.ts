// Pictures are drawn here, on the server, so that a phone is sent no chart script.
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, LineChart, GridComponent, SVGRenderer]);

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pictures of the same figures in the same words are the same: the latest are kept. */
const kept = new Map<string, string>();
const MOST_KEPT = 300;

/** The chart as an svg element that takes its colours from the page’s tokens; words are the page’s. */
export function renderChart(option: EChartsCoreOption, size: Size): string {
  const key = JSON.stringify([option, size]);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    chart.setOption({ animation: false, ...option });
    const svg = decorative(chart.renderToSVGString({ useViewBox: true }));
    const [oldest] = kept.keys();
    if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(key, svg);
    return svg;
  } finally {
    // Its timers would keep the process from ending.
    chart.dispose();
  }
}

/** The figure around it says what it shows, in a sentence and a table. */
const decorative = (svg: string) =>
  svg
    .replace(/<style[^]*?<\/style>/g, '')
    .replace(/ (?:class|ecmeta_\w+|pointer-events)="[^"]*"/g, '')
    .replace(/^<svg width="\d+" height="\d+"/, '<svg aria-hidden="true" focusable="false"');
