// Time and memory of a completion list of 100,000 people as a workbook: asked for, made, fetched.
import { fillDemo } from '@xueshi/server/demo';
import { visit } from './administrator-pages.ts';
import { exporting, forgetPeak } from './asked-report.ts';
import { mebibytes } from './memory-of.ts';
import { benchFolder } from './bench-folder.ts';
import { report, tell } from './report.ts';

const PEOPLE = Number(process.env['XUESHI_BENCH_EXPORT'] ?? 100_000);

export async function exportOfMany(): Promise<void> {
  const folder = await benchFolder();
  tell(`export: making ${PEOPLE} people …`);
  await folder.fill(async ({ platform }) => {
    await fillDemo(platform, { people: PEOPLE, seed: 1 }, () => undefined);
  });
  const server = await folder.start(['--empty']);
  try {
    const { cookie } = await visit(server.url, 'demo-root');
    await forgetPeak(server.pid);
    const before = await mebibytes(server.pid, 'VmRSS');
    const seconds = await exporting(server.url, cookie, 'xlsx');
    const peak = await mebibytes(server.pid, 'VmHWM');
    tell(`memory rose from ${before.toFixed(0)} to ${peak.toFixed(0)} MiB`);
    report({ name: 'export-100k', figure: seconds, unit: 's', rss_mib: peak });
    await exporting(server.url, cookie, 'csv');
  } finally {
    await server.stop();
    await folder.remove();
  }
}
