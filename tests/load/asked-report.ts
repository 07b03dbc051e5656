// A completion list of everybody, from asking to its last byte; and the server's memory meanwhile.
import type { OrgUnitRef, ReportRun } from '@xueshi/contracts';
import { writeFile } from 'node:fs/promises';
import { tell } from './report.ts';

const POLL_MS = 250;
const MEBIBYTE = 1024 * 1024;

/** Lets the kernel measure the peak of memory from now on, not from the start of the process. */
export const forgetPeak = (pid: number) => writeFile(`/proc/${pid}/clear_refs`, '5');

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
export async function exporting(
  url: string,
  cookie: string,
  format: 'xlsx' | 'csv',
): Promise<number> {
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
