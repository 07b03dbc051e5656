import type { ClassView } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { device, joined, openRoom, readScreen, steps } from '../../testing/class-room.ts';
import { download } from '../../testing/download.ts';
import { WITHHELD, writeExerciseCourse } from '../../testing/exercise-course.ts';
import { addLearner, personOf, signInWithoutPassword } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let presenter: Visitor;
let code: string;

const signedIn = async (loginName: string) =>
  (await signInWithoutPassword(here, await personOf(here, loginName))).visitor;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: (folder) => writeExerciseCourse(folder, 'exercise'),
  });
});
afterAll(() => here.close());
beforeEach(async () => {
  presenter = await signedIn('zhoumin');
  code = await openRoom(presenter);
  return async () => {
    await presenter.delete(`/api/v1/classes/${code}`);
  };
});

const choose = (optionId: string) => ({ kind: 'choose', optionId }) as const;
const { consequences, commentary, note, endings, reflection } = WITHHELD;

test('a class walks a case from the situation to the reflection, and is told each thing in its time', async () => {
  const phone = await joined(here, code);
  const seen = async () => JSON.stringify((await phone.look()).body);
  expect(await seen()).toContain('二十三名村民');
  expect((await steps(presenter, code, 'advance')).body.phase).toBe('voting');
  for (const words of [...consequences, ...endings, commentary, note, reflection])
    expect(await seen()).not.toContain(words);
  expect(await seen()).not.toMatch(/"judgement"|"next"/);
  expect((await steps(presenter, code, 'advance', choose('b'))).body).toMatchObject({
    phase: 'consequence',
    decision: { number: 1, chosen: { optionId: 'b' } },
  });
  expect(await seen()).toContain(consequences[1]);
  expect(await seen()).not.toContain(consequences[0]);
  await steps(presenter, code, 'advance', 'advance', choose('a'));
  expect((await steps(presenter, code, 'advance')).body).toMatchObject({
    phase: 'ending',
    ending: { title: '程序走通' },
    path: [{ judgement: 'poor' }, { judgement: 'sound' }],
  });
  const phases: string[] = [];
  for (let step = 0; step < 3; step += 1) {
    const { body } = await steps(presenter, code, 'advance');
    phases.push(body.phase);
    expect(body.isLast).toBe(step === 2);
  }
  expect(phases).toEqual(['commentary', 'law', 'reflection']);
  expect(await seen()).toContain(reflection);
  expect(await steps(presenter, code, 'advance')).toMatchObject({
    status: 409,
    body: { code: 'class-at-end' },
  });
});

test('a device votes once, may change its vote while voting is open, and results come when it is closed', async () => {
  const [one, two, three] = [
    await joined(here, code),
    await joined(here, code),
    await joined(here, code),
  ];
  await steps(presenter, code, 'advance');
  expect((await one.vote('first', 'a')).body).toEqual({ ownVote: 'a' });
  await one.vote('first', 'a');
  await two.vote('first', 'a');
  await three.vote('first', 'b');
  expect((await one.vote('first', 'b')).body).toEqual({ ownVote: 'b' });
  expect((await one.look()).body).toMatchObject({
    ownVote: 'b',
    class: { decision: { votes: 3, results: null, leading: null } },
  });
  const closed = await steps(presenter, code, 'advance');
  expect(closed.body.decision).toMatchObject({
    votes: 3,
    leading: 'b',
    results: [
      { optionId: 'a', votes: 1, percent: 33 },
      { optionId: 'b', votes: 2, percent: 67 },
    ],
  });
  expect((await two.look()).body.class).toEqual(closed.body);
});

test.each([
  {
    promise: 'before voting',
    before: [],
    nodeId: 'first',
    optionId: 'a',
    refusal: 'class-vote-closed',
  },
  {
    promise: 'after voting',
    before: ['advance', 'advance'],
    nodeId: 'first',
    optionId: 'a',
    refusal: 'class-vote-closed',
  },
  {
    promise: 'at another decision',
    before: ['advance'],
    nodeId: 'second',
    optionId: 'a',
    refusal: 'class-vote-closed',
  },
  {
    promise: 'for something else',
    before: ['advance'],
    nodeId: 'first',
    optionId: 'c',
    refusal: 'case-option-unknown',
  },
] as const)('no vote counts $promise', async ({ before, nodeId, optionId, refusal }) => {
  const phone = await joined(here, code);
  await steps(presenter, code, ...before);
  expect((await phone.vote(nodeId, optionId)).body.code).toBe(refusal);
  expect((await readScreen(presenter, code)).body.decision?.votes ?? 0).toBe(0);
});

test('a closed vote can be opened again, and goes on from what was voted', async () => {
  const phone = await joined(here, code);
  await steps(presenter, code, 'advance');
  await phone.vote('first', 'a');
  await steps(presenter, code, 'advance', { kind: 'reopen' });
  expect((await phone.look()).body.ownVote).toBe('a');
  expect((await phone.vote('first', 'b')).status).toBe(200);
  expect((await steps(presenter, code, 'advance')).body.decision?.leading).toBe('b');
});

test('a tie leads nowhere by itself: the presenter takes the choice', async () => {
  const phones = [await joined(here, code), await joined(here, code)];
  await steps(presenter, code, 'advance');
  await phones[0]?.vote('first', 'a');
  await phones[1]?.vote('first', 'b');
  expect((await steps(presenter, code, 'advance')).body.decision?.leading).toBeNull();
  expect((await steps(presenter, code, 'advance')).body.code).toBe('class-choice-needed');
  expect((await steps(presenter, code, choose('z'))).body.code).toBe('case-option-unknown');
  expect((await steps(presenter, code, choose('a'))).body.phase).toBe('consequence');
});

test('a step that was asked for twice is taken once', async () => {
  const step = { version: 0, move: { kind: 'advance' } };
  const twice = await Promise.all(
    [1, 2].map(() => presenter.post<{ code?: string }>(`/api/v1/classes/${code}/steps`, step)),
  );
  expect(twice.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect((await readScreen(presenter, code)).body.phase).toBe('voting');
});

test('three hundred votes at once are all counted, and every one is answered', async () => {
  const phones = await Promise.all(Array.from({ length: 300 }, () => joined(here, code)));
  await steps(presenter, code, 'advance');
  const answers = await Promise.all(
    phones.map((phone, at) => phone.vote('first', at % 3 === 0 ? 'b' : 'a')),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect((await steps(presenter, code, 'advance')).body.decision?.results).toMatchObject([
    { optionId: 'a', votes: 200 },
    { optionId: 'b', votes: 100 },
  ]);
});

describe('whoever may not', () => {
  test('another presenter’s class is not found, and cannot be led or ended', async () => {
    const other = await signedIn('chenjianguo');
    const refusal = { status: 404, body: { code: 'class-unknown' } };
    const step = { version: 0, move: { kind: 'advance' } };
    expect(await readScreen(other, code)).toMatchObject(refusal);
    expect(await other.post(`/api/v1/classes/${code}/steps`, step)).toMatchObject(refusal);
    expect(await other.delete(`/api/v1/classes/${code}`)).toMatchObject(refusal);
    const listed = await other.get<{ running: unknown[] }>('/api/v1/classes');
    expect(listed.body.running).toEqual([]);
    expect((await readScreen(presenter, code)).body.phase).toBe('situation');
  });

  test('an administrator opens a class too, a learner does not', async () => {
    const place = { slug: 'exercise', lessonKey: 'case' };
    const township = await signedIn('lifang');
    const opened = await township.post<{ code: string }>('/api/v1/classes', place);
    expect(opened.status).toBe(201);
    expect(opened.body.code).not.toBe(code);
    const { visitor } = await addLearner(here);
    expect((await visitor.post('/api/v1/classes', place)).status).toBe(403);
  });

  test('only a case of a published course is walked', async () => {
    const open = async (slug: string, lessonKey: string) =>
      (await presenter.post<{ code: string }>('/api/v1/classes', { slug, lessonKey })).body.code;
    expect(await open('exercise', 'quiz')).toBe('wrong-lesson-kind');
    expect(await open('exercise', 'nothing')).toBe('lesson-not-found');
    expect(await open('nothing', 'case')).toBe('not-found');
  });

  test('opening the same case again finds the class that runs', async () => {
    expect(await openRoom(presenter)).toBe(code);
    const { body } = await presenter.get<{ running: { code: string }[]; cases: unknown[] }>(
      '/api/v1/classes',
    );
    expect(body.running.map((one) => one.code)).toEqual([code]);
    expect(body.cases).toMatchObject([{ slug: 'exercise', lessonKey: 'case' }]);
  });

  test('without having joined there is no vote; a token of another class or made up is none', async () => {
    await steps(presenter, code, 'advance');
    const county = await signedIn('chenjianguo');
    const elsewhere = await joined(here, await openRoom(county));
    for (const cookie of ['', elsewhere.cookie(), 'xueshi-class=a.b', 'xueshi-class=']) {
      const phone = device(here, code, { cookie });
      expect((await phone.look()).body.isJoined).toBe(false);
      expect(await phone.vote('first', 'a')).toMatchObject({
        status: 409,
        body: { code: 'class-not-joined' },
      });
    }
  });
});

describe('what remains', () => {
  test('a class takes part without names: its rows hold no person, and the cookie is for the browser only', async () => {
    const learner = await addLearner(here);
    const phone = device(here, code, { cookie: learner.visitor.cookie() });
    const { headers } = await phone.join();
    expect(String(headers['set-cookie'])).toMatch(/HttpOnly.*SameSite=Lax/);
    await steps(presenter, code, 'advance');
    await phone.vote('first', 'a');
    const { db } = here.installation.platform;
    const votes = await db.select().from(schema.classVotes);
    expect(votes).toHaveLength(1);
    for (const secret of [learner.personId, phone.cookie().split('=')[1] ?? '?'])
      expect(JSON.stringify(votes)).not.toContain(secret);
  });

  test('after the end the code is dead and only the counts remain', async () => {
    const phone = await joined(here, code);
    await steps(presenter, code, 'advance');
    await phone.vote('first', 'a');
    expect((await presenter.delete(`/api/v1/classes/${code}`)).status).toBe(204);
    const { db } = here.installation.platform;
    expect(await db.select().from(schema.classVotes)).toEqual([]);
    expect(await db.select().from(schema.classVoteCounts)).toContainEqual(
      expect.objectContaining({ nodeId: 'first', optionId: 'a', votes: 1 }),
    );
    for (const answer of [await phone.look(), await phone.vote('first', 'b'), await phone.join()])
      expect(answer).toMatchObject({ status: 404, body: { code: 'class-unknown' } });
    expect((await readScreen(presenter, code)).status).toBe(404);
  });

  test('after twelve hours the code is dead, and the votes go without anybody’s doing', async () => {
    const phone = await joined(here, code);
    await steps(presenter, code, 'advance');
    await phone.vote('first', 'a');
    here.clock.advance({ hours: 11, minutes: 59 });
    expect((await phone.look()).status).toBe(200);
    here.clock.advance({ minutes: 1 });
    expect(await phone.vote('first', 'b')).toMatchObject({
      status: 404,
      body: { code: 'class-unknown' },
    });
    here.jobs.wake();
    await here.jobs.idle();
    const { db } = here.installation.platform;
    expect(await db.select().from(schema.classVotes)).toEqual([]);
  });

  test('nothing of a class is credited', async () => {
    const { db } = here.installation.platform;
    const before = await db.select().from(schema.creditEntries);
    await (await joined(here, code)).vote('first', 'a');
    await steps(presenter, code, 'advance', 'advance', choose('a'), 'advance', 'advance');
    await steps(presenter, code, choose('a'), 'advance');
    expect(await db.select().from(schema.creditEntries)).toEqual(before);
    expect(await db.select().from(schema.caseRuns)).toEqual([]);
  });

  test('who led which class is in their own data and in the audit', async () => {
    const actorId = await personOf(here, 'zhoumin');
    const { bytes } = await download(here, presenter, '/api/v1/me/data');
    const led = strFromU8(unzipSync(bytes)['classes-led.json'] ?? new Uint8Array());
    expect(JSON.parse(led)).toContainEqual(
      expect.objectContaining({ lesson: 'case', closedAt: null }),
    );
    expect(await here.installation.platform.db.select().from(schema.auditEvents)).toContainEqual(
      expect.objectContaining({ actorId, action: 'class-opened' }),
    );
  });
});

describe('guessing', () => {
  const somewhere = (at: number) => `203.0.113.${at}`;
  const unknownCode = (): string => (code === '111111' ? '222222' : '111111');

  test('codes that do not exist are refused after sixty, while those who have joined go on', async () => {
    const address = somewhere(1);
    const inside = device(here, code, { address });
    await inside.join();
    const guesser = device(here, unknownCode(), { address });
    for (let guess = 0; guess < 60; guess += 1) expect((await guesser.look()).status).toBe(404);
    expect(await guesser.look()).toMatchObject({
      status: 429,
      body: { code: 'class-too-many-unknown-codes' },
    });
    expect((await device(here, code, { address }).join()).status).toBe(429);
    expect((await inside.look()).status).toBe(200);
    expect((await device(here, code, { address: somewhere(2) }).join()).status).toBe(200);
    here.clock.advance({ minutes: 10 });
    expect((await device(here, code, { address }).join()).status).toBe(200);
  });

  test('one network joins with so many devices and no more; one device does not vote in a loop', async () => {
    const address = somewhere(3);
    const phone = device(here, code, { address });
    await phone.join();
    for (let number = 1; number < 800; number += 1) await device(here, code, { address }).join();
    expect((await device(here, code, { address }).join()).body.code).toBe('class-full');
    expect((await phone.join()).status).toBe(200);
    await steps(presenter, code, 'advance');
    for (let vote = 0; vote < 10; vote += 1)
      expect((await phone.vote('first', 'a')).status).toBe(200);
    expect((await phone.vote('first', 'a')).status).toBe(429);
    here.clock.advance({ seconds: 10 });
    expect((await phone.vote('first', 'b')).status).toBe(200);
  });
});

test('a view of a class says nothing about a person', async () => {
  const { body } = await readScreen(presenter, code);
  const view: ClassView = body;
  expect(JSON.stringify(view)).not.toContain(await personOf(here, 'zhoumin'));
});
