// A closed-loop load: each of `connections` sends its next request when its last was answered.
import { execFileSync } from 'node:child_process';
import { Pool } from 'undici';
import { openLine } from './light-line.ts';
import { median, percentile } from './report.ts';

export interface Shot {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

export interface Reply {
  readonly status: number;
  readonly body: Buffer;
}

/** Connections that are kept; one request at a time on each, as a browser sends them. */
export const connect = (url: string, connections: number): Pool =>
  new Pool(new URL(url).origin, { connections, pipelining: 1 });

export function send(pool: Pool, shot: Shot, keepBody = true): Promise<Reply> {
  return new Promise((done, failed) => {
    const parts: Buffer[] = [];
    let status = 0;
    pool.dispatch(
      {
        method: shot.method ?? 'GET',
        path: shot.path,
        headers: shot.headers ?? null,
        body: shot.body ?? null,
      },
      {
        onRequestStart: () => undefined,
        onResponseStart(_controller, statusCode) {
          status = statusCode;
        },
        onResponseData(_controller, part) {
          if (keepBody || status >= 400) parts.push(part);
        },
        onResponseEnd: () => done({ status, body: Buffer.concat(parts) }),
        onResponseError: (_controller, error) => failed(error),
      },
    );
  });
}

export interface LoadOptions<S extends Shot = Shot> {
  readonly connections: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly next: () => S;
  readonly onReply?: (reply: Reply, shot: S) => void;
  readonly keepBody?: boolean;
  /** With as little work as possible here: for what is compared with something that sends no requests. */
  readonly isLight?: boolean;
}

export interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

interface Senders {
  /** One for each connection. */
  readonly all: readonly ((shot: Shot) => Promise<Reply>)[];
  close(): Promise<void>;
}

function openSenders(
  url: string,
  {
    connections,
    keepBody = false,
    isLight,
  }: Pick<LoadOptions, 'connections' | 'keepBody' | 'isLight'>,
): Senders {
  if (isLight) {
    const lines = Array.from({ length: connections }, () => openLine(url));
    return {
      all: lines.map((line) => line.send),
      close: async () => lines.forEach((line) => line.close()),
    };
  }
  const pool = connect(url, connections);
  return {
    all: Array.from({ length: connections }, () => (shot: Shot) => send(pool, shot, keepBody)),
    close: () => pool.close(),
  };
}

async function round<S extends Shot>(
  senders: Senders,
  options: LoadOptions<S>,
  seconds: number,
): Promise<Load> {
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  const started = performance.now();
  await Promise.all(
    senders.all.map(async (sendOne) => {
      while (performance.now() < end) {
        const shot = options.next();
        const at = performance.now();
        const reply = await sendOne(shot);
        times.push(performance.now() - at);
        if (reply.status >= 400)
          throw new Error(`${shot.path} answered ${reply.status}: ${reply.body.toString()}`);
        options.onReply?.(reply, shot);
      }
    }),
  );
  const elapsed = (performance.now() - started) / 1000;
  const sorted = Float64Array.from(times).sort();
  return {
    perSecond: times.length / elapsed,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
  };
}

/** Sends `count` requests and measures nothing. */
export async function loadOnce<S extends Shot>(
  url: string,
  options: LoadOptions<S>,
  count: number,
): Promise<void> {
  let left = count;
  const senders = openSenders(url, { ...options, keepBody: true });
  await Promise.all(
    senders.all.map(async (sendOne) => {
      while (left-- > 0) {
        const shot = options.next();
        const reply = await sendOne(shot);
        if (reply.status >= 400)
          throw new Error(`${shot.path} answered ${reply.status}: ${reply.body.toString()}`);
        options.onReply?.(reply, shot);
      }
    }),
  );
  await senders.close();
}

const medianOf = (rounds: readonly Load[]): Load => ({
  perSecond: median(rounds.map((one) => one.perSecond)),
  p50: median(rounds.map((one) => one.p50)),
  p99: median(rounds.map((one) => one.p99)),
});

/** Medians over the rounds, after a warm-up that is not counted. */
export async function load<S extends Shot>(url: string, options: LoadOptions<S>): Promise<Load> {
  const senders = openSenders(url, options);
  await round(senders, options, Math.min(2, options.seconds));
  const rounds: Load[] = [];
  for (let turn = 0; turn < options.rounds; turn += 1)
    rounds.push(await round(senders, options, options.seconds));
  await senders.close();
  return medianOf(rounds);
}

export interface Compared extends Load {
  /** What the baseline did a second. */
  readonly baseline: number;
  readonly ratio: number;
}

/** What was written lately still goes to the disk while the next one writes: each begins with nothing left over. */
const settleDisk = () => execFileSync('sync');

/**
 * A load beside its baseline, round by round in turns: what else the machine does for a while meets both. The
 * ratio is the median of the rounds' ratios.
 */
export async function loadBeside<S extends Shot>(
  url: string,
  options: LoadOptions<S>,
  baseline: () => Promise<number>,
): Promise<Compared> {
  await baseline();
  // Only now: the server closes connections that have asked for nothing yet after a few seconds.
  const senders = openSenders(url, options);
  await round(senders, options, Math.min(2, options.seconds));
  const baselines: number[] = [];
  const rounds: Load[] = [];
  for (let turn = 0; turn < options.rounds; turn += 1) {
    settleDisk();
    baselines.push(await baseline());
    settleDisk();
    rounds.push(await round(senders, options, options.seconds));
  }
  await senders.close();
  return {
    ...medianOf(rounds),
    baseline: median(baselines),
    ratio: median(rounds.map(({ perSecond }, turn) => perSecond / (baselines[turn] ?? NaN))),
  };
}
