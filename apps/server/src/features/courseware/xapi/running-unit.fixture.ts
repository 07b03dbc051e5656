// Units of cmi5 that run, against the resources alone: the address is not that of a page, and the token is the
// launch's id. Used by tests only.
import cookie from '@fastify/cookie';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { schema } from '@xueshi/database';
import { CMI5_CATEGORY, MOVE_ON_CATEGORY, type CoursewareUnit } from '@xueshi/domain';
import { and, eq } from 'drizzle-orm';
import Fastify from 'fastify';
import { randomUUID } from 'node:crypto';
import type { App } from '../../../platform/endpoints.ts';
import { newId } from '../../../platform/new-id.ts';
import { addProblemHandler } from '../../../platform/problems.ts';
import { addLearner, type Learner } from '../../../testing/learners.ts';
import { beginReading } from '../../../testing/reading-course.ts';
import type { TestInstallation } from '../../../testing/test-installation.ts';
import { findLaunch, insertLaunch } from '../store.ts';
import { LAUNCH_DATA, putDocument } from './documents.ts';
import type { XapiLaunch } from './launch.ts';
import { noteLaunched } from './lms-statements.ts';
import { addXapiRoutes } from './routes.ts';

const { enrolments, lessons } = schema;
const EXTENSIONS = 'https://w3id.org/xapi/cmi5/context/extensions';

export interface Units {
  readonly app: App;
  /** A learner with courseware of these units, none of which was opened yet. */
  learner(units?: readonly Partial<CoursewareUnit>[]): Promise<Studying>;
  close(): Promise<void>;
}

export interface Studying {
  readonly of: { readonly enrolmentId: string; readonly lessonId: string };
  readonly person: Learner;
  /** Opens a unit, from 1. */
  open(unit?: number): Promise<Running>;
}

export interface Sent {
  readonly status: number;
  /** What JSON says; otherwise the text. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

export interface Running {
  readonly launch: XapiLaunch;
  /** As the unit is told in its address. */
  readonly actor: string;
  call(
    method: 'GET' | 'PUT' | 'POST' | 'DELETE' | 'HEAD',
    path: string,
    more?: More,
  ): Promise<Sent>;
  /** A statement that cmi5 defines, as a unit should say it. */
  defined(verb: string, change?: object): StatementSent;
  /** Any other. */
  allowed(verb: string, change?: object): StatementSent;
  /** POSTs them. */
  say(...statements: readonly object[]): Promise<Sent>;
}

export interface More {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
export type StatementSent = Readonly<Record<string, unknown>> & { readonly id: string };

export async function openUnits(here: TestInstallation): Promise<Units> {
  const { platform } = here.installation;
  const launches = new Map<string, XapiLaunch>();
  // As openFastify has it: the framework's own types differ from themselves in one optional property.
  const app = Fastify().withTypeProvider<TypeBoxTypeProvider>() as unknown as App;
  await app.register(cookie);
  addProblemHandler(app as never);
  addXapiRoutes(app, platform, '/courseware/:pass/xapi', async ({ headers }) => {
    const token = headers.authorization?.replace(/^Basic /, '') ?? '';
    const known = launches.get(Buffer.from(token, 'base64').toString());
    const row = known && (await findLaunch(platform.db, known.row.id));
    return row ? { ...known, row } : null;
  });
  await app.ready();
  return {
    app,
    close: () => app.close(),
    async learner(units = [{}]) {
      const person = await addLearner(here);
      await beginReading(person.visitor, 'frame');
      const of = await coursewareFor(here, person, units.map(wholeUnit));
      return {
        of,
        person,
        async open(unit = 1) {
          const launch = await openLaunch(here, person, of, { unit, units: units.map(wholeUnit) });
          launches.set(launch.row.id, launch);
          return runningUnit(app, launch);
        },
      };
    },
  };
}

const wholeUnit = (unit: Partial<CoursewareUnit>, index: number): CoursewareUnit => ({
  identifier: `http://publisher.example/au/${index + 1}`,
  title: `第${index + 1}讲`,
  file: 'index.html',
  query: '',
  masteryScore: null,
  moveOn: 'CompletedOrPassed',
  launchData: '',
  ...unit,
});

/** A lesson of courseware in the course that the learner began. */
async function coursewareFor(
  { installation: { platform } }: TestInstallation,
  { personId }: Learner,
  units: readonly CoursewareUnit[],
) {
  return platform.write(async (tx) => {
    const [enrolment] = await tx.select().from(enrolments).where(eq(enrolments.personId, personId));
    if (!enrolment) throw new Error('a course is begun first');
    const lessonId = newId();
    const courseware = {
      standard: 'cmi5',
      identifier: 'http://publisher.example/course',
      title: '课件',
      units,
    };
    await tx.insert(lessons).values({
      id: lessonId,
      courseVersionId: enrolment.courseVersionId,
      key: lessonId,
      position: 2,
      kind: 'courseware',
      title: { 'zh-CN': '课件', en: 'Courseware' },
      required: true,
      materialSeconds: 600,
      content: { kind: 'courseware', minutes: 10, packedAs: '0'.repeat(64), courseware },
    });
    return { enrolmentId: enrolment.id, lessonId };
  });
}

async function openLaunch(
  { installation: { platform }, clock }: TestInstallation,
  { personId }: Learner,
  of: Studying['of'],
  { unit, units }: { readonly unit: number; readonly units: readonly CoursewareUnit[] },
): Promise<XapiLaunch> {
  const found = units[unit - 1];
  if (!found) throw new Error('no such unit');
  const now = clock.now();
  const registration = `00000000-0000-8000-8000-${Buffer.from(of.enrolmentId).toString('hex', 0, 6)}`;
  const launch: XapiLaunch = {
    row: {
      ...of,
      id: newId(),
      personId,
      unit,
      epoch: 1,
      coveragePercent: 95,
      openedAt: now,
      lastBeatAt: now,
      timedMs: 0,
      lastSeq: 0,
      closedAt: null,
      tokenHash: null,
      initializedAt: null,
      terminatedAt: null,
      abandonedAt: null,
    },
    actor: { homePage: 'https://xueshi.invalid', name: personId },
    registration,
    activityId: `https://xueshi.invalid/units/${unit}`,
    publisherActivityId: found.identifier,
    masteryScore: found.masteryScore,
    moveOn: found.moveOn,
  };
  const launchUrl = 'https://courseware.example/index.html';
  await platform.write(async (tx) => {
    await insertLaunch(tx, launch.row);
    await noteLaunched(tx, launch, { launchUrl, launchParameters: found.launchData }, now);
    const place = { kind: 'state', activity: launch.activityId, documentId: LAUNCH_DATA } as const;
    const { masteryScore, moveOn } = found;
    const data = {
      contextTemplate: templateOf(launch),
      launchMode: 'Normal',
      moveOn,
      ...(masteryScore === null ? {} : { masteryScore }),
    };
    const body = Buffer.from(JSON.stringify(data));
    await putDocument(tx, of, place, { contentType: 'application/json', body }, now);
  });
  return launch;
}

const templateOf = (launch: XapiLaunch) => ({
  contextActivities: { grouping: [{ id: launch.publisherActivityId }] },
  extensions: { [`${EXTENSIONS}/sessionid`]: launch.row.id },
});

const VERBS = 'http://adlnet.gov/expapi/verbs';
const RESULTS: Readonly<Record<string, object>> = {
  completed: { completion: true, duration: 'PT5M' },
  passed: { success: true, duration: 'PT5M' },
  failed: { success: false, duration: 'PT5M' },
  terminated: { duration: 'PT6M' },
};

function runningUnit(app: App, launch: XapiLaunch): Running {
  const account = launch.actor;
  const actor = { objectType: 'Agent', account };
  const { registration, activityId } = launch;
  const template = templateOf(launch);
  const call: Running['call'] = async (method, path, { query = {}, body, json, headers } = {}) => {
    const payload = json === undefined ? body : JSON.stringify(json);
    const answer = await app.inject({
      method,
      url: `/courseware/pass/xapi/${path}?${new URLSearchParams(query).toString()}`,
      headers: {
        authorization: `Basic ${Buffer.from(launch.row.id).toString('base64')}`,
        'x-experience-api-version': '1.0.3',
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload === undefined ? {} : { payload }),
    });
    const isJson = String(answer.headers['content-type'] ?? '').includes('json');
    const text = answer.body;
    return {
      status: answer.statusCode,
      body: isJson && text !== '' ? (JSON.parse(text) as unknown) : text,
      headers: answer.headers,
    };
  };
  const base = { actor, object: { objectType: 'Activity', id: activityId } };
  return {
    launch,
    actor: JSON.stringify(actor),
    call,
    defined(verb, change = {}) {
      const movesOn = ['completed', 'passed', 'failed'].includes(verb);
      const category = [CMI5_CATEGORY, ...(movesOn ? [MOVE_ON_CATEGORY] : [])].map((id) => ({
        id,
      }));
      const contextActivities = { ...template.contextActivities, category };
      return {
        ...base,
        id: randomUUID(),
        verb: { id: `${VERBS}/${verb}`, display: { en: verb } },
        ...(RESULTS[verb] ? { result: RESULTS[verb] } : {}),
        context: { ...template, registration, contextActivities },
        ...change,
      };
    },
    allowed: (verb, change = {}) => ({
      ...base,
      id: randomUUID(),
      verb: { id: verb },
      context: { ...template, registration },
      ...change,
    }),
    say: (...statements) => call('POST', 'statements', { json: statements }),
  };
}

/** What is kept of a learner in a unit. */
export async function unitRow(
  { installation: { platform } }: TestInstallation,
  { enrolmentId, lessonId }: Studying['of'],
  unit = 1,
) {
  const { coursewareUnits } = schema;
  const [row] = await platform.db
    .select()
    .from(coursewareUnits)
    .where(
      and(
        eq(coursewareUnits.enrolmentId, enrolmentId),
        eq(coursewareUnits.lessonId, lessonId),
        eq(coursewareUnits.unit, unit),
      ),
    );
  return row ?? null;
}
