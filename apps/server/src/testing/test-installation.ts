// An installation for tests: the very same application on a real database file, with a clock that
// tests move. Used by tests only.
import { schema } from '@xueshi/database';
import { findFfmpeg } from '@xueshi/media';
import { fakeClock, makeSampleCourse, temporaryFolder, type FakeClock } from '@xueshi/testkit';
import { eq } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { cp, mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildApp } from '../app.ts';
import { loginKeyOf } from '../features/accounts/service.ts';
import { importCourses, type ImportSummary } from '../features/catalogue/import-courses.ts';
import { ensureSampleCounty } from '../features/sample/service.ts';
import { openInstallation, type Installation } from '../installation.ts';
import { JOB_LANES } from '../job-handlers.ts';
import { readConfig } from '../platform/config.ts';
import type { App } from '../platform/endpoints.ts';
import { startJobs, type JobRunner } from '../platform/jobs.ts';
import { openLog } from '../platform/log.ts';
import { openSessions, type Sessions } from '../platform/sessions.ts';
import type { WebHandler } from '../platform/web-pages.ts';
import { fillDataFolder } from './new-data-folder.ts';

const { accounts } = schema;

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..');

export const TEST_PASSWORD = 'Qinghe-2026-ok';
export const ORIGIN = 'http://localhost:80';

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly body: T;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Somebody at a browser: keeps the cookie that signing in gives. */
export interface Visitor {
  get<T = never>(url: string): Promise<Answer<T>>;
  post<T = never>(url: string, body?: unknown): Promise<Answer<T>>;
  put<T = never>(url: string, body?: unknown): Promise<Answer<T>>;
  patch<T = never>(url: string, body?: unknown): Promise<Answer<T>>;
  delete<T = never>(url: string): Promise<Answer<T>>;
  cookie(): string;
}

export interface TestInstallation {
  readonly app: App;
  readonly clock: FakeClock;
  readonly installation: Installation;
  readonly jobs: JobRunner;
  readonly sessions: Sessions;
  readonly dataFolder: string;
  readonly coursesFolder: string;
  /** Imports the courses folder again and waits until its lectures are packaged. */
  importAgain(): Promise<ImportSummary>;
  visitor(options?: { address?: string; cookie?: string }): Visitor;
  /** Opens a session as signing in does, without the cost of a password hash. */
  signIn(loginName: string, options?: { address?: string }): Promise<Visitor>;
  /** For tests of what signing in leaves behind. */
  signInByPassword(loginName: string, options?: { address?: string }): Promise<Visitor>;
  close(): Promise<void>;
}

export interface TestInstallationOptions {
  /** With the sample county (default) or empty. */
  readonly empty?: boolean;
  /** Course folders to make below the courses folder before the first import. */
  readonly courses?: (folder: string, ffmpeg: string) => Promise<unknown>;
  /** Question banks to write before the first import. */
  readonly banks?: (folder: string) => Promise<unknown>;
  readonly env?: Record<string, string>;
  /** Go on with the data of an installation that was closed. */
  readonly dataFolder?: string;
}

let looked: ReturnType<typeof findFfmpeg> | undefined;

/** Looked for once: the programs found are tried, which takes a tenth of a second each time. */
export async function anyFfmpeg(): Promise<string> {
  const found = await (looked ??= findFfmpeg());
  if (!found.ok) throw new Error(`tests need an ffmpeg: ${found.detail}`);
  return found.path;
}

/** Where pages would be; mounted as they are, so that what does not go with them shows here and not on a phone. */
const noPages: WebHandler = (_request, response) => void response.writeHead(404).end();

export async function openTestInstallation(
  options: TestInstallationOptions = {},
): Promise<TestInstallation> {
  const folder = await temporaryFolder();
  const coursesFolder = join(folder.path, 'courses');
  await mkdir(coursesFolder);
  if (options.courses) await options.courses(coursesFolder, await anyFfmpeg());
  if (options.banks) await options.banks(join(folder.path, 'banks'));
  const config = readConfig(
    {
      XUESHI_DATA: options.dataFolder ?? join(folder.path, 'data'),
      XUESHI_COURSES: coursesFolder,
      XUESHI_BANKS: join(folder.path, 'banks'),
      XUESHI_SAMPLE_PASSWORD: TEST_PASSWORD,
      LOG_LEVEL: 'silent',
      // Off unless a test is about them: when they come is drawn by lot.
      XUESHI_PRESENCE_CHECKS: 'off',
      // Off unless a test is about it: most lectures of tests exist on paper only.
      XUESHI_DELIVERY_EVIDENCE: 'off',
      ...options.env,
    },
    root,
  );
  const clock = fakeClock();
  if (options.dataFolder === undefined) await fillDataFolder(config, clock, options.empty ?? false);
  const installation = await openInstallation(config, openLog(config), clock);
  const { platform } = installation;
  if (!options.empty) await ensureSampleCounty(platform, () => {});
  const sessions = openSessions(platform);
  await importCourses(platform);
  const jobs = await startJobs(platform, ...JOB_LANES);
  await jobs.idle();
  const app = await buildApp({ platform, sessions, jobs, version: 'test', web: noPages });
  await app.ready();

  const visitor = (from: { address?: string; cookie?: string } = {}) => visitorOf(app, from);
  return {
    app,
    clock,
    installation,
    jobs,
    sessions,
    dataFolder: config.dataFolder,
    coursesFolder,
    visitor,
    async importAgain() {
      const summary = await importCourses(platform);
      jobs.wake();
      await jobs.idle();
      return summary;
    },
    ...signingIn(platform, sessions, visitor),
    async close() {
      await app.close();
      await jobs.stop();
      await sessions.saveActivity();
      await installation.close();
      await folder.remove();
    },
  };
}

function signingIn(
  platform: Installation['platform'],
  sessions: Sessions,
  visitor: TestInstallation['visitor'],
): Pick<TestInstallation, 'signIn' | 'signInByPassword'> {
  return {
    async signIn(loginName, from = {}) {
      const [account] = await platform.db
        .select({ personId: accounts.personId })
        .from(accounts)
        .where(eq(accounts.loginKey, loginKeyOf(loginName)));
      if (!account) throw new Error(`nobody signs in as ${loginName}`);
      const address = from.address ?? '127.0.0.1';
      const secret = await sessions.open(account.personId, { userAgent: 'test', address });
      return visitor({ ...from, cookie: `xueshi-session=${secret}` });
    },
    async signInByPassword(loginName, from = {}) {
      const someone = visitor(from);
      const answer = await someone.post('/api/v1/session', { loginName, password: TEST_PASSWORD });
      if (answer.status !== 200)
        throw new Error(`${loginName} could not sign in: ${JSON.stringify(answer.body)}`);
      return someone;
    },
  };
}

function visitorOf(app: App, from: { address?: string; cookie?: string }): Visitor {
  let cookie = from.cookie ?? '';
  async function call<T>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: unknown,
  ): Promise<Answer<T>> {
    const answer = await app.inject({
      method,
      url,
      remoteAddress: from.address ?? '127.0.0.1',
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(method === 'GET' ? {} : { origin: ORIGIN }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    for (const set of answer.cookies) {
      if (set.name.endsWith('xueshi-session')) cookie = set.value ? `${set.name}=${set.value}` : '';
    }
    const text = answer.body;
    const isJson = String(answer.headers['content-type'] ?? '').includes('json');
    return {
      status: answer.statusCode,
      body: (isJson && text ? JSON.parse(text) : text) as T,
      headers: answer.headers,
    };
  }
  return {
    get: (url) => call('GET', url),
    post: (url, body) => call('POST', url, body),
    patch: (url, body) => call('PATCH', url, body),
    put: (url, body) => call('PUT', url, body),
    delete: (url) => call('DELETE', url),
    cookie: () => cookie,
  };
}

let made: Promise<string> | undefined;

/** One sample course for all tests of a file: its video is made once and copied. */
export async function withSampleCourse(
  folder: string,
  ffmpeg: string,
  slug = 'trial',
): Promise<void> {
  made ??= temporaryFolder().then(({ path }) => makeSampleCourse(path, { slug: 'trial', ffmpeg }));
  await cp(await made, join(folder, slug), { recursive: true });
}

export const newRequestId = () => randomUUID();
