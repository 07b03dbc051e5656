/** One line of standard output a benchmark; nothing else goes there. */
export interface Result {
  readonly name: string;
  readonly figure: number;
  readonly unit: string;
  readonly baseline?: number;
  readonly ratio?: number;
  /** How probable so great a difference is by chance alone. */
  readonly p_value?: number;
  readonly p50_ms?: number;
  readonly p99_ms?: number;
  readonly most_ms?: number;
  /** Heartbeats for each transaction that carried them. */
  readonly per_commit?: number;
  /** Peak memory of the server, MiB. */
  readonly rss_mib?: number;
  /** What of it came during the work, MiB. */
  readonly grew_mib?: number;
  /** Of `soak`: how long it took, and what else there was of it. */
  readonly minutes?: number;
  readonly segments?: number;
  readonly errors?: number;
  readonly grew_mib_per_minute?: number;
  /** Honestly watched, answered as granted, and found on disk afterwards. */
  readonly watched_ms?: number;
  readonly granted_ms?: number;
  readonly on_disk_ms?: number;
}

const rounded = (value: number) => Math.round(value * 1000) / 1000;

export function report(result: Result): void {
  const line = Object.fromEntries(
    Object.entries(result).map(([key, value]) => [
      key,
      typeof value === 'number' ? rounded(value) : value,
    ]),
  );
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

export const tell = (line: string) => void process.stderr.write(`${line}\n`);

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

export function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
