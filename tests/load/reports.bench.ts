// The administrator's pages at a county of 5,000 and an installation of 200,000, each with two years of
// learning: XUESHI_BENCH_PEOPLE sets another size for the second.
import { fillDemo } from '@xueshi/server/demo';
import {
  dashboards,
  listPaths,
  measure,
  namePaths,
  personPaths,
  visit,
} from './administrator-pages.ts';
import { benchFolder } from './bench-folder.ts';
import type { Load } from './load.ts';
import { report, tell } from './report.ts';

const COUNTY = 5_000;
const ROOT = Number(process.env['XUESHI_BENCH_PEOPLE'] ?? 200_000);

function say(name: string, people: number, result: Load): void {
  tell(`${name}: ${people} people`);
  report({
    name,
    figure: result.perSecond,
    unit: 'requests/s',
    p50_ms: result.p50,
    p99_ms: result.p99,
  });
}

async function at(people: number, work: (url: string) => Promise<void>): Promise<void> {
  const folder = await benchFolder();
  tell(`reports: making ${people} people …`);
  await folder.fill(async ({ platform }) => {
    await fillDemo(platform, { people, seed: 1 }, () => undefined);
  });
  const server = await folder.start(['--empty']);
  await work(server.url);
  await server.stop();
  await folder.remove();
}

export async function reports(): Promise<void> {
  await at(COUNTY, async (url) => {
    const county = await visit(url, 'demo-county');
    say('dashboard-county', COUNTY, await measure(county, dashboards(county)));
    say('names-at-risk-county', COUNTY, await measure(county, await namePaths(county)));
  });
  await at(ROOT, async (url) => {
    const root = await visit(url, 'demo-root');
    say('dashboard-root', ROOT, await measure(root, dashboards(root)));
    say('names-at-risk-root', ROOT, await measure(root, await namePaths(root)));
    say('completion-list', ROOT, await measure(root, await listPaths(root)));
    say('person-record', ROOT, await measure(root, await personPaths(root)));
  });
}
