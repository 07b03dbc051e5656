import { benchFolder } from './bench-folder.ts';
import { openLine, type Line } from './light-line.ts';
import { percentile, report, tell } from './report.ts';
import { mebibytes } from './memory-of.ts';

const CONNECTIONS = 10_000;
/** So many are opened, and later asked, side by side. */
const AT_ONCE = 200;

/** Does the work for everything, `AT_ONCE` at a time. */
async function inTurns<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = all.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const one of left) await work(one);
    }),
  );
}

async function ask(line: Line): Promise<void> {
  const { status } = await line.send({ path: '/api/health' });
  if (status !== 200) throw new Error(`the server answered ${status}`);
}

/** Connections that stay open, each answered once more when all are: as many as a county's phones at nine o'clock. */
export async function connections(): Promise<void> {
  const folder = await benchFolder();
  const server = await folder.start(['--empty']);
  const lines: Line[] = [];
  await inTurns(Array(CONNECTIONS).fill(server.url) as string[], async (url) => {
    const line = openLine(url);
    lines.push(line);
    await ask(line);
  });
  tell(`connections: ${lines.length} are open`);
  const times: number[] = [];
  await inTurns(lines, async (line) => {
    const asked = performance.now();
    await ask(line);
    times.push(performance.now() - asked);
  });
  const sorted = Float64Array.from(times).sort();
  report({
    name: 'connections',
    figure: times.length,
    unit: 'connections answered',
    p50_ms: percentile(sorted, 0.5),
    p99_ms: percentile(sorted, 0.99),
    rss_mib: await mebibytes(server.pid, 'VmRSS'),
  });
  for (const line of lines) line.close();
  await server.stop();
  await folder.remove();
}
