// How cost grows with the number of people: the administrator's pages and a completion list of everybody, from
// 10,000 to 1,000,000. Filling the largest takes long, so this runs only when it is asked for by name; with
// XUESHI_BENCH_FOLDER set, the filled folders stay there and are used again.
import { fillDemo } from '@xueshi/server/demo';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dashboards, listPaths, measure, personPaths, visit } from './administrator-pages.ts';
import { exporting, forgetPeak } from './asked-report.ts';
import { mebibytes } from './memory-of.ts';
import { benchFolder, keptFolder } from './bench-folder.ts';
import { report, tell } from './report.ts';

const SIZES = (process.env['XUESHI_BENCH_SIZES'] ?? '10000,100000,1000000').split(',').map(Number);
const KEPT = process.env['XUESHI_BENCH_FOLDER'];

interface Cost {
  readonly people: number;
  readonly dashboard: number;
  readonly list: number;
  readonly record: number;
  readonly exportSeconds: number;
  readonly roseMebibytes: number;
}

async function costAt(people: number): Promise<Cost> {
  const path = KEPT === undefined ? null : join(KEPT, String(people));
  const isFilled = path !== null && existsSync(path);
  const folder = path === null ? await benchFolder() : await keptFolder(path);
  if (!isFilled) {
    tell(`growth: making ${people} people …`);
    await folder.fill(async ({ platform }) => {
      await fillDemo(platform, { people, seed: 1 }, () => undefined);
    });
  }
  const server = await folder.start(['--empty']);
  try {
    const root = await visit(server.url, 'demo-root');
    const pages = {
      dashboard: await measure(root, dashboards(root)),
      list: await measure(root, await listPaths(root)),
      record: await measure(root, await personPaths(root)),
    };
    await forgetPeak(server.pid);
    const before = await mebibytes(server.pid, 'VmRSS');
    const exportSeconds = await exporting(server.url, root.cookie, 'xlsx');
    const roseMebibytes = (await mebibytes(server.pid, 'VmHWM')) - before;
    const [dashboard, list, record] = [pages.dashboard.p99, pages.list.p99, pages.record.p99];
    return { people, dashboard, list, record, exportSeconds, roseMebibytes };
  } finally {
    await server.stop();
    await folder.remove();
  }
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

function tellTable(costs: readonly Cost[]): void {
  const heads = ['people', 'unit page p99', 'completion list p99', 'record p99'];
  tell(row([...heads, 'workbook of all', 'for 1,000 rows', 'memory rose']));
  tell(row(Array<string>(7).fill('---')));
  for (const cost of costs)
    tell(
      row([
        cost.people.toLocaleString('en'),
        ...[cost.dashboard, cost.list, cost.record].map((ms) => `${ms.toFixed(0)} ms`),
        `${cost.exportSeconds.toFixed(1)} s`,
        `${((cost.exportSeconds / cost.people) * 1e6).toFixed(0)} ms`,
        `${cost.roseMebibytes.toFixed(0)} MiB`,
      ]),
    );
}

export async function growth(): Promise<void> {
  const costs: Cost[] = [];
  for (const people of SIZES) {
    const cost = await costAt(people);
    costs.push(cost);
    const pages = { dashboard: cost.dashboard, 'completion-list': cost.list, record: cost.record };
    for (const [page, p99] of Object.entries(pages))
      report({ name: `growth-${page}-${people}`, figure: p99, unit: 'ms', p99_ms: p99 });
    report({
      name: `growth-export-${people}`,
      figure: cost.exportSeconds,
      unit: 's',
      rss_mib: cost.roseMebibytes,
    });
  }
  tellTable(costs);
}
