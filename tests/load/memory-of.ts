import { readFile } from 'node:fs/promises';

/** Memory of a process that is resident now, or was at most, MiB. */
export async function mebibytes(pid: number, what: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${what}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
}
