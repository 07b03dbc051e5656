// The notices of a day as one letter: who gets it, when, once, and what becomes of one that fails.
import type { FailedDelivery, DeliveryCount, MailDelivery } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { trainingDayOf, trainingDayStart, weekdayOf } from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addLearner, signInWithoutPassword, type Learner } from '../../testing/learners.ts';
import { openMailServer, type MailServer } from '../../testing/mail-server.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';
import { openMail } from '../../platform/mail.ts';
import { notify } from '../notices/service.ts';
import { remindNextMorning } from '../planning/service.ts';
import { DELIVER_NOTICES, deliverNextAfternoon } from './service.ts';

const { jobs, mailAddresses, noticeDeliveries, notices } = schema;

let here: TestInstallation;
let post: MailServer;
let learner: Learner;
let number = 0;

beforeAll(async () => {
  post = await openMailServer();
  here = await openTestInstallation({
    env: {
      SMTP_URL: post.url,
      MAIL_FROM: '学时 <study@example.cn>',
      PUBLIC_URL: 'http://localhost',
    },
  });
  await here.installation.platform.write((tx) => deliverNextAfternoon(tx, here.clock.now()));
});
afterAll(async () => {
  await here.close();
  await post.close();
});
beforeEach(async () => {
  learner = await reader();
  post.letters.length = 0;
  post.refuseWith(null);
});

const address = ({ personId }: Learner) => `${personId.slice(0, 12).toLowerCase()}@example.cn`;

/** Somebody with a confirmed address who wants mail each day. */
async function reader(rhythm = 'daily', language: string | null = 'zh-CN'): Promise<Learner> {
  const one = await addLearner(here);
  const now = here.clock.now();
  await here.installation.platform.write((tx) =>
    tx.insert(mailAddresses).values({
      personId: one.personId,
      address: address(one),
      confirmedAt: now,
      codeHash: null,
      codeSentAt: now,
      codeTries: 0,
    }),
  );
  await choose(one, rhythm, language);
  return one;
}

/** Signed in anew: sessions end while days pass. */
const visitorOf = async ({ personId }: Learner) =>
  (await signInWithoutPassword(here, personId)).visitor;
const choose = async (one: Learner, rhythm: string, language: string | null = null) =>
  (await visitorOf(one)).put('/api/v1/me/mail-delivery', { rhythm, language });
const choice = async (one: Learner) =>
  (await (await visitorOf(one)).get<MailDelivery>('/api/v1/me/mail-delivery')).body;

async function tell(one: Learner, title: string): Promise<void> {
  number += 1;
  await here.installation.platform.write((tx) =>
    notify(tx, {
      personId: one.personId,
      kind: 'attempt-marked',
      occasion: `attempt-${number}`,
      params: { title, percent: 80 },
      link: '/record',
      now: here.clock.now(),
    }),
  );
}

async function work(): Promise<void> {
  here.jobs.wake();
  await here.jobs.idle();
}

/** Goes on to just after half past five of the next day that comes. */
async function nextAfternoon(): Promise<void> {
  const { platform } = here.installation;
  await platform.write((tx) => deliverNextAfternoon(tx, here.clock.now()));
  const half = (start: Date) => start.getTime() + 17.5 * 3_600_000 + 60_000;
  const now = here.clock.now();
  const today = half(trainingDayStart(now));
  const at = today - 60_000 > now.getTime() ? today : today + 86_400_000;
  here.clock.advance({ seconds: Math.ceil((at - now.getTime()) / 1000) });
  await work();
}

const lettersTo = (one: Learner) => post.letters.filter(({ to }) => to === address(one));
const linkIn = (text = '') => /\/mail\/stop\/(\S+)/.exec(text)?.[1] ?? '';

test('many notices of a day come as one letter, in words, and not again', async () => {
  for (const title of ['第一卷', '第二卷', '第三卷']) await tell(learner, title);
  await nextAfternoon();
  const [letter, ...more] = lettersTo(learner);
  expect(more).toEqual([]);
  for (const title of ['第一卷', '第二卷', '第三卷'])
    expect(letter?.text).toContain(`《${title}》已阅完，成绩 80%。`);
  expect(letter?.text).toContain('3 条');
  expect(letter?.text).toContain('http://localhost/notices');
  expect(letter?.text).not.toContain('Hello');
  expect(letter?.head.replaceAll('\r\n ', ' ')).toMatch(/List-Unsubscribe: <http:\/\/localhost/);
  expect((await choice(learner)).last).toMatchObject({ state: 'sent', notices: 3, error: null });
  await nextAfternoon();
  expect(lettersTo(learner)).toHaveLength(1);
});

test('what was read needs no letter, and who did not choose gets Chinese and English', async () => {
  const both = await reader('daily', null);
  await tell(learner, '读过的');
  await tell(both, '没读的');
  await here.installation.platform.write((tx) =>
    tx
      .update(notices)
      .set({ readAt: here.clock.now() })
      .where(eq(notices.personId, learner.personId)),
  );
  await nextAfternoon();
  expect(lettersTo(learner)).toEqual([]);
  const text = lettersTo(both)[0]?.text ?? '';
  expect(text.indexOf('您好')).toBeGreaterThanOrEqual(0);
  expect(text.indexOf('Hello')).toBeGreaterThan(text.indexOf('您好'));
});

test('weekly mail comes on the day of the reminder, with the reminder in it', async () => {
  const { platform } = here.installation;
  await nextAfternoon();
  const tomorrow = weekdayOf(new Date(here.clock.now().getTime() + 86_400_000));
  const weekly = await reader('weekly');
  const times = { days: [], time: '19:30', minutes: 40 };
  const url = '/api/v1/me/plan/study-times';
  await weekly.visitor.put(url, { ...times, remindOn: tomorrow });
  const other = await reader('weekly');
  await other.visitor.put(url, { ...times, remindOn: (tomorrow % 7) + 1 });
  await tell(other, '下次再说');
  await platform.write((tx) => remindNextMorning(tx, here.clock.now()));
  here.clock.advance({ minutes: 16 * 60 });
  await work();
  await nextAfternoon();
  expect(lettersTo(weekly)).toHaveLength(1);
  expect(lettersTo(weekly)[0]?.text).toContain('本年还差 100 学时');
  expect(lettersTo(other)).toEqual([]);
});

test('going on after a crash sends nothing twice', async () => {
  await tell(learner, '一次');
  await nextAfternoon();
  const { platform } = here.installation;
  // As it looks when the program died before the job was done.
  await platform.write((tx) =>
    tx
      .update(jobs)
      .set({ state: 'waiting' })
      .where(eq(jobs.uniqueKey, `${DELIVER_NOTICES}:${trainingDayOf(here.clock.now())}`)),
  );
  await work();
  expect(lettersTo(learner)).toHaveLength(1);
});

test('a letter whose fate a crash left open is sent again under the same id', async () => {
  await tell(learner, '不知道收到没有');
  await nextAfternoon();
  const { platform } = here.installation;
  // As it looks when the program died after the server took it: tried once, and not settled.
  await platform.write((tx) =>
    tx
      .update(noticeDeliveries)
      .set({ state: 'waiting', nextAt: here.clock.now(), settledAt: null })
      .where(eq(noticeDeliveries.personId, learner.personId)),
  );
  await platform.write((tx) =>
    tx
      .update(jobs)
      .set({ state: 'waiting' })
      .where(eq(jobs.uniqueKey, `${DELIVER_NOTICES}:${trainingDayOf(here.clock.now())}`)),
  );
  await work();
  const ids = lettersTo(learner).map(({ head }) => /Message-ID: (<\S+>)/i.exec(head)?.[1]);
  expect(ids).toHaveLength(2);
  expect(ids[0]).toMatch(/^<notices-/);
  expect(ids[1]).toBe(ids[0]);
});

test('a letter that is not taken is tried again after ten minutes', async () => {
  await tell(learner, '再试');
  post.refuseWith(450);
  await nextAfternoon();
  expect((await choice(learner)).last).toMatchObject({ state: 'failed', error: 'mail-busy' });
  post.refuseWith(null);
  await work();
  expect(lettersTo(learner)).toEqual([]);
  here.clock.advance({ minutes: 12 });
  await work();
  expect(lettersTo(learner)).toHaveLength(1);
  expect((await choice(learner)).last).toMatchObject({ state: 'sent', attempts: 2 });
});

test('after four attempts it is given up, and its notices come with the next letter', async () => {
  await tell(learner, '明天再来');
  post.refuseWith(450);
  await nextAfternoon();
  for (const minutes of [12, 62, 242]) {
    here.clock.advance({ minutes });
    await work();
  }
  expect((await choice(learner)).last).toMatchObject({ state: 'given_up', attempts: 4 });
  post.refuseWith(null);
  await nextAfternoon();
  expect(lettersTo(learner)).toHaveLength(1);
  expect(lettersTo(learner)[0]?.text).toContain('明天再来');
});

test('the administrator of the subtree sees whom it failed and why; another does not find it', async () => {
  await tell(learner, '没有这个人');
  post.refuseWith(550);
  await nextAfternoon();
  const township = await here.signIn('lifang');
  const [unit] = (await township.get<{ items: { id: string }[] }>('/api/v1/org-units')).body.items;
  const url = `/api/v1/org-units/${unit?.id}/deliveries`;
  const list = await township.get<{ items: FailedDelivery[]; counts: DeliveryCount[] }>(url);
  expect(list.body.items[0]).toMatchObject({
    personId: learner.personId,
    state: 'given_up',
    error: 'mail-refused',
    attempts: 1,
  });
  expect(list.body.counts).toContainEqual(
    expect.objectContaining({ channel: 'mail', error: 'mail-refused' }) as unknown,
  );
  expect((await (await visitorOf(learner)).get(url)).status).toBe(403);
  const [county] = (
    await (await here.signIn('chenjianguo')).get<{ items: { id: string }[] }>('/api/v1/org-units')
  ).body.items;
  expect((await township.get(`/api/v1/org-units/${county?.id}/deliveries`)).status).toBe(404);
});

test('whoever chose no mail gets none, nor does a closed address', async () => {
  await tell(learner, '不要邮件');
  await choose(learner, 'none');
  await nextAfternoon();
  expect(lettersTo(learner)).toEqual([]);
  await choose(learner, 'daily');
  await (await visitorOf(learner)).delete('/api/v1/me/mail-address');
  await nextAfternoon();
  expect(lettersTo(learner)).toEqual([]);
  expect((await choose(learner, 'hourly')).status).toBe(400);
});

test('the link of a letter stops the mail of its reader and of nobody else', async () => {
  const other = await reader();
  await tell(learner, '停');
  await tell(other, '不停');
  await nextAfternoon();
  const token = linkIn(lettersTo(learner)[0]?.text);
  const [, signature = ''] = token.split('.');
  const stranger = here.visitor();
  const stop = (wanted: string) => stranger.post('/api/v1/mail-stops', { token: wanted });
  expect((await stop(`${other.personId}.${signature}`)).status).toBe(404);
  expect((await stop('nonsense')).status).toBe(404);
  expect((await stop(token)).status).toBe(204);
  expect((await choice(learner)).rhythm).toBe('none');
  expect((await choice(other)).rhythm).toBe('daily');
});

test('the button of a mail program stops the mail of its reader at once, and of nobody else', async () => {
  const other = await reader();
  await tell(learner, '一按就停');
  await nextAfternoon();
  const head = lettersTo(learner)[0]?.head.replaceAll('\r\n ', ' ') ?? '';
  const url = /List-Unsubscribe: <http:\/\/localhost(\S+)>/.exec(head)?.[1] ?? '';
  // As the servers of a mail provider press it: from elsewhere, without a cookie, in either kind of form.
  const press = (at: string, type = 'application/x-www-form-urlencoded') =>
    here.app.inject({
      method: 'POST',
      url: at,
      headers: { origin: 'https://mail.example', 'content-type': type },
      payload: 'List-Unsubscribe=One-Click',
    });
  const looked = await here.app.inject({ url });
  expect(looked.statusCode).toBe(302);
  expect(looked.headers.location).toMatch(/^\/mail\/stop\/\S+\.\S+$/);
  expect((await press(`${url}x`)).statusCode).toBe(404);
  expect((await choice(learner)).rhythm).toBe('daily');
  expect((await press(url)).statusCode).toBe(204);
  expect((await press(url, 'multipart/form-data; boundary=x')).statusCode).toBe(204);
  expect((await choice(learner)).rhythm).toBe('none');
  expect((await choice(other)).rhythm).toBe('daily');
});

test('the button is announced where the address is https, and only there', async () => {
  const mail = openMail({ smtpUrl: new URL(post.url), mailFrom: 'study@example.cn' });
  const letter = { subject: '提醒', text: '您好' };
  for (const scheme of ['https', 'http'])
    await mail?.send({
      ...letter,
      to: `${scheme}@example.cn`,
      unsubscribeUrl: `${scheme}://study.example.cn/mail/one-click/x`,
    });
  const announced = post.letters.map(
    ({ head }) => /^List-Unsubscribe-Post: (.+)$/m.exec(head)?.[1]?.trim() ?? null,
  );
  expect(announced).toEqual(['List-Unsubscribe=One-Click', null]);
});

test('records are forgotten after half a year', async () => {
  await tell(learner, '旧');
  await nextAfternoon();
  const { db } = here.installation.platform;
  const mine = eq(noticeDeliveries.personId, learner.personId);
  expect(await db.$count(noticeDeliveries, mine)).toBe(1);
  here.clock.advance({ days: 181 });
  await nextAfternoon();
  expect(await db.$count(noticeDeliveries, mine)).toBe(0);
});
