// Time and memory of a completion list of 100,000 people as a workbook: asked for, made, fetched.
import type { OrgUnitRef, ReportRun } from '@xueshi/contracts';
import { fillDemo } from '@xueshi/server/demo';
import { readFile, writeFile } from 'node:fs/promises';
import { benchFolder } from './bench-folder.ts';
import { report, tell } from './report.ts';

const PEOPLE = Number(process.env['XUESHI_BENCH_EXPORT'] ?? 100_000);
const PASSWORD = 'Qinghe-2026-ok';
const POLL_MS = 250;
const MEBIBYTE = 1024 * 1024;

async function mebibytes(pid: number, what: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${what}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
}

/** Lets the kernel measure the peak of memory from now on, not from the start of the process. */
const forgetPeak = (pid: number) => writeFile(`/proc/${pid}/clear_refs`, '5');

async function enter(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ loginName: 'demo-root', password: PASSWORD }),
  });
  return (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
}

async function made(url: string, cookie: string, id: string): Promise<ReportRun> {
  for (;;) {
    const answer = await fetch(`${url}/api/v1/report-runs/${id}`, { headers: { cookie } });
    const run = (await answer.json()) as ReportRun;
    if (run.state === 'ready') return run;
    if (run.state === 'failed') throw new Error(`the report could not be made: ${run.fault}`);
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
}

/** One report from asking to its last byte, in seconds. */
async function exporting(url: string, cookie: string, format: 'xlsx' | 'csv'): Promise<number> {
  const units = await fetch(`${url}/api/v1/org-units`, { headers: { cookie } });
  const { items } = (await units.json()) as { items: OrgUnitRef[] };
  const began = performance.now();
  const asked = await fetch(`${url}/api/v1/org-units/${items[0]?.id ?? ''}/report-runs`, {
    method: 'POST',
    headers: { cookie, origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({
      year: new Date().getFullYear(),
      order: { kind: 'completion_list', filters: {}, columns: [], format },
    }),
  });
  if (!asked.ok) throw new Error(`asking for a report answered ${asked.status}`);
  const { id } = (await asked.json()) as { id: string };
  const run = await made(url, cookie, id);
  const file = await fetch(`${url}/api/v1/report-runs/${id}/file`, { headers: { cookie } });
  const { byteLength } = await file.arrayBuffer();
  const seconds = (performance.now() - began) / 1000;
  tell(
    `${format}: ${run.rowsWritten} rows, ${(byteLength / MEBIBYTE).toFixed(1)} MiB in ${seconds.toFixed(1)} s`,
  );
  return seconds;
}

export async function exportOfMany(): Promise<void> {
  const folder = await benchFolder();
  tell(`export: making ${PEOPLE} people …`);
  await folder.fill(async ({ platform }) => {
    await fillDemo(platform, { people: PEOPLE, seed: 1 }, () => undefined);
  });
  const server = await folder.start(['--empty']);
  try {
    const cookie = await enter(server.url);
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
