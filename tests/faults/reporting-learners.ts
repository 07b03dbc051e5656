// Learners who only report, at the real server, and what the outside knows of them: each report that was
// answered, with its answer.
import type { Beat, BeatsAnswer, PlaybackSession } from '@xueshi/contracts';
import { readConfig } from '@xueshi/server/config';
import { openInstallation } from '@xueshi/server/installation';
import { openLog } from '@xueshi/server/log';
import { makeSampleCourse, temporaryFolder } from '@xueshi/testkit';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { beatOf } from '../../apps/server/src/testing/paper-lecture.ts';
import { anyFfmpeg, newRequestId } from '../../apps/server/src/testing/test-installation.ts';
import { root } from '../e2e/server-process.ts';
import { makePeople } from '../load/learners.ts';

interface Report {
  readonly epoch: number;
  readonly nonce: string;
  readonly beats: readonly Beat[];
}

export interface Acknowledged {
  readonly cookie: string;
  readonly sessionId: string;
  readonly report: Report;
  readonly answer: BeatsAnswer;
  /** When it was there at the latest, ms since 1970. */
  readonly atMs: number;
}

export interface Ground {
  readonly path: string;
  readonly env: Record<'XUESHI_DATA' | 'XUESHI_COURSES', string> & Record<string, string>;
  readonly cookies: readonly string[];
  remove(): Promise<void>;
}

/** A data folder with people who are signed in, and a course beside it that nobody took in yet. */
export async function makeGround(learners: number): Promise<Ground> {
  const { path, remove } = await temporaryFolder();
  const env = {
    XUESHI_DATA: join(path, 'data'),
    XUESHI_COURSES: join(path, 'courses'),
    XUESHI_BANKS: join(path, 'banks'),
    // These learners only report.
    XUESHI_DELIVERY_EVIDENCE: 'off',
  };
  await mkdir(env.XUESHI_COURSES);
  const ffmpeg = await anyFfmpeg();
  await makeSampleCourse(env.XUESHI_COURSES, { slug: 'trial', seconds: 6, ffmpeg });
  const log = openLog({ logLevel: 'silent', prettyLog: false });
  const installation = await openInstallation(readConfig(env, root), log);
  const people = await makePeople(installation.database, learners, new Date());
  await installation.close();
  return { path, env, cookies: people.map(({ secret }) => `xueshi-session=${secret}`), remove };
}

/** The server itself takes the course in and packages its lecture; then everybody may watch. */
export async function beginTheCourse(url: string, cookies: readonly string[]): Promise<void> {
  // A few at a time: what is measured comes afterwards.
  for (let from = 0; from < cookies.length; from += 20)
    await Promise.all(
      cookies
        .slice(from, from + 20)
        .map((cookie) => post(url, cookie, '/courses/trial/enrolment', {})),
    );
  await vi.waitFor(() => openPlayback(url, cookies[0] ?? ''), { timeout: 100_000, interval: 100 });
}

export async function post<T>(
  url: string,
  cookie: string,
  path: string,
  body: unknown,
): Promise<T> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { cookie, origin: url, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  // On a busy machine the request itself came too slowly: the server has not read it, and is asked again.
  if (answer.status === 408) return post(url, cookie, path, body);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

const openPlayback = (url: string, cookie: string) =>
  post<PlaybackSession>(url, cookie, '/playback-sessions', {
    requestId: newRequestId(),
    slug: 'trial',
    lessonKey: 'lecture',
    clientInfo: 'load',
  });

export const report = (url: string, cookie: string, sessionId: string, what: Report) =>
  post<BeatsAnswer>(url, cookie, `/playback-sessions/${sessionId}/beats`, what);

/** One learner: opens a playback, reports twice (more often is refused), opens the next, until the link breaks. */
export async function watch(
  url: string,
  cookie: string,
  acknowledged: Acknowledged[],
  stopped: () => Promise<boolean>,
): Promise<void> {
  do {
    const { sessionId, epoch, ...opened } = await openPlayback(url, cookie);
    let { nonce } = opened;
    for (const seq of [1, 2]) {
      const from = Math.floor(Math.random() * 5_000);
      const what = { epoch, nonce, beats: [beatOf(seq, seq * 15_000, [[from, from + 1_000, 1]])] };
      const answer = await report(url, cookie, sessionId, what);
      acknowledged.push({ cookie, sessionId, report: what, answer, atMs: Date.now() + 1 });
      ({ nonce } = answer);
    }
  } while (!(await stopped()));
}

/** Until each of them was answered at least once more; whoever is refused ends it. */
export async function allAnswered(
  acknowledged: readonly Acknowledged[],
  refusals: readonly string[],
  learners: number,
): Promise<void> {
  const answered = () => new Set(acknowledged.map((one) => one.cookie)).size;
  await expect
    .poll(() => refusals.length > 0 || answered() === learners, { timeout: 100_000, interval: 50 })
    .toBe(true);
  expect(refusals).toEqual([]);
}
