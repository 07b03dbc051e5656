// Clients that hold connections open by sending or reading next to nothing, beside people who only want their pages
// (TRUST.md T12).
import { connect, type Socket } from 'node:net';
import { benchFolder } from './bench-folder.ts';
import { openLine } from './light-line.ts';
import { mebibytes } from './memory-of.ts';
import { percentile, report, tell } from './report.ts';

const OF_EACH_KIND = 340;
const ORDINARY = 20;
/** A slow client sends so seldom, ms. */
const EVERY_MS = 4_000;
/** Longer than whoever reads nothing at all is kept. */
const SECONDS = 90;

interface Slow {
  /** What it sends at first, and then again and again. */
  readonly first: string;
  readonly again: string;
  readonly reads: boolean;
}

const HOST = 'host: localhost\r\n';
const kinds: Record<'heads' | 'bodies' | 'readers', Slow> = {
  heads: { first: `GET / HTTP/1.1\r\n${HOST}`, again: 'x-slow: 1\r\n', reads: true },
  bodies: {
    first:
      `POST /api/v1/session HTTP/1.1\r\n${HOST}sec-fetch-site: same-origin\r\n` +
      'content-type: application/json\r\ncontent-length: 5000\r\n\r\n',
    again: ' ',
    reads: true,
  },
  // More answers than fit into what the two systems hold for a connection.
  readers: {
    first: `GET /api/openapi.json HTTP/1.1\r\n${HOST}\r\n`.repeat(20),
    again: '',
    reads: false,
  },
};

/** How long the server bears with it, ms; null where it is still there at the end. */
function lifeOf(url: string, { first, again, reads }: Slow, end: number): Promise<number | null> {
  const { hostname, port } = new URL(url);
  return new Promise((done) => {
    const opened = performance.now();
    const socket: Socket = connect(Number(port), hostname);
    if (reads) socket.resume();
    else socket.pause();
    socket.write(first);
    const sending = setInterval(() => {
      if (performance.now() > end) finish(null);
      // Whoever does not read learns of the end by writing only.
      else socket.write(again || '\r\n');
    }, EVERY_MS);
    const finish = (life: number | null) => {
      clearInterval(sending);
      socket.destroy();
      done(life);
    };
    socket.on('error', () => undefined);
    socket.on('close', () => finish(performance.now() - opened));
  });
}

async function askMeanwhile(url: string, end: number): Promise<Float64Array> {
  const times: number[] = [];
  const paths = ['/first-run', '/api/v1/installation'];
  await Promise.all(
    Array.from({ length: ORDINARY }, async (_, at) => {
      const line = openLine(url);
      const path = paths[at % paths.length] ?? '';
      while (performance.now() < end) {
        const asked = performance.now();
        const { status } = await line.send({ path });
        if (status !== 200) throw new Error(`${path} was answered with ${status}`);
        times.push(performance.now() - asked);
        await new Promise((next) => setTimeout(next, 200));
      }
      line.close();
    }),
  );
  return Float64Array.from(times).sort();
}

export async function slowClients(): Promise<void> {
  const folder = await benchFolder();
  const server = await folder.start(['--empty']);
  const before = await mebibytes(server.pid, 'VmRSS');
  const end = performance.now() + SECONDS * 1000;
  const lives = Object.entries(kinds).map(async ([kind, slow]) => {
    const all = await Promise.all(
      Array.from({ length: OF_EACH_KIND }, () => lifeOf(server.url, slow, end)),
    );
    return [kind, all] as const;
  });
  const times = await askMeanwhile(server.url, end);
  const after = await mebibytes(server.pid, 'VmHWM');
  for (const [kind, all] of await Promise.all(lives)) {
    const kept = all.filter((life) => life === null).length;
    tell(`slow-clients: ${kept} of ${all.length} ${kind} are still there after ${SECONDS} s`);
    report({
      name: `slow-clients-${kind}`,
      figure: Math.max(...all.map((life) => life ?? SECONDS * 1000)) / 1000,
      unit: 's until the last was cut',
      errors: kept,
    });
  }
  report({
    name: 'slow-clients-others',
    figure: times.length,
    unit: 'answers',
    p50_ms: percentile(times, 0.5),
    p99_ms: percentile(times, 0.99),
    grew_mib: after - before,
  });
  await server.stop();
  await folder.remove();
}
