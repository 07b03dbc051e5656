// Courseware counts by its word and by our clock: nothing is had by the word alone, nor by the clock alone.
import type {
  CoursewareBeatAnswer,
  CoursewareLaunch,
  CoursewareStanding,
  CoursewareView,
  LearningRecord,
} from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { passQuiz, writeCoursewareCourse } from '../../testing/courseware-course.ts';
import { makeScormPackage } from '../../testing/courseware-packages.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  withSampleCourse,
  type TestInstallation,
} from '../../testing/test-installation.ts';

const FRAME_HOST = 'courseware.localhost';

let here: TestInstallation;
let learner: Learner;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder, ffmpeg) => {
      const title = '安全生产';
      const one = { edition: '1.2', title, units: ['一'] } as const;
      const two = { edition: '2004', title, units: ['一', '二'] } as const;
      await writeCoursewareCourse(folder, 'one', { zip: makeScormPackage(one) });
      await writeCoursewareCourse(folder, 'two', { zip: makeScormPackage(two) });
      await withSampleCourse(folder, ffmpeg);
    },
  });
});
afterAll(() => here.close());
beforeEach(async () => {
  learner = await addLearner(here);
  for (const slug of ['one', 'two'])
    await learner.visitor.post(`/api/v1/courses/${slug}/enrolment`);
});

const lessonUrl = (slug: string) => `/api/v1/courses/${slug}/lessons/package`;

async function view(slug: string) {
  const { body } = await learner.visitor.get<CoursewareView>(lessonUrl(slug));
  const standing = await learner.visitor.get<CoursewareStanding>(`${lessonUrl(slug)}/courseware`);
  return { ...body, ...standing.body };
}

async function launch(slug: string, unit = 1): Promise<CoursewareLaunch> {
  const answer = await learner.visitor.post<CoursewareLaunch>(
    `${lessonUrl(slug)}/courseware-launches`,
    { unit },
  );
  expect(answer.status).toBe(201);
  return answer.body;
}

async function beat(
  { launchId }: CoursewareLaunch,
  said: { wasShown?: boolean; closes?: boolean } = {},
) {
  const url = `/api/v1/courseware-launches/${launchId}/beats`;
  const answer = await learner.visitor.post<CoursewareBeatAnswer>(url, { wasShown: true, ...said });
  expect(answer.status).toBe(200);
  return answer.body;
}

/** Keeps the courseware open and seen for so long. */
async function study(open: CoursewareLaunch, minutes: number): Promise<CoursewareBeatAnswer> {
  let last = await beat(open);
  for (let seconds = 0; seconds < minutes * 60; seconds += 15) {
    here.clock.advance({ seconds: 15 });
    last = await beat(open);
  }
  return last;
}

/** What the frame asks for and sends, at the origin that it comes from. */
async function atFrame(url: string, payload?: unknown, host = FRAME_HOST) {
  return here.app.inject({
    method: payload === undefined ? 'GET' : 'POST',
    url,
    headers: {
      host,
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }),
  });
}

const pathOf = ({ frameUrl }: CoursewareLaunch) => new URL(frameUrl).pathname;
const passPath = (open: CoursewareLaunch) => pathOf(open).split('/').slice(0, 3).join('/');

let seq = 0;
async function remember(open: CoursewareLaunch, cmi: Record<string, unknown>, number?: number) {
  seq += 1;
  const url = `${passPath(open)}/memory/${open.launchId}`;
  const answer = await atFrame(url, { seq: number ?? seq, memory: { cmi } });
  expect(answer.statusCode).toBe(204);
}

const completed = { core: { lesson_status: 'completed', score: { raw: '85' } } };

test('courseware is complete by its word and its time, and the course with its quiz', async () => {
  const open = await launch('one');
  await remember(open, completed);
  const early = await study(open, 5);
  expect(early.news.lessonCompleted).toBe(false);
  expect(early.progress.units).toMatchObject([{ state: 'satisfied', scorePercent: 85 }]);
  const { progress, news } = await study(open, 5);
  expect(progress.timedSeconds).toBe(600);
  expect(progress.neededSeconds).toBeLessThanOrEqual(600);
  expect((await view('one')).state).toBe('completed');
  expect(news.courseCompleted).toBe(false);
  // 10 minutes of courseware and 5 of the quiz.
  expect(await passQuiz(learner.visitor, 'one')).toMatchObject({
    courseCompleted: true,
    credited: { hundredths: 25 },
  });
  const { body } = await learner.visitor.get<LearningRecord>('/api/v1/me/record');
  expect(body.entries[0]?.why.evidence[0]).toMatchObject({ kind: 'courseware', openMs: 600_000 });
});

test('whoever says at once that all is done waits like everybody else', async () => {
  const open = await launch('one');
  await remember(open, completed);
  for (let sent = 0; sent < 50; sent += 1) await beat(open);
  expect((await view('one')).progress.timedSeconds).toBe(0);
  here.clock.advance({ minutes: 10 });
  await beat(open);
  // What was not reported as it went by is no more than one silence.
  expect((await view('one')).progress.timedSeconds).toBe(40);
  expect((await view('one')).state).toBe('in_progress');
});

test('time alone completes nothing', async () => {
  const open = await launch('one');
  expect((await study(open, 12)).news.lessonCompleted).toBe(false);
  await remember(open, { core: { lesson_status: 'incomplete' } });
  expect((await view('one')).state).toBe('in_progress');
  // What it says later counts, with the time that is there.
  await remember(open, completed);
  expect((await view('one')).state).toBe('completed');
});

test('of several units all must be done', async () => {
  const first = await launch('two', 1);
  await remember(first, { completion_status: 'completed' });
  await study(first, 6);
  const second = await launch('two', 2);
  await study(second, 6);
  expect((await view('two')).progress.units.map(({ state }) => state)).toEqual([
    'satisfied',
    'in_progress',
  ]);
  await remember(second, { completion_status: 'completed', success_status: 'passed' });
  expect((await view('two')).state).toBe('completed');
});

test('what lies behind other pages, or was left, takes no time', async () => {
  const open = await launch('one');
  here.clock.advance({ seconds: 15 });
  await beat(open, { wasShown: false });
  expect((await view('one')).progress.timedSeconds).toBe(0);
  here.clock.advance({ seconds: 15 });
  const left = await beat(open, { closes: true });
  expect(left).toMatchObject({ isCurrent: false, progress: { timedSeconds: 15 } });
  here.clock.advance({ seconds: 15 });
  expect(await beat(open)).toMatchObject({ isCurrent: false, progress: { timedSeconds: 15 } });
});

test('nobody studies two things at once: what was opened last has the clock', async () => {
  const one = await launch('one');
  const two = await launch('two');
  here.clock.advance({ seconds: 15 });
  expect(await beat(one)).toMatchObject({ isCurrent: false, progress: { timedSeconds: 0 } });
  expect(await beat(two)).toMatchObject({ isCurrent: true, progress: { timedSeconds: 15 } });
  await learner.visitor.post('/api/v1/courses/trial/enrolment');
  const lecture = await learner.visitor.post('/api/v1/playback-sessions', {
    requestId: crypto.randomUUID(),
    slug: 'trial',
    lessonKey: 'lecture',
    clientInfo: 'test',
  });
  expect(lecture.status).toBe(201);
  here.clock.advance({ seconds: 15 });
  expect(await beat(two)).toMatchObject({ isCurrent: false, progress: { timedSeconds: 15 } });
});

test('a unit finds what it left, on whatever device', async () => {
  const open = await launch('one');
  await remember(open, { core: { lesson_location: 'p3', lesson_status: 'incomplete' } });
  const page = await atFrame(pathOf(await launch('one')));
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('"lesson_location":"p3"');
  expect(page.body).toContain('"entry":"resume"');
});

test('of what comes late the older is dropped, and of two windows the later one is kept', async () => {
  const first = await launch('one');
  await remember(first, { core: { lesson_location: 'newer' } }, 1_000_002);
  await remember(first, { core: { lesson_location: 'older' } }, 1_000_001);
  const second = await launch('one');
  expect((await atFrame(pathOf(second))).body).toContain('"lesson_location":"newer"');
  await remember(second, { core: { lesson_location: 'second window' } });
  await remember(first, { ...completed, suspend_data: 'first window' }, 1_000_003);
  const third = await atFrame(pathOf(await launch('one')));
  expect(third.body).toContain('second window');
  expect(third.body).not.toContain('first window');
  // What was done in the first is done.
  expect((await view('one')).progress.units).toMatchObject([{ state: 'satisfied' }]);
});

test('nothing that a unit keeps gets out of the page that gives it back', async () => {
  const open = await launch('one');
  await remember(open, { suspend_data: '</script><script>alert(1)</script>' });
  const { body } = await atFrame(pathOf(await launch('one')));
  expect(body).toContain('\\u003c/script>');
  expect(body.match(/<\/script>/g)).toHaveLength(3);
});

test('at the origin of courseware there is courseware and nothing else', async () => {
  const open = await launch('one');
  for (const url of ['/', '/sign-in', '/api/v1/session', '/api/health', '/media/x/y', '/_app/x'])
    expect((await atFrame(url)).statusCode).toBe(404);
  const file = `${passPath(open)}/files/unit-1.html`;
  expect((await atFrame(file)).statusCode).toBe(200);
  expect((await atFrame(file, undefined, 'localhost:80')).statusCode).toBe(404);
  expect((await atFrame(pathOf(open), undefined, 'localhost:80')).statusCode).toBe(404);
});

test('without a pass of ours nothing is served, nor by one that has run out', async () => {
  const open = await launch('one');
  const file = (pass: string) => `/courseware/${pass}/files/unit-1.html`;
  const pass = passPath(open).split('/')[2] ?? '';
  const [body = '', seal = ''] = pass.split('.');
  for (const forged of ['x', `${body}.`, `${body}.${seal.slice(1)}`, `${body}x.${seal}`, body])
    expect((await atFrame(file(forged))).statusCode).toBe(404);
  here.clock.advance({ hours: 24 });
  expect((await atFrame(file(pass))).statusCode).toBe(200);
  here.clock.advance({ hours: 24 });
  expect((await atFrame(file(pass))).statusCode).toBe(404);
});

test('no path leads out of the package', async () => {
  const open = await launch('one');
  for (const path of ['../frame', '..%2f..%2fxueshi.db', '%2e%2e/%2e%2e/secret', '....//x', '%00'])
    expect((await atFrame(`${passPath(open)}/files/${path}`)).statusCode).not.toBe(200);
});

test('what is served may load nothing from elsewhere, and no page but ours may show it', async () => {
  const open = await launch('one');
  for (const url of [pathOf(open), `${passPath(open)}/files/unit-1.html`]) {
    const { headers } = await atFrame(url);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("frame-ancestors 'self' http://localhost");
    expect(headers['set-cookie']).toBeUndefined();
    expect(headers['referrer-policy']).toBe('no-referrer');
  }
  const { headers } = await atFrame(`${passPath(open)}/files/unit-1.html`);
  expect(headers['content-type']).toBe('text/html');
  const worker = await here.app.inject({
    url: `${passPath(open)}/files/unit-1.html`,
    headers: { host: FRAME_HOST, 'service-worker': 'script' },
  });
  expect(worker.statusCode).toBe(404);
});

test('another learner’s launch is nobody else’s', async () => {
  const open = await launch('one');
  const other = await addLearner(here);
  const url = `/api/v1/courseware-launches/${open.launchId}/beats`;
  expect(await other.visitor.post(url, { wasShown: true })).toMatchObject({ status: 404 });
  await other.visitor.post('/api/v1/courses/one/enrolment');
  const theirs = await other.visitor.post<CoursewareLaunch>(
    `${lessonUrl('one')}/courseware-launches`,
    { unit: 1 },
  );
  // Their pass does not go with this launch.
  const answer = await atFrame(`${passPath(theirs.body)}/memory/${open.launchId}`, {
    seq: 1,
    memory: { cmi: completed },
  });
  expect(answer.statusCode).toBe(404);
});

test('where frames could come from nowhere, the page says so and nothing is launched', async () => {
  const url = `${lessonUrl('one')}/courseware-launches`;
  const elsewhere = { host: 'study.example.cn', origin: 'http://study.example.cn' };
  const answer = await here.app.inject({
    method: 'POST',
    url,
    headers: {
      ...elsewhere,
      cookie: learner.visitor.cookie(),
      'content-type': 'application/json',
    },
    payload: JSON.stringify({ unit: 1 }),
  });
  expect(answer.statusCode).toBe(409);
  expect(answer.json()).toMatchObject({ code: 'courseware-without-origin' });
  const { coursewareLaunches } = schema;
  const launches = await here.installation.platform.db
    .select()
    .from(coursewareLaunches)
    .where(eq(coursewareLaunches.personId, learner.personId));
  expect(launches).toEqual([]);
});

test('a package that writes without end is told to slow down, and others go on', async () => {
  const open = await launch('one');
  const url = `${passPath(open)}/memory/${open.launchId}`;
  const write = () => atFrame(url, { seq: (seq += 1), memory: { cmi: {} } });
  let last = 204;
  for (let sent = 0; sent < 200 && last === 204; sent += 1) last = (await write()).statusCode;
  expect(last).toBe(429);
  expect((await beat(open)).isCurrent).toBe(true);
  here.clock.advance({ seconds: 10 });
  expect((await write()).statusCode).toBe(204);
});

test('what is kept beyond all measure is refused, and what was kept before stays', async () => {
  const open = await launch('one');
  await remember(open, { core: { lesson_location: 'p3' } });
  const url = `${passPath(open)}/memory/${open.launchId}`;
  const large = { seq: (seq += 1), memory: { cmi: { suspend_data: 'x'.repeat(1_100_000) } } };
  expect((await atFrame(url, large)).statusCode).toBe(413);
  expect((await atFrame(pathOf(await launch('one')))).body).toContain('"lesson_location":"p3"');
});
