import type { QuizAnswer, QuizAttempt } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'undici';
import { root } from '../e2e/server-process.ts';
import { benchFolder, type BenchFolder } from './bench-folder.ts';
import { makePeople, type BenchLearner } from './learners.ts';
import { connect, send, type Reply, type Shot } from './load.ts';
import { percentile, report, tell } from './report.ts';

const LEARNERS = 500;
/** Each begins at a moment of this minute. */
const STARTING_MS = 60_000;
const LIMIT_MINUTES = 2;
/** Everybody hands in within the last seconds that the server gives them. */
const LAST_MS = 10_000;
const MOST_P99_MS = 1_000;
const SLUG = 'grassroots-law-examination';
const PAGE = `/courses/${SLUG}/examination`;

interface Candidate extends BenchLearner {
  attempt: QuizAttempt | null;
}

interface Times {
  readonly name: string;
  readonly ms: number[];
}

/** At a moment of its own, whether the server keeps up or not. */
async function atMost(withinMs: number, work: () => Promise<void>): Promise<void> {
  await wait(Math.random() * withinMs);
  await work();
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

const headersOf = ({ secret }: BenchLearner, type?: string): Record<string, string> => ({
  ...(type === undefined ? {} : { 'content-type': type }),
  cookie: `xueshi-session=${secret}`,
  'sec-fetch-site': 'same-origin',
});
const json = (
  learner: BenchLearner,
  shot: Omit<Shot, 'headers' | 'body'>,
  body: unknown,
): Shot => ({
  ...shot,
  headers: headersOf(learner, 'application/json'),
  body: JSON.stringify(body),
});

async function timed(pool: Pool, times: Times | null, shot: Shot): Promise<Reply> {
  const at = performance.now();
  const reply = await send(pool, shot);
  times?.ms.push(performance.now() - at);
  if (reply.status >= 400)
    throw new Error(
      `${shot.path} answered ${reply.status}: ${reply.body.toString().slice(0, 300)}`,
    );
  return reply;
}

/** Something for every item: which is right does not matter here. */
function answerTo(item: QuizAttempt['items'][number]): QuizAnswer {
  if (item.kind === 'true_false') return true;
  if (item.kind === 'fill_in') return Array.from({ length: item.blanks }, () => '三十');
  if (item.kind === 'matching') return item.lefts.map((_, at) => item.options[at]?.id ?? 'A');
  if (item.kind === 'ordering') return item.options.map(({ id }) => id);
  return item.kind === 'multiple' ? ['A', 'B'] : ['A'];
}

/** The sheet as the page's form sends it. */
function formOf({ items }: QuizAttempt): string {
  const form = new URLSearchParams();
  for (const item of items) {
    form.append(`kind-${item.id}`, item.kind);
    const answer = answerTo(item);
    if (item.kind === 'ordering') form.append(`order-${item.id}`, (answer as string[]).join(','));
    else
      for (const part of Array.isArray(answer) ? answer : [String(answer)])
        form.append(`item-${item.id}`, part);
  }
  return form.toString();
}

async function begin(pool: Pool, candidate: Candidate, times: Times): Promise<void> {
  const place = { slug: SLUG, lessonKey: 'examination' };
  const start = json(candidate, { method: 'POST', path: '/api/v1/quiz-attempts' }, place);
  const attempt = JSON.parse((await timed(pool, times, start)).body.toString()) as QuizAttempt;
  candidate.attempt = attempt;
  const page = {
    path: `${PAGE}?attempt=${attempt.id}`,
    headers: headersOf(candidate),
  };
  await timed(pool, times, page);
}

/** Each answer is saved when it is given: over all the time but the last seconds. */
async function answerAll(pool: Pool, { attempt, ...learner }: Candidate, times: Times) {
  const withinMs = msLeft(attempt) - LAST_MS;
  await Promise.all(
    (attempt?.items ?? []).map((item) =>
      atMost(withinMs, async () => {
        const path = `/api/v1/quiz-attempts/${attempt?.id}/answers/${item.id}`;
        await timed(
          pool,
          times,
          json(learner, { method: 'PUT', path }, { answer: answerTo(item) }),
        );
      }),
    ),
  );
}

/** Until the server's deadline; its clock is this one. */
function msLeft(attempt: QuizAttempt | null): number {
  if (!attempt?.deadlineAt) throw new Error('the examination has no deadline');
  return new Date(attempt.deadlineAt).getTime() - Date.now();
}

async function handIn(url: string, pool: Pool, { attempt, ...learner }: Candidate, times: Times) {
  if (!attempt) throw new Error('nobody hands in what they did not begin');
  if (msLeft(attempt) < 0) throw new Error('this bench itself was too late');
  const reply = await timed(pool, times, {
    method: 'POST',
    path: `${PAGE}?/submitQuiz&attempt=${attempt.id}`,
    headers: {
      ...headersOf(learner, 'application/x-www-form-urlencoded'),
      origin: url,
      accept: 'application/json',
      'x-sveltekit-action': 'true',
    },
    body: formOf(attempt),
  });
  const { type } = JSON.parse(reply.body.toString()) as { type: string };
  if (type !== 'success') throw new Error(`handing in came to ${reply.body.toString()}`);
}

/** Every attempt is handed in by its learner and not closed by its time, with every answer. */
async function checkNoneLost(folder: BenchFolder, candidates: readonly Candidate[]): Promise<void> {
  const given = candidates.reduce((sum, { attempt }) => sum + (attempt?.items.length ?? 0), 0);
  await folder.fill(async ({ database: { db } }) => {
    const attempts = await db.select().from(schema.quizAttempts);
    const handedIn = attempts.filter(({ closedBy }) => closedBy === 'learner').length;
    const saved = (await db.select().from(schema.quizAnswers)).length;
    if (attempts.length !== LEARNERS || handedIn !== LEARNERS || saved !== given)
      throw new Error(`only ${handedIn} attempts and ${saved} of ${given} answers arrived`);
  });
}

/** Reports how long the requests took and returns the 99th percentile, ms. */
function say(times: Times): number {
  const sorted = Float64Array.from(times.ms).sort();
  const p99 = percentile(sorted, 0.99);
  report({
    name: `exam-${times.name}`,
    figure: times.ms.length,
    unit: 'requests',
    p50_ms: percentile(sorted, 0.5),
    p99_ms: p99,
    most_ms: sorted.at(-1) ?? NaN,
  });
  return p99;
}

/** The examination as it is delivered, with as little time as this bench has. */
async function makeShortExamination(courses: string): Promise<void> {
  await cp(join(root, 'content/courses', SLUG), join(courses, SLUG), { recursive: true });
  const file = join(courses, SLUG, 'examination.yaml');
  const limit = /^timeLimitMinutes: \d+$/m;
  const text = await readFile(file, 'utf8');
  if (!limit.test(text)) throw new Error('the examination has no time limit');
  await writeFile(file, text.replace(limit, `timeLimitMinutes: ${LIMIT_MINUTES}`));
}

/** 500 learners begin one timed examination within a minute and hand it in in its last ten seconds. */
export async function exam(): Promise<void> {
  const folder = await benchFolder();
  await makeShortExamination(folder.env['XUESHI_COURSES'] ?? '');
  let candidates: Candidate[] = [];
  await folder.fill(async ({ database }) => {
    const people = await makePeople(database, LEARNERS, new Date());
    candidates = people.map((one) => ({ ...one, attempt: null }));
  });
  const server = await folder.start(['--empty']);
  const pool = connect(server.url, LEARNERS);
  for (const one of candidates) {
    const path = `/api/v1/courses/${SLUG}/enrolment`;
    await timed(pool, null, { method: 'POST', path, headers: headersOf(one) });
  }
  const starting: Times = { name: 'start', ms: [] };
  const answering: Times = { name: 'answer', ms: [] };
  const handingIn: Times = { name: 'hand-in', ms: [] };
  tell(`exam: ${LEARNERS} begin within a minute, have ${LIMIT_MINUTES} and use them …`);
  await Promise.all(
    candidates.map(async (one) => {
      await atMost(STARTING_MS, () => begin(pool, one, starting));
      await answerAll(pool, one, answering);
      await wait(msLeft(one.attempt) - Math.random() * LAST_MS);
      await handIn(server.url, pool, one, handingIn);
    }),
  );
  await pool.close();
  await server.stop();
  await checkNoneLost(folder, candidates);
  await folder.remove();
  const slow = [starting, answering, handingIn].filter((times) => say(times) >= MOST_P99_MS);
  if (slow.length > 0)
    throw new Error(`slower than ${MOST_P99_MS} ms: ${slow.map(({ name }) => name).join(', ')}`);
}
