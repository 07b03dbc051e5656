// How long a wrong password takes for a name that somebody has, that nobody has and that is suspended: whoever
// measures it must not learn which names there are (TRUST.md T33).
import { hashPassword } from '@xueshi/server/passwords';
import { benchFolder, type BenchFolder } from './bench-folder.ts';
import { makePeople } from './learners.ts';
import { openLine, type Line } from './light-line.ts';
import { differBy } from './mann-whitney.ts';
import { median, percentile, report, tell } from './report.ts';

const OF_EACH_KIND = 300;
const kinds = ['known', 'unknown', 'suspended'] as const;
type Kind = (typeof kinds)[number];

/** People with a password; every second one is suspended. */
const fill = (folder: BenchFolder) =>
  folder.fill(async ({ database }) => {
    await makePeople(database, OF_EACH_KIND * 2, new Date());
    await database.client.execute({
      sql: `UPDATE accounts SET password_hash = ?,
        state = iif(substr(person_id, length('learner-') + 1) % 2 = 1, 'suspended', 'active')`,
      args: [await hashPassword('Qinghe-2026-ok')],
    });
  });

const nameOf: Record<Kind, (at: number) => string> = {
  known: (at) => `learner-${at * 2}`,
  suspended: (at) => `learner-${at * 2 + 1}`,
  unknown: (at) => `nobody-${at * 2}`,
};

/** One attempt, from an address of its own: nobody is paused. */
async function attempt(line: Line, loginName: string, number: number): Promise<number> {
  const asked = performance.now();
  const { status, body } = await line.send({
    method: 'POST',
    path: '/api/v1/session',
    headers: {
      'content-type': 'application/json',
      'sec-fetch-site': 'same-origin',
      'x-forwarded-for': `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`,
    },
    body: JSON.stringify({ loginName, password: 'not-this-one' }),
  });
  const took = performance.now() - asked;
  const { code } = JSON.parse(body.toString()) as { code: string };
  if (status !== 401 || code !== 'wrong-credentials')
    throw new Error(`${loginName} was answered with ${status} ${code}`);
  return took;
}

export async function signInTimes(): Promise<void> {
  const folder = await benchFolder({ TRUSTED_PROXIES: '127.0.0.1' });
  await fill(folder);
  const server = await folder.start(['--empty']);
  const line = openLine(server.url);
  const times: Record<Kind, number[]> = { known: [], unknown: [], suspended: [] };
  let number = 1;
  // What is done for the first time takes longer.
  for (let at = 0; at < 20; at += 1) await attempt(line, `first-${at}`, (number += 1));
  for (let at = 0; at < OF_EACH_KIND; at += 1) {
    // In another order each time: nobody is always the first.
    for (let turn = 0; turn < kinds.length; turn += 1) {
      const kind = kinds[(turn + at) % kinds.length] ?? 'known';
      times[kind].push(await attempt(line, nameOf[kind](at), (number += 1)));
    }
  }
  line.close();
  await server.stop();
  await folder.remove();
  for (const kind of kinds) {
    const p = kind === 'known' ? null : differBy(times.known, times[kind]);
    if (p !== null) tell(`sign-in: known and ${kind} names differ by chance with p = ${p}`);
    const sorted = Float64Array.from(times[kind]).sort();
    report({
      name: `sign-in-${kind}`,
      figure: median(times[kind]),
      unit: 'ms',
      ...(p === null ? {} : { ratio: median(times[kind]) / median(times.known), p_value: p }),
      p50_ms: percentile(sorted, 0.5),
      p99_ms: percentile(sorted, 0.99),
    });
  }
}
