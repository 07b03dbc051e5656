// Every operation of the API × everybody × their own and others' units, people and work.
import type { OwnComplaint, QuestionThread, QuizAttempt } from '@xueshi/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addressOf,
  readOperations,
  type Operation,
} from '../../apps/server/src/testing/api-operations.ts';
import { digestDatabase } from '../../apps/server/src/testing/database-digest.ts';
import { writeExerciseCourse } from '../../apps/server/src/testing/exercise-course.ts';
import {
  addLearner,
  personOf,
  signInWithoutPassword,
} from '../../apps/server/src/testing/learners.ts';
import {
  addPaperLecture,
  beatOf,
  openPlayer,
} from '../../apps/server/src/testing/paper-lecture.ts';
import { insertProgramme } from '../../apps/server/src/testing/programmes.ts';
import { writeReadingCourse } from '../../apps/server/src/testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../apps/server/src/testing/test-installation.ts';
import { openRemainingAccounts, upheldFlag } from './authority-fixtures.ts';
import { PLACES, places, type Place } from './authority-places.ts';
import { appoint, isOfficer, OFFICES, type Officer } from './authority-offices.ts';
import { AUTHORITY, isReviewer, type Row } from './authority-table.ts';

const ACTORS = {
  anonymous: null,
  newcomer: 'newcomer',
  learner: 'wangxiulan',
  'township administrator': 'lifang',
  'county administrator': 'chenjianguo',
  author: 'zhoumin',
  reviewer: 'sunliping',
  'system administrator': 'hexiaoyan',
} as const;
type ActorName = keyof typeof ACTORS | Officer;
const actorNames = [...Object.keys(ACTORS), ...Object.keys(OFFICES)] as ActorName[];

let here: TestInstallation;
let operations: Operation[];
let counter = 0;
const units = new Map<Place, string>([['unknown', 'A'.repeat(22)]]);
const people = new Map<Place, string>([['unknown', 'A'.repeat(22)]]);
/** Filed and written by the people of the places. */
const complaints = new Map<Place, string>([['unknown', 'A'.repeat(22)]]);
const posts = new Map<Place, string>([['unknown', 'A'.repeat(22)]]);
const flags = new Map<Place, string>([['unknown', 'A'.repeat(22)]]);
const programmes = new Map<Place, string>([['unknown', 'A'.repeat(22)]]);
const drafts = new Map<Place, string>([['unknown', 'A'.repeat(22)]]);
const TARGETS: Partial<Record<Row['subject'], ReadonlyMap<Place, string>>> = {
  unit: units,
  person: people,
  complaint: complaints,
  post: posts,
  flag: flags,
  programme: programmes,
  'draft-programme': drafts,
};
const ids = new Map<string, string>();

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeExerciseCourse(folder, 'exercise');
      await writeReadingCourse(folder, 'reading');
    },
    env: { XUESHI_PRESENCE_CHECKS: '1-1' },
  });
  await addPaperLecture(here.installation.platform, 'reading', 60_000);
  await openRemainingAccounts(here);
  operations = await readOperations(here.app);
  for (const [place, name] of Object.entries(PLACES)) {
    const { rows } = await here.installation.database.client.execute({
      sql: 'SELECT id FROM org_units WHERE name = ?',
      args: [name],
    });
    units.set(place as Place, String(rows[0]?.['id']));
    const { personId, visitor } = await addLearner(here, name);
    people.set(place as Place, personId);
    flags.set(place as Place, await upheldFlag(here, personId));
    programmes.set(
      place as Place,
      await insertProgramme(here, units.get(place as Place), 'published'),
    );
    drafts.set(place as Place, await insertProgramme(here, units.get(place as Place), 'draft'));
    await visitor.post('/api/v1/courses/exercise/enrolment');
    complaints.set(place as Place, await fileComplaint(visitor));
    posts.set(place as Place, (await askQuestion(visitor)).posts[0]?.id ?? '');
  }
  const newcomer = await addLearner(here);
  await here.installation.database.client.execute({
    sql: 'UPDATE accounts SET must_change_password = 1 WHERE person_id = ?',
    args: [newcomer.personId],
  });
  ids.set('newcomer', newcomer.personId);
  for (const actor of actorNames) {
    if (actor === 'anonymous') continue;
    if (isOfficer(actor)) ids.set(actor, await appoint(here, actor));
    else if (actor !== 'newcomer') ids.set(actor, await personOf(here, ACTORS[actor]));
    const visitor = await as(actor);
    for (const slug of ['exercise', 'reading'])
      await visitor.post(`/api/v1/courses/${slug}/enrolment`);
  }
});
afterAll(() => here.close());

/** The unit, person or flag at each place; null where an operation is about none. */
async function as(actor: ActorName): Promise<Visitor> {
  if (actor === 'anonymous') return here.visitor();
  return (await signInWithoutPassword(here, ids.get(actor) ?? '')).visitor;
}

const visitors = new Map<ActorName, Visitor>();

/** The same session as long as it stands: what is barred changes nothing, and signing in is written to disk. */
async function stillAs(actor: ActorName): Promise<Visitor> {
  const before = visitors.get(actor);
  if (before && (await before.get('/api/v1/session')).status === 200) return before;
  const visitor = await as(actor);
  visitors.set(actor, visitor);
  return visitor;
}

async function call(
  visitor: Visitor,
  operation: Operation,
  row: Row,
  params: Record<string, string> = {},
) {
  const path = addressOf(operation.path, { ...row.params, ...params });
  const url = row.query === undefined ? path : `${path}?${row.query}`;
  const body = row.body?.((counter += 1));
  const method = operation.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  const answer =
    method === 'get' || method === 'delete'
      ? await visitor[method]<Record<string, unknown>>(url)
      : await visitor[method]<Record<string, unknown>>(url, body);
  const { requestId: _, ...rest } =
    typeof answer.body === 'object' && answer.body !== null ? answer.body : {};
  return { status: answer.status, body: rest };
}

const fileComplaint = async (filer: Visitor): Promise<string> =>
  (
    await filer.post<OwnComplaint>('/api/v1/me/complaints', {
      kind: 'complaint',
      text: `反映第 ${(counter += 1)} 件事`,
      contact: null,
      above: false,
      place: null,
      device: null,
    })
  ).body.id;

const askQuestion = async (asker: Visitor): Promise<QuestionThread> =>
  (
    await asker.post<QuestionThread>('/api/v1/courses/exercise/questions', {
      text: `请教第 ${(counter += 1)} 件事`,
      lessonKey: null,
      atMs: null,
    })
  ).body;

/** What an actor is there for somewhere. */
function hasDuty(actor: ActorName, { duty = 'administer' }: Row): boolean {
  return isOfficer(actor)
    ? OFFICES[actor].duties.some((one) => one === duty)
    : isAdministrator(actor);
}

/** Which places an actor answers for, as far as an operation asks. */
function answersFor(actor: ActorName, row: Row, place: Place): boolean {
  if (place === 'unknown' || !hasDuty(actor, row)) return false;
  if (actor === 'township administrator' || isOfficer(actor))
    return place === 'own' || place === 'child';
  return actor === 'county administrator' || actor === 'system administrator';
}

/** What lies at a place and is named by an address: whether the actor may have to do with it. */
const mayReach = (actor: ActorName, row: Row, place: Place): boolean =>
  answersFor(actor, row, place) ||
  (row.subject === 'post' && isAuthor(actor) && place !== 'unknown');

const isAdministrator = (actor: ActorName) => !isOfficer(actor) && actor.endsWith('administrator');
const isAuthor = (actor: ActorName) => actor === 'author' || isReviewer(actor);
const isStaff = (actor: ActorName) => isAdministrator(actor) || isAuthor(actor);

/** What comes before any question of which unit or whose work: null where the operation may be used. */
function barred(actor: ActorName, row: Row): { status: number; code: string } | null {
  if (row.subject === 'anyone') return null;
  if (actor === 'anonymous') return { status: 401, code: 'not-signed-in' };
  if (actor === 'newcomer' && !row.beforePasswordChange)
    return { status: 403, code: 'password-change-required' };
  const needs: Partial<Record<Row['subject'], (one: ActorName) => boolean>> = {
    installation: (one: ActorName) => one === 'system administrator',
    authors: isAuthor,
    reviewers: isReviewer,
    administrators: (one: ActorName) => hasDuty(one, row),
    unit: (one: ActorName) => hasDuty(one, row),
    person: (one: ActorName) => hasDuty(one, row),
    flag: (one: ActorName) => hasDuty(one, row),
    programme: (one: ActorName) => hasDuty(one, row),
    'draft-programme': (one: ActorName) => hasDuty(one, row),
    staff: isStaff,
    complaint: isStaff,
    post: isStaff,
  };
  return needs[row.subject]?.(actor) === false ? { status: 403, code: 'forbidden' } : null;
}

const WORK: ReadonlySet<Row['subject']> = new Set([
  'playback',
  'check',
  'attempt',
  'run',
  'offline',
  'own-flag',
  'note',
  'own-question',
  'own-complaint',
]);

let unwatchedMs = 0;

/** A presence check that waits for this learner; asked after one more counted second. */
async function checkOf(owner: Visitor): Promise<string> {
  const player = await openPlayer(owner, { slug: 'reading' });
  if (player.session.check) return player.session.check.id;
  here.clock.advance({ seconds: 15 });
  unwatchedMs += 2_000;
  const { body } = await player.report(beatOf(1, 15_000, [[unwatchedMs - 2_000, unwatchedMs, 1]]));
  return body.check?.id ?? 'none was asked';
}

const writeNote = async (owner: Visitor): Promise<string> =>
  (
    await owner.post<{ id: string }>('/api/v1/courses/exercise/lessons/case/notes', {
      requestId: `work-${(counter += 1)}`,
      text: '先稳住人',
      atMs: null,
      paragraph: null,
    })
  ).body.id;

const takeAlong = async (owner: Visitor): Promise<string> =>
  (
    await owner.post<{ id: string }>('/api/v1/offline-permissions', {
      slug: 'exercise',
      lessonKey: 'case',
      form: 'text',
    })
  ).body.id;

/** Work of one person in a subject, made anew where the last was used up. */
async function workOf(owner: Visitor, subject: Row['subject']): Promise<string> {
  if (subject === 'own-flag') {
    const { body } = await owner.get<{ person: { id: string } }>('/api/v1/me/record');
    return upheldFlag(here, body.person.id);
  }
  if (subject === 'playback')
    return (await openPlayer(owner, { slug: 'reading' })).session.sessionId;
  if (subject === 'check') return checkOf(owner);
  if (subject === 'own-complaint') return fileComplaint(owner);
  if (subject === 'own-question' || subject === 'question') return (await askQuestion(owner)).id;
  if (subject === 'note') return writeNote(owner);
  if (subject === 'offline') return takeAlong(owner);
  const [url, lessonKey] =
    subject === 'run' ? ['/api/v1/case-runs', 'case'] : ['/api/v1/quiz-attempts', 'quiz'];
  return (await owner.post<Pick<QuizAttempt, 'id'>>(url ?? '', { slug: 'exercise', lessonKey }))
    .body.id;
}

/** A question that one asked and all may read; the limit of a day is another test's matter. */
async function sharedWork({ subject }: Row): Promise<Record<string, string>> {
  if (subject !== 'question') return {};
  here.clock.advance({ hours: 25 });
  return { id: await workOf(await as('learner'), subject) };
}

test('every operation of the document has its row, and every row its operation', () => {
  expect(operations.map((operation) => operation.name).sort()).toEqual(
    Object.keys(AUTHORITY).sort(),
  );
});

test('every route under /api is in the document', () => {
  const stack: string[] = [];
  const routes = here.app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const match = /^((?:│ {3}| {4})*)(?:├── |└── )(\S*) \(([A-Z, ]+)\)$/.exec(line);
      if (!match) return [];
      const depth = (match[1] ?? '').length / 4;
      stack.length = depth;
      stack.push(match[2] ?? '');
      const path = stack.join('').replaceAll(/:(\w+)/g, '{$1}');
      return (match[3] ?? '')
        .split(', ')
        .filter((method) => method !== 'HEAD')
        .map((method) => `${method} ${path}`);
    });
  const documented = new Set(operations.map((operation) => operation.name));
  const hidden = routes.filter((route) => route.includes('/api') && !documented.has(route));
  expect(routes.length).toBeGreaterThan(operations.length);
  expect(hidden.filter((route) => !route.startsWith('GET /api/docs'))).toEqual([
    'GET /api/openapi.json',
  ]);
});

test('the document says for each operation whether it needs a session', () => {
  for (const operation of operations)
    expect(operation.isPublic, operation.name).toBe(
      AUTHORITY[operation.name]?.subject === 'anyone',
    );
});

describe.each(Object.keys(AUTHORITY))('%s', (name) => {
  const row = AUTHORITY[name] as Row;
  const operation = () => operations.find((one) => one.name === name) as Operation;

  test.each(actorNames)('answers the %s as the table says', async (actor) => {
    const bar = barred(actor, row);
    const barredAs = (answer: { status: number; body: Record<string, unknown> }) =>
      expect({ status: answer.status, code: answer.body['code'] }).toEqual(bar);
    const targets = TARGETS[row.subject];
    if (targets) {
      const visitor = await (bar ? stillAs(actor) : as(actor));
      const unknown = await call(visitor, operation(), row, { id: targets.get('unknown') ?? '' });
      for (const place of places) {
        const answer = await call(visitor, operation(), row, { id: targets.get(place) ?? '' });
        if (bar) barredAs(answer);
        else if (mayReach(actor, row, place))
          expect(answer.status, `${place}: ${JSON.stringify(answer.body)}`).toBe(row.reaches);
        else expect(answer, place).toEqual({ ...unknown, status: 404 });
      }
      return;
    }
    if (bar) {
      barredAs(await call(await stillAs(actor), operation(), row));
      return;
    }
    if (WORK.has(row.subject)) {
      // How much one may file in a day is another test's matter.
      if (row.subject === 'own-complaint') here.clock.advance({ hours: 25 });
      const visitor = await as(actor);
      const other = await as(actor === 'learner' ? 'author' : 'learner');
      // A new one each time: how often one playback may report is counted by its id.
      const unknown = await call(visitor, operation(), row, { id: `unknown-${counter}` });
      expect(unknown.status).toBe(404);
      expect(
        await call(visitor, operation(), row, { id: await workOf(other, row.subject) }),
      ).toEqual(unknown);
      expect(
        (await call(visitor, operation(), row, { id: await workOf(visitor, row.subject) })).status,
      ).toBe(row.reaches);
      return;
    }
    const shared = await sharedWork(row);
    const answer = await call(await as(actor), operation(), row, shared);
    expect(answer.status, JSON.stringify(answer.body)).toBe(row.reaches);
  });
});

test('reading changes nothing: no GET, by anybody, leaves a trace in the database', async () => {
  const reads = operations.filter((operation) => operation.method === 'GET');
  const visitors: Visitor[] = [];
  for (const actor of actorNames) visitors.push(await as(actor));
  const learner = await as('learner');
  const work: Partial<Record<Row['subject'], string>> = {};
  for (const subject of ['playback', 'attempt', 'note', 'question', 'own-complaint'] as const)
    work[subject] = await workOf(learner, subject);
  here.clock.advance({ minutes: 5 });
  await here.jobs.idle();
  const before = await digestDatabase(here.installation.database);
  let answered = 0;
  for (const visitor of [learner, ...visitors]) {
    for (const operation of reads) {
      const row = AUTHORITY[operation.name] as Row;
      const targets = TARGETS[row.subject];
      const id = work[row.subject] ?? 'unknown';
      for (const params of targets
        ? places.map((place) => ({ id: targets.get(place) ?? '' }))
        : [{ id }]) {
        const { status } = await call(visitor, operation, row, params);
        expect(status).toBeLessThan(500);
        if (status === 200) answered += 1;
      }
    }
  }
  expect(answered).toBeGreaterThan(60);
  expect(await digestDatabase(here.installation.database)).toEqual(before);
});
