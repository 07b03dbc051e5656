// Notices through the messaging platform of a unit: signed, once a day, and to no internal address.
import type { MailDelivery, Notice, UnitWebhook } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { trainingDayStart } from '@xueshi/domain';
import { and, eq } from 'drizzle-orm';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { isPublicAddress } from '../../platform/outgoing-call.ts';
import {
  addLearner,
  personOf,
  signInWithoutPassword,
  type Learner,
} from '../../testing/learners.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';
import { notify } from '../notices/service.ts';
import { deliverNextAfternoon } from './service.ts';

const { auditEvents, noticeDeliveries, noticeWebhooks, people } = schema;

const SECRET = '一个足够长的密钥-1234567890';

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let here: TestInstallation;
let platformServer: Server;
let port = 0;
let received: Received[] = [];
let answer: { status: number; headers?: Record<string, string>; body?: string } = { status: 200 };
let unitId: string;
let learner: Learner;
let number = 0;

beforeAll(async () => {
  platformServer = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (answer.status === 0) return;
      received.push({
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(parts).toString(),
      });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((ready) => platformServer.listen(0, '127.0.0.1', ready));
  const address = platformServer.address();
  port = typeof address === 'object' && address ? address.port : 0;
  here = await openTestInstallation({
    env: { XUESHI_WEBHOOK_HOSTS: 'http://127.0.0.1', PUBLIC_URL: 'http://localhost' },
  });
  const [unit] = (await (await admin()).get<{ items: { id: string }[] }>('/api/v1/org-units')).body
    .items;
  unitId = unit?.id ?? '';
});
afterAll(async () => {
  await here.close();
  await new Promise((closed) => platformServer.close(closed));
});
beforeEach(async () => {
  learner = await addLearner(here);
  received = [];
  answer = { status: 200 };
  here.clock.advance({ seconds: 11 });
});

const admin = async () =>
  (await signInWithoutPassword(here, await personOf(here, 'lifang'))).visitor;
const url = (rest = '') => `/api/v1/org-units/${unitId}/webhook${rest}`;
const set = async (address = `http://127.0.0.1:${port}/hook`, secret = SECRET, kind = 'xueshi') =>
  (await admin()).put<{ code: string }>(url(), { kind, url: address, secret });
const read = async () =>
  (await (await admin()).get<{ webhook: UnitWebhook | null }>(url())).body.webhook;
const tryOut = async () => (await admin()).post<{ error: string | null }>(url('/test'));

async function tell(title: string, { personId } = learner): Promise<void> {
  number += 1;
  await here.installation.platform.write((tx) =>
    notify(tx, {
      personId,
      kind: 'attempt-marked',
      occasion: `attempt-${number}`,
      params: { title, percent: 80 },
      link: null,
      now: here.clock.now(),
    }),
  );
}

async function nextAfternoon(): Promise<void> {
  await here.installation.platform.write((tx) => deliverNextAfternoon(tx, here.clock.now()));
  const now = here.clock.now();
  const today = trainingDayStart(now).getTime() + 17.5 * 3_600_000;
  const at = (today > now.getTime() ? today : today + 86_400_000) + 60_000;
  here.clock.advance({ seconds: Math.ceil((at - now.getTime()) / 1000) });
  here.jobs.wake();
  await here.jobs.idle();
}

interface Sent {
  format: string;
  id: string;
  test: boolean;
  person: { loginName: string };
  sentences: Record<string, string>[];
  link: string;
}
const bodies = () => received.map(({ body }) => JSON.parse(body) as Sent);
const mine = () => bodies().filter(({ person }) => person?.loginName === learner.loginName);

test('a test message arrives with a signature over time and body; the secret is never told', async () => {
  expect((await set()).status).toBe(204);
  expect((await tryOut()).body).toEqual({ error: null });
  const [call] = received;
  const timestamp = String(call?.headers['x-xueshi-timestamp']);
  const wanted = createHmac('sha256', SECRET).update(`${timestamp}.${call?.body}`).digest('hex');
  expect(call?.headers['x-xueshi-signature']).toBe(`sha256=${wanted}`);
  expect(bodies()[0]).toMatchObject({ format: 'xueshi-notices-1', test: true });
  const seen = await (await admin()).get<object>(url());
  expect(JSON.stringify(seen.body)).not.toContain(SECRET);
  const { db } = here.installation.platform;
  const [row] = await db.select().from(noticeWebhooks).where(eq(noticeWebhooks.orgUnitId, unitId));
  expect(row?.secretSealed).toMatch(/^v1\./);
  const audited = and(
    eq(auditEvents.action, 'webhook-set'),
    eq(auditEvents.subject, `org-unit:${unitId}`),
  );
  expect(await db.$count(auditEvents, audited)).toBeGreaterThan(0);
  expect((await tryOut()).status).toBe(429);
});

test('each person’s notices go out once a day, in both languages', async () => {
  await set();
  await tell('第一卷');
  await tell('第二卷');
  await nextAfternoon();
  expect(mine()).toHaveLength(1);
  expect(mine()[0]).toMatchObject({ test: false, link: 'http://localhost/notices' });
  expect(mine()[0]?.sentences.map((one) => one['zh-CN'])).toEqual(
    expect.arrayContaining(['《第一卷》已阅完，成绩 80%。', '《第二卷》已阅完，成绩 80%。']),
  );
  expect(mine()[0]?.sentences.every(({ en = '' }) => en.includes('80'))).toBe(true);
  await nextAfternoon();
  expect(mine()).toHaveLength(1);
});

test.each([
  [302, { location: 'http://127.0.0.1/elsewhere' }, 'hook-redirects'],
  [500, {}, 'hook-refused'],
])(
  'an answer of %i is a failure, and no other address is called',
  async (status, headers, error) => {
    await set();
    answer = { status, headers, body: 'x'.repeat(100_000) };
    expect((await tryOut()).body).toEqual({ error });
    expect(received).toHaveLength(1);
  },
);

test('who does not answer is waited for ten seconds', async () => {
  await set();
  answer = { status: 0 };
  expect((await tryOut()).body).toEqual({ error: 'hook-timeout' });
  platformServer.closeAllConnections();
  expect((await read())?.failingSince).not.toBeNull();
}, 30_000);

test('a server without TLS is not spoken to over https', async () => {
  await set(`https://127.0.0.1:${port}/`);
  expect((await tryOut()).body).toEqual({ error: 'hook-unreachable' });
  expect(received).toEqual([]);
});

test('a name that does not resolve is told', async () => {
  await set('https://no-such-host.invalid/');
  expect((await tryOut()).body).toEqual({ error: 'hook-name-unknown' });
});

test.each([
  ['http://im.example.cn/hook', 'webhook-url-unfit'],
  ['https://user:word@im.example.cn/', 'webhook-url-unfit'],
  ['ftp://im.example.cn/', 'webhook-url-unfit'],
  ['im.example.cn', 'webhook-url-unfit'],
])('%s is refused', async (address, code) => {
  expect(await set(address)).toMatchObject({ status: 400, body: { code } });
});

test('a short secret is refused', async () => {
  expect((await set(undefined, 'short')).body.code).toBe('webhook-secret-too-short');
});

test.each([
  'https://10.0.0.1/',
  'https://[::1]/',
  'https://localhost/',
  'https://169.254.169.254/',
])('%s is not called', async (address) => {
  await set(address);
  expect((await tryOut()).body).toEqual({ error: 'hook-address-forbidden' });
});

test.each([
  ['8.8.8.8', true],
  ['172.15.0.1', true],
  ['172.16.0.1', false],
  ['100.64.1.1', false],
  ['::ffff:10.0.0.1', false],
  ['fe80::1', false],
  ['fd00::1', false],
  ['64:ff9b::a00:1', false],
  ['2002:a00:1::', false],
  ['2400:3200::1', true],
])('whether %s is public: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});

test('what fails is tried again; after three days it is suspended and the administrator told', async () => {
  await set();
  answer = { status: 500 };
  await tell('收不到');
  await nextAfternoon();
  const { db } = here.installation.platform;
  const [first] = await db
    .select()
    .from(noticeDeliveries)
    .where(eq(noticeDeliveries.personId, learner.personId));
  expect(first).toMatchObject({ channel: 'webhook', state: 'failed', error: 'hook-refused' });
  for (let day = 0; day < 3; day += 1) await nextAfternoon();
  expect((await read())?.suspendedAt).not.toBeNull();
  const told = (await (await admin()).get<{ items: Notice[] }>('/api/v1/me/notices')).body.items;
  expect(told.filter(({ kind }) => kind === 'webhook-suspended')).toHaveLength(1);
  answer = { status: 200 };
  received = [];
  await nextAfternoon();
  expect(received).toEqual([]);
  await set();
  await nextAfternoon();
  expect(mine()).toHaveLength(1);
  expect((await read())?.suspendedAt).toBeNull();
});

test('another subtree’s webhook is not found, and one that was removed is gone', async () => {
  await set();
  const county = (await signInWithoutPassword(here, await personOf(here, 'chenjianguo'))).visitor;
  const [unit] = (await county.get<{ items: { id: string }[] }>('/api/v1/org-units')).body.items;
  const above = `/api/v1/org-units/${unit?.id}/webhook`;
  expect((await (await admin()).get(above)).status).toBe(404);
  expect((await learner.visitor.get(url())).status).toBe(403);
  expect((await (await admin()).delete(url())).status).toBe(204);
  expect(await read()).toBeNull();
  expect((await (await admin()).delete(url())).status).toBe(404);
  const { last } = (await learner.visitor.get<MailDelivery>('/api/v1/me/mail-delivery')).body;
  expect(last).toBeNull();
});

interface Said {
  readonly msgtype?: string;
  readonly msg_type?: string;
  readonly text?: { content: string };
  readonly content?: { text: string };
  readonly timestamp?: string;
  readonly sign?: string;
}
const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('base64');
const said = () => received.map(({ body }) => JSON.parse(body) as Said);
const words = () => said().map(({ text, content }) => text?.content ?? content?.text ?? '');

/** Whether a call is signed as the makers of its platform ask. */
const isSigned: Record<string, () => boolean> = {
  wecom: () => received[0]?.path === '/hook?key=k',
  dingtalk: () => {
    const query = new URL(`http://robot${received[0]?.path}`).searchParams;
    const timestamp = query.get('timestamp') ?? '';
    return (
      timestamp === String(here.clock.now().getTime()) &&
      query.get('key') === 'k' &&
      query.get('sign') === hmac('SEC-of-a-robot', `${timestamp}\nSEC-of-a-robot`)
    );
  },
  feishu: () => {
    const { timestamp, sign } = said()[0] ?? {};
    return sign === hmac(`${timestamp}\nSEC-of-a-robot`, '');
  },
};
const TAKEN: Record<string, string> = {
  wecom: '{"errcode":0,"errmsg":"ok"}',
  dingtalk: '{"errcode":0,"errmsg":"ok"}',
  feishu: '{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}',
};

test.each(['wecom', 'dingtalk', 'feishu'])(
  'the %s robot of a group is told once a day who has something to read, and never what',
  async (kind) => {
    const robot = `http://127.0.0.1:${port}/hook?key=k`;
    expect((await set(robot, 'SEC-of-a-robot', kind)).status).toBe(204);
    expect((await read())?.kind).toBe(kind);
    answer = { status: 200, body: TAKEN[kind] ?? '' };
    expect((await tryOut()).body).toEqual({ error: null });
    expect(isSigned[kind]?.()).toBe(true);
    expect(words()[0]).toMatch(/^【学时】测试消息：/);
    received = [];
    const colleague = await addLearner(here);
    await tell('第一卷');
    await tell('第二卷');
    await tell('给同事的', colleague);
    await nextAfternoon();
    expect(received).toHaveLength(1);
    const { db } = here.installation.platform;
    const names: string[] = [];
    for (const { personId } of [learner, colleague]) {
      const own = await db
        .select()
        .from(noticeDeliveries)
        .where(eq(noticeDeliveries.personId, personId));
      expect(own).toMatchObject([{ channel: 'webhook', state: 'sent', orgUnitId: unitId }]);
      const [person] = await db.select().from(people).where(eq(people.id, personId));
      names.push(person?.name ?? '');
    }
    const message = (inOrder: readonly string[]) =>
      `【学时】2 位同志有未读的学习通知，请登录查看：${inOrder.join('、')}。\nhttp://localhost/notices`;
    expect([message(names), message(names.toReversed())]).toContain(words()[0]);
    await nextAfternoon();
    expect(received).toHaveLength(1);
  },
);

test('a robot that answers 200 and did not take the message has not taken it', async () => {
  await set(`http://127.0.0.1:${port}/hook`, '', 'wecom');
  answer = { status: 200, body: '{"errcode":93000,"errmsg":"invalid webhook url"}' };
  expect((await tryOut()).body).toEqual({ error: 'hook-refused' });
  await tell('收不到');
  await nextAfternoon();
  const { db } = here.installation.platform;
  const mineNow = () =>
    db.select().from(noticeDeliveries).where(eq(noticeDeliveries.personId, learner.personId));
  expect(await mineNow()).toMatchObject([{ state: 'failed', error: 'hook-refused', attempts: 1 }]);
  answer = { status: 200, body: TAKEN['wecom'] ?? '' };
  here.clock.advance({ minutes: 11 });
  here.jobs.wake();
  await here.jobs.idle();
  expect(await mineNow()).toMatchObject([{ state: 'sent', attempts: 2 }]);
});

test('where a hundred have something to read, the message names some and says that there are more', async () => {
  await set(`http://127.0.0.1:${port}/hook`, '', 'feishu');
  answer = { status: 200, body: TAKEN['feishu'] ?? '' };
  for (let at = 0; at < 120; at += 1) await tell(`第${at}卷`, await addLearner(here));
  await nextAfternoon();
  const [message = ''] = words();
  expect(message).toMatch(/【学时】1\d\d 位同志/);
  expect(message).toMatch(/等。/);
  expect(Buffer.byteLength(message)).toBeLessThan(2_048);
});
