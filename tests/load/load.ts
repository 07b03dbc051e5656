// A closed-loop load: each of `connections` sends its next request when its last was answered.
import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { median, percentile } from './report.ts';

export interface Shot {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export function send(base: URL, agent: Agent, shot: Shot, keepBody = true): Promise<Reply> {
  return new Promise((done, failed) => {
    const asked = request(
      {
        host: base.hostname,
        port: base.port,
        agent,
        method: shot.method ?? 'GET',
        path: shot.path,
        headers: shot.headers,
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => {
          if (keepBody) parts.push(part);
        });
        answer.on('end', () =>
          done({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(parts),
          }),
        );
        answer.on('error', failed);
      },
    );
    asked.on('error', failed);
    asked.end(shot.body);
  });
}

export interface LoadOptions {
  readonly connections: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly next: () => Shot;
  readonly onReply?: (reply: Reply, shot: Shot) => void;
  readonly keepBody?: boolean;
}

export interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

async function round(base: URL, options: LoadOptions, seconds: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: options.connections }, async () => {
      while (performance.now() < end) {
        const shot = options.next();
        const at = performance.now();
        const reply = await send(base, agent, shot, options.keepBody ?? false);
        times.push(performance.now() - at);
        if (reply.status >= 400)
          throw new Error(`${shot.path} answered ${reply.status}: ${reply.body.toString()}`);
        options.onReply?.(reply, shot);
      }
    }),
  );
  const elapsed = (performance.now() - started) / 1000;
  agent.destroy();
  const sorted = Float64Array.from(times).sort();
  return {
    perSecond: times.length / elapsed,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
  };
}

/** Sends `count` requests and measures nothing. */
export async function loadOnce(url: string, options: LoadOptions, count: number): Promise<void> {
  let left = count;
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  await Promise.all(
    Array.from({ length: options.connections }, async () => {
      while (left-- > 0) {
        const shot = options.next();
        const reply = await send(new URL(url), agent, shot, true);
        if (reply.status >= 400)
          throw new Error(`${shot.path} answered ${reply.status}: ${reply.body.toString()}`);
        options.onReply?.(reply, shot);
      }
    }),
  );
  agent.destroy();
}

/** Medians over the rounds, after a warm-up that is not counted. */
export async function load(url: string, options: LoadOptions): Promise<Load> {
  const base = new URL(url);
  await round(base, options, Math.min(2, options.seconds));
  const rounds: Load[] = [];
  for (let turn = 0; turn < options.rounds; turn += 1)
    rounds.push(await round(base, options, options.seconds));
  return {
    perSecond: median(rounds.map((one) => one.perSecond)),
    p50: median(rounds.map((one) => one.p50)),
    p99: median(rounds.map((one) => one.p99)),
  };
}
