import type { Notice, Plan } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { trainingDayStart, weekdayOf } from '@xueshi/domain';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { writeExerciseCourse } from '../../testing/exercise-course.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { openMailServer, type MailServer } from '../../testing/mail-server.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';
import { notify } from '../notices/service.ts';
import { remindNextMorning } from './service.ts';

let here: TestInstallation;
let post: MailServer;
let letters: MailServer['letters'];
let learner: Learner;

beforeAll(async () => {
  post = await openMailServer();
  letters = post.letters;
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeExerciseCourse(folder, 'one');
      await writeExerciseCourse(folder, 'two');
    },
    env: { SMTP_URL: post.url, MAIL_FROM: '学时 <study@example.cn>' },
  });
});
afterAll(async () => {
  await here.close();
  await post.close();
});
beforeEach(async () => {
  learner = await addLearner(here);
  letters.length = 0;
  post.refuseWith(null);
});

const plan = async (who = learner) => (await who.visitor.get<Plan>('/api/v1/me/plan')).body;
const notices = async (who = learner) =>
  (await who.visitor.get<{ items: Notice[] }>('/api/v1/me/notices')).body.items;
const times = (wish: object, who = learner) =>
  who.visitor.put('/api/v1/me/plan/study-times', {
    days: [],
    time: '19:30',
    minutes: 40,
    remindOn: null,
    ...wish,
  });
const setMail = (address: string) =>
  learner.visitor.put<{ code: string }>('/api/v1/me/mail-address', { address });
const confirm = (code: string) =>
  learner.visitor.post<{ code: string }>('/api/v1/me/mail-address/confirmation', { code });
const codeIn = (text = '') => /\d{6}/.exec(text)?.[0] ?? '';

test('the plan says what is missing, how much a week, and which course by when', async () => {
  const { visitor } = learner;
  const before = await plan();
  expect(before).toMatchObject({ missingHundredths: 10_000, isEnough: false });
  expect(before.weeks.flatMap(({ courses }) => courses.map(({ slug }) => slug)).sort()).toEqual([
    'one',
    'two',
  ]);
  await visitor.post('/api/v1/courses/two/enrolment');
  const [first] = (await plan()).weeks.flatMap(({ courses }) => courses);
  expect(first).toMatchObject({ slug: 'two', progress: { state: 'in_progress' } });
});

test('whom no requirement concerns has no gap to plan', async () => {
  const admin = await here.signIn('chenjianguo');
  const { body } = await admin.get<Plan>('/api/v1/me/plan');
  expect(body.weeks.every(({ from, to }) => from <= to)).toBe(true);
});

test('study times are kept, and come as a calendar of the days that are left', async () => {
  await times({ days: [5, 2], time: '20:15', minutes: 30 });
  expect((await plan()).study).toEqual({
    days: [2, 5],
    time: '20:15',
    minutes: 30,
    remindOn: null,
  });
  const file = await learner.visitor.get<string>('/api/v1/me/plan/calendar');
  expect(file.headers['content-type']).toContain('text/calendar');
  const lines = file.body.replaceAll('\r\n ', '').split('\r\n');
  expect(lines[0]).toBe('BEGIN:VCALENDAR');
  // A quarter past eight in Shanghai is a quarter past twelve in UTC.
  const starts = lines.filter((line) => /^DTSTART:\d{8}T/.test(line));
  expect(starts.length).toBeGreaterThan(5);
  expect(starts.every((line) => line.endsWith('T121500Z'))).toBe(true);
  // Each study time reminds a quarter of an hour before, the last day of the year the morning before.
  const alarms = lines.filter((line) => line.startsWith('TRIGGER'));
  expect(alarms.filter((line) => line.endsWith(':-PT15M'))).toHaveLength(starts.length);
  expect(alarms.filter((line) => line.endsWith(':-PT15H'))).toHaveLength(1);
  expect(lines.filter((line) => line === 'ACTION:DISPLAY')).toHaveLength(starts.length + 1);
  const weekdays = starts.map((line) => {
    const [, year, month, day] = /:(\d{4})(\d\d)(\d\d)T/.exec(line) ?? [];
    return new Date(`${year}-${month}-${day}T12:15:00Z`).getUTCDay();
  });
  expect(new Set(weekdays)).toEqual(new Set([2, 5]));
  const ids = lines.filter((line) => line.startsWith('UID:'));
  expect(new Set(ids).size).toBe(ids.length);
  expect(Math.max(...file.body.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThan(
    76,
  );
});

test.each([{ days: [0] }, { days: [1, 1] }, { time: '25:00' }, { minutes: 5 }, { remindOn: 8 }])(
  'study times %j are refused',
  async (wish) => {
    expect((await times(wish)).status).toBe(400);
  },
);

/** 1 Monday … 7 Sunday of the next nine o'clock in Shanghai. */
function nextWeekday(): number {
  const now = here.clock.now();
  const nine = new Date(trainingDayStart(now).getTime() + 9 * 3_600_000);
  return weekdayOf(nine > now ? nine : new Date(nine.getTime() + 86_400_000));
}

/** Goes on by a day: the reminders of the next nine o'clock run. */
async function nextMorning(): Promise<void> {
  const { platform } = here.installation;
  await platform.write((tx) => remindNextMorning(tx, here.clock.now()));
  here.clock.advance({ days: 1 });
  here.jobs.wake();
  await here.jobs.idle();
}

test('whoever asked for it is reminded on their day, once, and nobody else', async () => {
  const silent = await addLearner(here);
  const other = await addLearner(here);
  const today = nextWeekday();
  await times({ remindOn: today });
  await times({ remindOn: (today % 7) + 1 }, other);
  await nextMorning();
  const { platform } = here.installation;
  const rows = await platform.db.select().from(schema.notices);
  const of = ({ personId }: Learner) => rows.filter((row) => row.personId === personId);
  expect(of(learner)).toMatchObject([{ kind: 'weekly-reminder', params: { hours: 100 } }]);
  expect(of(silent)).toEqual([]);
  expect(of(other)).toEqual([]);
});

test('mail goes only to an address whose code came back', async () => {
  expect((await setMail('wang@example.cn')).status).toBe(204);
  expect(letters).toMatchObject([{ to: 'wang@example.cn' }]);
  expect((await plan()).mail).toMatchObject({ address: 'wang@example.cn', isConfirmed: false });
  const code = codeIn(letters[0]?.text);
  const wrong = code === '000000' ? '111111' : '000000';
  expect(await confirm(wrong)).toMatchObject({ status: 400, body: { code: 'mail-code-wrong' } });
  expect((await confirm(code)).status).toBe(204);
  expect((await plan()).mail.isConfirmed).toBe(true);
  expect((await confirm(code)).status).toBe(400);
  expect((await learner.visitor.delete('/api/v1/me/mail-address')).status).toBe(204);
  expect((await plan()).mail.address).toBeNull();
});

test('five wrong codes are enough, and a code ages', async () => {
  await setMail('zhao@example.cn');
  const code = codeIn(letters[0]?.text);
  const wrong = code === '000000' ? '111111' : '000000';
  for (let attempt = 0; attempt < 5; attempt += 1) await confirm(wrong);
  expect((await confirm(code)).status).toBe(400);
  here.clock.advance({ minutes: 2 });
  await setMail('zhao@example.cn');
  here.clock.advance({ minutes: 16 });
  expect((await confirm(codeIn(letters[1]?.text))).status).toBe(400);
});

test('nobody can have a mailbox filled: one code a minute', async () => {
  await setMail('qian@example.cn');
  expect(await setMail('qian@example.cn')).toMatchObject({
    status: 429,
    body: { code: 'slow-down' },
  });
  expect(letters).toHaveLength(1);
});

test.each(['no address', 'a@b', 'a@example.cn\r\nBcc: b@example.cn', 'a,b@example.cn'])(
  '%j is no address',
  async (address) => {
    expect((await setMail(address)).status).toBe(400);
    expect(letters).toHaveLength(0);
  },
);

test('a server that does not take the letter is told, and what was there before stays', async () => {
  await setMail('zhou@example.cn');
  await confirm(codeIn(letters[0]?.text));
  here.clock.advance({ minutes: 2 });
  post.refuseWith(450);
  expect(await setMail('sun@example.cn')).toMatchObject({
    status: 502,
    body: { code: 'mail-not-sent' },
  });
  expect((await plan()).mail).toMatchObject({ address: 'zhou@example.cn', isConfirmed: true });
});

test('a reversed credit is told with its reason; whoever read it is not told again', async () => {
  const { visitor } = learner;
  await visitor.post('/api/v1/courses/one/enrolment');
  const { platform } = here.installation;
  const tell = () =>
    platform.write((tx) =>
      notify(tx, {
        personId: learner.personId,
        kind: 'credit-reversed',
        occasion: 'entry-1',
        params: { title: '课程', hours: 0.5, reason: '由他人代学' },
        link: '/record',
        now: here.clock.now(),
      }),
    );
  await tell();
  await tell();
  const [notice, ...more] = await notices();
  expect(more).toEqual([]);
  expect(notice).toMatchObject({ isRead: false, params: { reason: '由他人代学' } });
  const stranger = await addLearner(here);
  const url = `/api/v1/me/notices/${notice?.id}/reading`;
  expect((await stranger.visitor.post(url)).status).toBe(404);
  expect((await visitor.post(url)).status).toBe(204);
  expect((await visitor.post(url)).status).toBe(204);
  expect((await notices())[0]?.isRead).toBe(true);
  const home = await visitor.get<{ notices: Notice[] }>('/api/v1/me/home');
  expect(home.body.notices).toEqual([]);
});

test('many notices come page by page and are read at once, but for what came since', async () => {
  const { visitor, personId } = learner;
  const { platform } = here.installation;
  const tell = async (at: number) => {
    here.clock.advance({ seconds: 1 });
    await platform.write((tx) =>
      notify(tx, {
        personId,
        kind: 'credit-reversed',
        occasion: `entry-${at}`,
        params: { title: '课程', hours: 0.5, reason: String(at) },
        link: '/record',
        now: here.clock.now(),
      }),
    );
  };
  for (let at = 1; at <= 32; at += 1) await tell(at);
  interface Page {
    items: Notice[];
    total: number;
  }
  const list = async (query = '') => (await visitor.get<Page>(`/api/v1/me/notices${query}`)).body;
  const unread = async () =>
    (await visitor.get<{ unreadNotices: number }>('/api/v1/session')).body.unreadNotices;
  const first = await list();
  expect([first.items.length, first.total, await unread()]).toEqual([30, 32, 32]);
  expect((await list('?page=2')).items.map(({ params }) => params.reason)).toEqual(['2', '1']);

  const upToId = first.items[0]?.id;
  await tell(33);
  const stranger = await addLearner(here);
  const url = '/api/v1/me/notices/readings';
  expect((await stranger.visitor.post(url, { upToId })).status).toBe(404);
  expect((await visitor.post(url, { upToId })).status).toBe(204);
  expect((await list('?unread=true')).items.map(({ params }) => params.reason)).toEqual(['33']);
  expect([await unread(), (await list()).total]).toEqual([1, 33]);
});
