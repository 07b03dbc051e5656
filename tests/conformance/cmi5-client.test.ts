// A client library that units of cmi5 are built with (@xapi/cmi5), against our Experience API over a real
// connection. It is written for browsers: of those it gets what it asks for, the request object.
import type cmi5 from '@xapi/cmi5';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  openUnits,
  unitRow,
  type Running,
  type Studying,
  type Units,
} from '../../apps/server/src/features/courseware/xapi/running-unit.fixture.ts';
import { writeReadingCourse } from '../../apps/server/src/testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
} from '../../apps/server/src/testing/test-installation.ts';

/** As much of a browser's XMLHttpRequest as the library's transport uses. */
class FetchedRequest {
  #method = '';
  #url = '';
  readonly #headers = new Headers();
  #answered = new Headers();
  onloadend: (() => void) | null = null;
  onerror: (() => void) | null = null;
  timeout = 0;
  status = 0;
  statusText = '';
  responseText = '';
  responseType = '';
  responseURL = '';
  readyState = 0;
  open(method: string, url: string): void {
    this.#method = method;
    this.#url = url;
  }
  setRequestHeader(name: string, value: string): void {
    this.#headers.set(name, value);
  }
  getAllResponseHeaders(): string {
    return [...this.#answered].map(([name, value]) => `${name}: ${value}`).join('\r\n');
  }
  send(body: string | null): void {
    fetch(this.#url, { method: this.#method, headers: this.#headers, body })
      .then(async (answer) => {
        this.status = answer.status;
        this.statusText = answer.statusText;
        this.#answered = answer.headers;
        this.responseText = await answer.text();
        this.onloadend?.();
      })
      .catch(() => this.onerror?.());
  }
}

let here: TestInstallation;
let units: Units;
let Client: typeof cmi5.default;
let studying: Studying;
let running: Running;
let unit: cmi5.default;

beforeAll(async () => {
  // The library looks for it once, as it is loaded.
  Object.assign(globalThis, { XMLHttpRequest: FetchedRequest });
  Client = createRequire(import.meta.url)('@xapi/cmi5/dist/Cmi5.umd.js') as typeof Client;
  here = await openTestInstallation({ courses: (folder) => writeReadingCourse(folder, 'frame') });
  units = await openUnits(here);
  await units.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await units.close();
  await here.close();
  Object.assign(globalThis, { XMLHttpRequest: undefined });
});
beforeEach(async () => {
  studying = await units.learner([{ masteryScore: 0.6, moveOn: 'CompletedAndPassed' }]);
  running = await studying.open();
  unit = await clientOf(running);
});

async function clientOf({ launch, actor }: Running): Promise<cmi5.default> {
  const address = units.app.server.address();
  if (address === null || typeof address === 'string') throw new Error('it does not listen');
  const token = { 'auth-token': Buffer.from(launch.row.id).toString('base64') };
  return new Client({
    endpoint: `http://127.0.0.1:${address.port}/courseware/pass/xapi/`,
    fetch: `data:application/json,${encodeURIComponent(JSON.stringify(token))}`,
    actor: JSON.parse(actor),
    registration: launch.registration,
    activityId: launch.activityId,
  });
}

const verbs = async () => {
  const { body } = await running.call('GET', 'statements', { query: { ascending: 'true' } });
  const { statements } = body as { statements: { verb: { id: string } }[] };
  return statements.map(({ verb }) => verb.id.split('/').at(-1));
};

test('a unit built with it begins, is answered, completed and passed, and ends', async () => {
  await unit.initialize();
  expect(unit.launchData).toMatchObject({ launchMode: 'Normal', masteryScore: 0.6 });
  await unit.interactionTrueFalse('t', 'q1', true, true, { 'zh-CN': '对吗' }, undefined, true);
  await unit.interactionChoice('t', 'q2', ['a', 'b'], ['a'], [{ id: 'a' }, { id: 'b' }]);
  await unit.interactionLikert('t', 'q3', '1', '1', [{ id: '1' }]);
  await unit.interactionMatching('t', 'q4', { a: '1' }, { a: '1' }, [{ id: 'a' }], [{ id: '1' }]);
  await unit.progress(50);
  await unit.complete();
  await unit.pass(0.85);
  await unit.terminate();
  expect(await verbs()).toEqual([
    'launched',
    'initialized',
    'answered',
    'answered',
    'answered',
    'answered',
    'progressed',
    'completed',
    'passed',
    'satisfied',
    'terminated',
  ]);
  expect(await unitRow(here, studying.of)).toMatchObject({
    completed: true,
    success: 'passed',
    scorePercent: 85,
    satisfiedAt: here.clock.now(),
  });
});

test('failed in one session, it is passed in the next', async () => {
  await unit.initialize();
  await unit.fail(0.3);
  await unit.terminate();
  expect(await unitRow(here, studying.of)).toMatchObject({ success: 'failed', satisfiedAt: null });
  const next = await clientOf(await studying.open());
  await next.initialize();
  await next.moveOn({ score: 0.9 });
  expect(await unitRow(here, studying.of)).toMatchObject({
    completed: true,
    success: 'passed',
    scorePercent: 90,
  });
});

test('its bookmarks and the learner’s preferences are kept', async () => {
  await unit.initialize();
  const { xapi, launchParameters } = unit;
  if (!xapi || !launchParameters) throw new Error('it has a connection once it began');
  const { actor: agent, activityId, registration } = launchParameters;
  const bookmark = { agent, activityId, registration, stateId: 'bookmark' };
  await xapi.setState({ ...bookmark, state: { page: 7 } });
  expect((await xapi.getState(bookmark)).data).toEqual({ page: 7 });
  const profile = { audioPreference: 'off', languagePreference: 'zh-CN' };
  const preferences = { agent, profileId: 'cmi5LearnerPreferences' };
  const isNew = { etag: '*', matchHeader: 'If-None-Match' } as const;
  await xapi.setAgentProfile({ ...preferences, ...isNew, profile });
  const again = await clientOf(await studying.open());
  await again.initialize();
  expect(again.getLearnerPreferences()).toEqual(profile);
});
