import type { ClassView } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { Pool } from 'undici';
import { writeExerciseCourse } from '../../apps/server/src/testing/exercise-course.ts';
import { benchFolder } from './bench-folder.ts';
import { connect, send, type Reply, type Shot } from './load.ts';
import { percentile, report, tell } from './report.ts';

const PHONES = 300;
const VOTING_MS = 10_000;

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** A request whose cookies are wanted too. */
async function withCookies(pool: Pool, shot: Shot): Promise<{ cookie: string; body: string }> {
  const { statusCode, headers, body } = await pool.request({
    method: shot.method ?? 'GET',
    path: shot.path,
    headers: shot.headers ?? null,
    body: shot.body ?? null,
  });
  const text = await body.text();
  if (statusCode >= 400) throw new Error(`${shot.path} answered ${statusCode}: ${text}`);
  return { cookie: cookieOf(headers), body: text };
}

function cookieOf(headers: Headers): string {
  const set = headers['set-cookie'];
  return (Array.isArray(set) ? set : [set ?? '']).map((one) => one.split(';')[0]).join('; ');
}

async function fine(pool: Pool, shot: Shot): Promise<Reply> {
  const reply = await send(pool, shot);
  if (reply.status >= 400) throw new Error(`${shot.path} answered ${reply.status}`);
  return reply;
}

const json = (url: string, cookie: string): Record<string, string> => ({
  'content-type': 'application/json',
  origin: url,
  cookie,
});

/** Opens a class as its presenter and returns its code. */
async function openClass(pool: Pool, url: string): Promise<{ code: string; cookie: string }> {
  const login = { loginName: 'zhoumin', password: 'Qinghe-2026-ok' };
  const { cookie } = await withCookies(pool, {
    method: 'POST',
    path: '/api/v1/session',
    headers: json(url, ''),
    body: JSON.stringify(login),
  });
  const opened = await fine(pool, {
    method: 'POST',
    path: '/api/v1/classes',
    headers: json(url, cookie),
    body: JSON.stringify({ slug: 'exercise', lessonKey: 'case' }),
  });
  return { code: (JSON.parse(opened.body.toString()) as { code: string }).code, cookie };
}

/** Follows the class as a phone does; all that it was told. */
async function follow(streams: Pool, code: string): Promise<{ text(): string }> {
  let text = '';
  const { statusCode, body } = await streams.request({
    method: 'GET',
    path: `/api/v1/class-participation/${code}/events`,
  });
  if (statusCode !== 200) throw new Error(`a stream was refused with ${statusCode}`);
  body.on('data', (part: Buffer) => (text += part.toString()));
  body.on('error', () => undefined); // It is cut when the benchmark ends.
  return { text: () => text };
}

async function vote(pool: Pool, url: string, code: string, cookie: string): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, Math.random() * VOTING_MS));
  const at = performance.now();
  const reply = await fine(pool, {
    method: 'POST',
    path: `/class/${code}?/vote`,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      'x-sveltekit-action': 'true',
      origin: url,
      cookie,
    },
    body: `nodeId=first&optionId=${Math.random() < 0.5 ? 'a' : 'b'}`,
  });
  const { type } = JSON.parse(reply.body.toString()) as { type: string };
  if (type !== 'success') throw new Error(`a vote came to ${reply.body.toString()}`);
  return performance.now() - at;
}

/** A room of 300 joins one class, follows it and votes by the page within ten seconds. */
export async function classMode(): Promise<void> {
  const folder = await benchFolder();
  await writeExerciseCourse(folder.env['XUESHI_COURSES'] ?? '', 'exercise');
  const server = await folder.start();
  const pool = connect(server.url, PHONES);
  const streams = new Pool(new URL(server.url).origin, { connections: PHONES, bodyTimeout: 0 });
  const { code, cookie } = await openClass(pool, server.url);
  const phones = await Promise.all(
    Array.from({ length: PHONES }, async () => ({
      ...(await withCookies(pool, {
        method: 'POST',
        path: `/api/v1/class-participation/${code}`,
        headers: { origin: server.url, 'sec-fetch-site': 'same-origin' },
      })),
      stream: await follow(streams, code),
    })),
  );
  const step = async (version: number): Promise<ClassView> => {
    const shot: Shot = {
      method: 'POST',
      path: `/api/v1/classes/${code}/steps`,
      headers: json(server.url, cookie),
      body: JSON.stringify({ version, move: { kind: 'advance' } }),
    };
    return JSON.parse((await fine(pool, shot)).body.toString()) as ClassView;
  };
  await step(0);
  tell(`class: ${PHONES} vote within ${VOTING_MS / 1000} s …`);
  const times = await Promise.all(phones.map((one) => vote(pool, server.url, code, one.cookie)));
  const stepped = performance.now();
  const { decision } = await step(1);
  const isTold = () => phones.every(({ stream }) => stream.text().includes('"phase":"result"'));
  while (!isTold() && performance.now() - stepped < 10_000)
    await new Promise((resolve) => setTimeout(resolve, 5));
  const toldMs = performance.now() - stepped;
  if (!isTold()) throw new Error('not every phone was told that voting is over');
  await streams.destroy();
  await pool.close();
  await server.stop();
  await folder.fill(async ({ database: { db } }) => {
    const rows = await db.select().from(schema.classVotes);
    if (decision?.votes !== PHONES || rows.length !== PHONES)
      throw new Error(`only ${decision?.votes} votes were counted and ${rows.length} kept`);
  });
  await folder.remove();
  const sorted = Float64Array.from(times).sort();
  report({
    name: 'class-vote',
    figure: times.length,
    unit: 'votes',
    p50_ms: percentile(sorted, 0.5),
    p99_ms: percentile(sorted, 0.99),
    most_ms: sorted.at(-1) ?? NaN,
  });
  report({ name: 'class-step-told', figure: toldMs, unit: `ms until all ${PHONES} are told` });
}
