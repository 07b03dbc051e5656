import type { QuizAnswer, QuizAttempt } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'undici';
import { root } from '../e2e/server-process.ts';
import { benchFolder, type BenchFolder } from './bench-folder.ts';
import { makePeople, type BenchLearner } from './learners.ts';
import { connect, send, type Reply, type Shot } from './load.ts';
import { percentile, report, tell } from './report.ts';

const LEARNERS = 500;
const STARTING_MS = 60_000;
const ANSWERING_MS = 30_000;
const HANDING_IN_MS = 10_000;
const SLUG = 'grassroots-law-examination';
const PAGE = `/courses/${SLUG}/examination`;

interface Candidate extends BenchLearner {
  attempt: QuizAttempt | null;
}

interface Times {
  readonly name: string;
  readonly ms: number[];
}

/** Everybody at a moment of their own, whether the server keeps up or not. */
async function spread<T>(
  people: readonly T[],
  withinMs: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  await Promise.all(
    people.map(async (one) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * withinMs));
      await work(one);
    }),
  );
}

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

async function answerAll(pool: Pool, { attempt, ...learner }: Candidate, times: Times) {
  await spread(attempt?.items ?? [], ANSWERING_MS, async (item) => {
    const path = `/api/v1/quiz-attempts/${attempt?.id}/answers/${item.id}`;
    await timed(pool, times, json(learner, { method: 'PUT', path }, { answer: answerTo(item) }));
  });
}

async function handIn(url: string, pool: Pool, { attempt, ...learner }: Candidate, times: Times) {
  if (!attempt) throw new Error('nobody hands in what they did not begin');
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

/** Every attempt is handed in by its learner, with every answer. */
async function checkNoneLost(folder: BenchFolder, expectedAnswers: number): Promise<void> {
  await folder.fill(async ({ database: { db } }) => {
    const attempts = await db.select().from(schema.quizAttempts);
    const handedIn = attempts.filter(({ closedBy }) => closedBy === 'learner').length;
    const saved = (await db.select().from(schema.quizAnswers)).length;
    if (handedIn !== LEARNERS || saved !== expectedAnswers)
      throw new Error(`only ${handedIn} attempts and ${saved} answers arrived`);
  });
}

function say(times: Times): void {
  const sorted = Float64Array.from(times.ms).sort();
  report({
    name: `exam-${times.name}`,
    figure: times.ms.length,
    unit: 'requests',
    p50_ms: percentile(sorted, 0.5),
    p99_ms: percentile(sorted, 0.99),
    most_ms: sorted.at(-1) ?? NaN,
  });
}

/** 500 learners begin one timed examination within a minute and hand it in in the same ten seconds. */
export async function exam(): Promise<void> {
  const folder = await benchFolder();
  const courses = folder.env['XUESHI_COURSES'] ?? '';
  await cp(join(root, 'content/courses', SLUG), join(courses, SLUG), { recursive: true });
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
  tell(`exam: ${LEARNERS} begin within ${STARTING_MS / 1000} s …`);
  await spread(candidates, STARTING_MS, (one) => begin(pool, one, starting));
  tell(`exam: every answer saved within ${ANSWERING_MS / 1000} s …`);
  await Promise.all(candidates.map((one) => answerAll(pool, one, answering)));
  tell(`exam: all hand in within ${HANDING_IN_MS / 1000} s …`);
  await spread(candidates, HANDING_IN_MS, (one) => handIn(server.url, pool, one, handingIn));
  await pool.close();
  await server.stop();
  const given = candidates.reduce((sum, { attempt }) => sum + (attempt?.items.length ?? 0), 0);
  await checkNoneLost(folder, given);
  await folder.remove();
  for (const times of [starting, answering, handingIn]) say(times);
}
