// What courseware of cmi5 says of a learner counts as its standard has it, and no more.
import { schema } from '@xueshi/database';
import { and, eq } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { writeReadingCourse } from '../../../testing/reading-course.ts';
import { openTestInstallation, type TestInstallation } from '../../../testing/test-installation.ts';
import { beginProgress } from '../../learning/service.ts';
import { findLaunch, updateLaunch } from '../store.ts';
import { noteAbandoned } from './lms-statements.ts';
import {
  openUnits,
  unitRow,
  type Running,
  type Studying,
  type Units,
} from './running-unit.fixture.ts';

let here: TestInstallation;
let units: Units;
let studying: Studying;
let unit: Running;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: (folder) => writeReadingCourse(folder, 'frame'),
  });
  units = await openUnits(here);
});
afterAll(async () => {
  await units.close();
  await here.close();
});
beforeEach(async () => {
  studying = await units.learner();
  unit = await studying.open();
});

const ANSWERED = 'http://adlnet.gov/expapi/verbs/answered';
const rows = async (of = studying.of) => {
  const { xapiStatements } = schema;
  const found = await here.installation.platform.db
    .select()
    .from(xapiStatements)
    .where(
      and(eq(xapiStatements.enrolmentId, of.enrolmentId), eq(xapiStatements.lessonId, of.lessonId)),
    )
    .orderBy(xapiStatements.storedAt);
  return found.map(({ verb, statement, launchId }) => ({
    verb: verb.split('/').at(-1),
    launchId,
    statement: statement as Record<string, Record<string, unknown>>,
  }));
};
const verbs = async () => (await rows()).map(({ verb }) => verb);

test('a learner who goes through a unit and passes it has completed and passed it', async () => {
  const score = { scaled: 0.915 };
  const passed = unit.defined('passed', { result: { success: true, duration: 'PT5M', score } });
  for (const statement of [
    unit.defined('initialized'),
    unit.allowed(ANSWERED),
    unit.defined('completed'),
    passed,
    unit.defined('terminated'),
  ]) {
    const answer = await unit.say(statement);
    expect(answer).toMatchObject({ status: 200, body: [statement.id] });
    here.clock.advance({ minutes: 1 });
  }
  expect(await unitRow(here, studying.of)).toMatchObject({
    completed: true,
    success: 'passed',
    scorePercent: 91,
  });
  const launch = await findLaunch(here.installation.platform.db, unit.launch.row.id);
  expect(launch?.initializedAt).not.toBeNull();
  expect(launch?.terminatedAt).not.toBeNull();
  // Said by us: that it was launched, and, as its only unit is satisfied, that the course is.
  expect(await verbs()).toEqual([
    'launched',
    'initialized',
    'answered',
    'completed',
    'satisfied',
    'passed',
    'terminated',
  ]);
});

test('a whole session in one request is taken as if it came piece by piece', async () => {
  const said = ['initialized', 'completed', 'passed', 'terminated'].map((one) => unit.defined(one));
  expect((await unit.say(...said)).status).toBe(200);
  expect(await unitRow(here, studying.of)).toMatchObject({ completed: true, success: 'passed' });
});

test('where one statement of a request is refused none of them is kept', async () => {
  const said = [unit.defined('initialized'), unit.defined('completed'), unit.defined('completed')];
  expect(await unit.say(...said)).toMatchObject({ status: 403, body: { code: 'completed-twice' } });
  const malformed = unit.defined('terminated', { madeUp: true });
  expect(await unit.say(unit.defined('initialized'), malformed)).toMatchObject({
    status: 400,
    body: { message: 'Statement 2: madeUp: is not known here.' },
  });
  expect(await verbs()).toEqual(['launched']);
  expect(await unitRow(here, studying.of)).toBeNull();
});

test('an answer that was lost costs nothing: the same statement is taken once, another by its id never', async () => {
  const initialized = unit.defined('initialized');
  const completed = unit.defined('completed');
  await unit.say(initialized, completed, unit.defined('terminated'));
  expect((await unit.say(completed)).status).toBe(200);
  const query = { statementId: completed.id };
  expect((await unit.call('PUT', 'statements', { query, json: completed })).status).toBe(204);
  const other = { ...completed, result: { completion: true, duration: 'PT9M' } };
  expect(await unit.call('PUT', 'statements', { query, json: other })).toMatchObject({
    status: 409,
    body: { code: 'statement-differs' },
  });
  expect(await verbs()).toEqual([
    'launched',
    'initialized',
    'completed',
    'terminated',
    'satisfied',
  ]);
});

test('nothing is taken before a unit began and after it ended', async () => {
  for (const early of [unit.allowed(ANSWERED), unit.defined('completed')])
    expect(await unit.say(early)).toMatchObject({
      status: 403,
      body: { code: 'not-initialized-first' },
    });
  await unit.say(unit.defined('initialized'), unit.defined('terminated'));
  for (const late of [unit.allowed(ANSWERED), unit.defined('completed')])
    expect(await unit.say(late)).toMatchObject({ status: 403, body: { code: 'after-terminated' } });
});

test('a unit is passed once, whichever session says so, and not failed afterwards', async () => {
  await unit.say(unit.defined('initialized'), unit.defined('failed'), unit.defined('terminated'));
  expect(await unitRow(here, studying.of)).toMatchObject({ success: 'failed', satisfiedAt: null });
  const second = await studying.open();
  await second.say(second.defined('initialized'), second.defined('passed'));
  expect(await second.say(second.defined('failed'))).toMatchObject({
    body: { code: 'failed-after-passed' },
  });
  await second.say(second.defined('terminated'));
  const third = await studying.open();
  await third.say(third.defined('initialized'));
  expect(await third.say(third.defined('passed'))).toMatchObject({
    status: 403,
    body: { code: 'passed-twice' },
  });
  expect((await third.say(third.defined('completed'))).status).toBe(200);
  expect(await unitRow(here, studying.of)).toMatchObject({ success: 'passed', completed: true });
});

test('with a mastery score nobody passes below it, and without it a unit is judged as it judges', async () => {
  const strict = await units.learner([{ masteryScore: 0.8, moveOn: 'Passed' }]);
  const running = await strict.open();
  await running.say(running.defined('initialized'));
  const withScore = (scaled: number) =>
    running.defined('passed', { result: { success: true, duration: 'PT5M', score: { scaled } } });
  expect(await running.say(withScore(0.79))).toMatchObject({
    status: 400,
    body: { code: 'passed-below-mastery' },
  });
  await running.say(running.defined('completed'));
  expect(await unitRow(here, strict.of)).toMatchObject({ satisfiedAt: null });
  expect((await running.say(withScore(0.8))).status).toBe(200);
  expect(await unitRow(here, strict.of)).toMatchObject({ satisfiedAt: here.clock.now() });
});

test('what is satisfied completes its lesson once it was open for long enough, and not before', async () => {
  const { lessonProgress } = schema;
  const { platform } = here.installation;
  const completedAt = async () => {
    const [row] = await platform.db
      .select()
      .from(lessonProgress)
      .where(eq(lessonProgress.lessonId, studying.of.lessonId));
    return row?.completedAt;
  };
  await platform.write((tx) =>
    beginProgress(tx, studying.of.enrolmentId, studying.of.lessonId, here.clock.now()),
  );
  await unit.say(unit.defined('initialized'), unit.defined('completed'));
  expect(await completedAt()).toBeNull();
  await platform.write((tx) => updateLaunch(tx, unit.launch.row.id, { timedMs: 600_000 }));
  await unit.say(unit.defined('passed'));
  expect(await completedAt()).toEqual(here.clock.now());
});

test('the course is said to be satisfied once, by its last unit', async () => {
  const two = await units.learner([{ moveOn: 'Completed' }, {}, { moveOn: 'NotApplicable' }]);
  const satisfied = async () => (await rows(two.of)).filter(({ verb }) => verb === 'satisfied');
  const first = await two.open(1);
  await first.say(first.defined('initialized'), first.defined('completed'));
  expect(await satisfied()).toEqual([]);
  const second = await two.open(2);
  await second.say(second.defined('initialized'), second.defined('passed'));
  await second.say(second.defined('completed'), second.defined('terminated'));
  const said = await satisfied();
  expect(said).toHaveLength(1);
  expect(said[0]?.launchId).toBe(second.launch.row.id);
  expect(said[0]?.statement).toMatchObject({
    object: { definition: { type: 'https://w3id.org/xapi/cmi5/activitytype/course' } },
    context: {
      registration: second.launch.registration,
      contextActivities: { grouping: [{ id: 'http://publisher.example/course' }] },
      extensions: {
        'https://w3id.org/xapi/cmi5/context/extensions/sessionid': second.launch.row.id,
      },
    },
  });
});

test('what was launched is said with all that cmi5 asks for', async () => {
  const one = await units.learner([
    { masteryScore: 0.5, moveOn: 'Passed', launchData: '{"level":2}' },
  ]);
  const running = await one.open();
  const [launched] = await rows(one.of);
  const extension = (name: string) => `https://w3id.org/xapi/cmi5/context/extensions/${name}`;
  expect(launched?.statement['context']?.['extensions']).toEqual({
    [extension('sessionid')]: running.launch.row.id,
    [extension('launchmode')]: 'Normal',
    [extension('launchurl')]: 'https://courseware.example/index.html',
    [extension('moveon')]: 'Passed',
    [extension('masteryscore')]: 0.5,
    [extension('launchparameters')]: '{"level":2}',
  });
});

test('a session that was left open is said to be abandoned, and says nothing more', async () => {
  const { platform } = here.installation;
  await unit.say(unit.defined('initialized'));
  here.clock.advance({ seconds: 90 });
  await unit.say(unit.allowed(ANSWERED));
  here.clock.advance({ hours: 3 });
  const abandon = () =>
    platform.write(async (tx) => {
      const row = await findLaunch(tx, unit.launch.row.id);
      if (!row) throw new Error('the launch is gone');
      return noteAbandoned(tx, { ...unit.launch, row }, here.clock.now());
    });
  expect(await abandon()).toBe(true);
  expect(await abandon()).toBe(false);
  const said = (await rows()).at(-1);
  expect(said?.verb).toBe('abandoned');
  expect(said?.statement['result']).toEqual({ duration: 'PT90S' });
  expect(await unit.say(unit.defined('terminated'))).toMatchObject({
    status: 403,
    body: { code: 'after-abandoned' },
  });
});

test('courseware speaks of its learner, in its registration, session and unit, and of nobody else', async () => {
  const other = await (await units.learner()).open();
  await unit.say(unit.defined('initialized'));
  const refused = async (statement: object) => {
    const { status, body } = await unit.say(statement);
    return [status, (body as { code: string }).code];
  };
  const { actor } = JSON.parse(`{"actor":${other.actor}}`) as { actor: object };
  expect(await refused(unit.defined('completed', { actor }))).toEqual([403, 'forbidden']);
  expect(await refused(other.defined('completed'))).toEqual([403, 'forbidden']);
  const own = unit.defined('completed') as unknown as { context: object };
  const registration = randomUUID();
  expect(await refused({ ...own, context: { ...own.context, registration } })).toEqual([
    403,
    'wrong-registration',
  ]);
  expect(await refused({ ...own, context: { ...own.context, extensions: {} } })).toEqual([
    403,
    'wrong-session',
  ]);
  expect(await refused({ ...own, object: { id: 'http://elsewhere.example' } })).toEqual([
    403,
    'wrong-activity',
  ]);
  expect(
    await refused(
      unit.defined('completed', { verb: { id: 'https://w3id.org/xapi/adl/verbs/satisfied' } }),
    ),
  ).toEqual([403, 'verb-of-the-lms']);
  const voids = {
    verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
    object: { objectType: 'StatementRef', id: randomUUID() },
  };
  expect(await refused(unit.allowed(ANSWERED, voids))).toEqual([403, 'forbidden']);
  expect(await unitRow(here, studying.of)).toBeNull();
});
