// What people decide about a flag, what the learner is told, and the appeal (TRUST.md §2.8).
import type { FlagDetail, LearningRecord, LectureView, OwnFlag } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { and, eq, like } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '../../platform/new-id.ts';
import { addLearner, personOf, type Learner } from '../../testing/learners.ts';
import { addPaperLecture, beatOf, openPlayer } from '../../testing/paper-lecture.ts';
import { pass, useReportingClock } from '../../testing/reporting-clock.ts';
import { beginReading, finishReading, writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { checkEvidence } from '../archive/service.ts';
import { checkLedger } from '../credit/service.ts';

const LECTURE_MS = 60_000;
const REASON = '经核实，有人代为播放';

let here: TestInstallation;
let learner: Learner;
let township: Visitor;
let county: Visitor;
let system: Visitor;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeReadingCourse(folder, 'credited');
      await writeReadingCourse(folder, 'under-way');
    },
  });
  await addPaperLecture(here.installation.platform, 'under-way', LECTURE_MS);
});
afterAll(() => here.close());
useReportingClock();

beforeEach(async () => {
  township = await here.signIn('lifang');
  county = await here.signIn('chenjianguo');
  system = await here.signIn('hexiaoyan');
  learner = await addLearner(here);
});

const db = () => here.installation.platform.db;
const record = async () => (await learner.visitor.get<LearningRecord>('/api/v1/me/record')).body;
const own = async () =>
  (await learner.visitor.get<{ items: OwnFlag[] }>('/api/v1/me/flags')).body.items;
const lecture = async () =>
  (await learner.visitor.get<LectureView>('/api/v1/courses/under-way/lessons/lecture')).body;
const detail = async (id: string, who = township) =>
  (await who.get<FlagDetail>(`/api/v1/flags/${id}`)).body;

/** Raises a flag as the daily look does, about these lessons. */
async function raise(
  lessons: { enrolmentId: string; lessonId: string }[] = [],
  personId = learner.personId,
): Promise<string> {
  const id = newId();
  const now = here.clock.now();
  await here.installation.platform.write((tx) =>
    tx.insert(schema.flags).values({
      id,
      personId,
      rule: 'steady-beats',
      day: '2026-11-24',
      subject: id,
      lessons,
      figures: { reports: 100, spreadMs: 3 },
      evidence: [{ fromMs: now.getTime(), toMs: now.getTime(), sessionId: null, figures: {} }],
      raisedAt: now,
      state: 'open',
    }),
  );
  return id;
}

async function lessonIn(slug: string, key: string) {
  const [row] = await db()
    .select({ enrolmentId: schema.enrolments.id, lessonId: schema.lessons.id })
    .from(schema.enrolments)
    .innerJoin(schema.courses, eq(schema.courses.id, schema.enrolments.courseId))
    .innerJoin(
      schema.lessons,
      eq(schema.lessons.courseVersionId, schema.enrolments.courseVersionId),
    )
    .where(
      and(
        eq(schema.enrolments.personId, learner.personId),
        eq(schema.courses.slug, slug),
        eq(schema.lessons.key, key),
      ),
    );
  if (!row) throw new Error('the learner has not begun this');
  return row;
}

async function earn(): Promise<{ enrolmentId: string; lessonId: string }> {
  await beginReading(learner.visitor, 'credited');
  here.clock.advance({ minutes: 1 });
  expect((await finishReading(learner.visitor, 'credited')).body.credited).not.toBeNull();
  return lessonIn('credited', 'reading');
}

async function watchLecture(): Promise<{ enrolmentId: string; lessonId: string }> {
  await learner.visitor.post('/api/v1/courses/under-way/enrolment');
  const player = await openPlayer(learner.visitor, { slug: 'under-way' });
  pass(here, LECTURE_MS);
  await player.report(beatOf(1, LECTURE_MS, [[0, LECTURE_MS, 1]]));
  return lessonIn('under-way', 'lecture');
}

const act = (who: Visitor, id: string, deed: string, body: unknown) =>
  who.post<{ code: string }>(`/api/v1/flags/${id}/${deed}`, body);
const uphold = (id: string, lessons: unknown[], who = township) =>
  act(who, id, 'upholding', { reason: REASON, lessons });
const appeal = (id: string, text = '当天本人在岗学习，有同事作证') =>
  learner.visitor.post<{ code: string }>(`/api/v1/me/flags/${id}/appeal`, { text });
const judge = (who: Visitor, id: string, outcome: string) =>
  act(who, id, 'appeal-decision', { outcome, reason: '复核后属实' });

test('a flag changes nothing by itself, and the learner is told nothing of one settled as no concern', async () => {
  const lesson = await earn();
  const id = await raise([lesson]);
  const before = await record();
  expect(await own()).toEqual([]);
  expect((await act(township, id, 'clearance', { note: '单位集中学习' })).status).toBe(204);
  expect(await own()).toEqual([]);
  expect({ ...(await record()), asOf: '' }).toEqual({ ...before, asOf: '' });
  expect((await detail(id)).steps).toMatchObject([
    { step: 'cleared', by: '李芳', text: '单位集中学习' },
  ]);
  expect((await act(county, id, 'clearance', { note: null })).body.code).toBe(
    'flag-already-decided',
  );
  expect((await uphold(id, [lesson])).body.code).toBe('flag-already-decided');
});

test('asked, the learner answers once, and the answer is there when it is decided', async () => {
  const id = await raise();
  expect((await act(township, id, 'question', { question: '那天是您本人在看吗？' })).status).toBe(
    204,
  );
  expect(await own()).toMatchObject([
    { id, state: 'asked', steps: [{ step: 'asked', by: null, text: '那天是您本人在看吗？' }] },
  ]);
  const answer = () => learner.visitor.post(`/api/v1/me/flags/${id}/answer`, { text: '是我本人' });
  expect((await answer()).status).toBe(204);
  expect(await answer()).toMatchObject({ status: 409, body: { code: 'flag-not-asked' } });
  expect((await detail(id)).steps.at(-1)).toMatchObject({ step: 'answered', text: '是我本人' });
  expect((await act(township, id, 'clearance', { note: null })).status).toBe(204);
  expect(await own()).toEqual([]);
});

test('upheld, the credit is reversed with the reason; overturned on appeal by somebody else, it is there again', async () => {
  const lesson = await earn();
  const id = await raise([lesson]);
  expect((await detail(id)).subjects).toMatchObject([{ consequence: 'reversal' }]);
  expect((await uphold(id, [lesson])).status).toBe(204);
  expect((await record()).totals.hundredths).toBe(0);
  expect(await own()).toMatchObject([
    { state: 'upheld', effects: [{ kind: 'reversal', undone: false }], appealTo: null },
  ]);
  expect((await appeal(id)).status).toBe(204);
  expect(await own()).toMatchObject([
    { state: 'appealed', appealTo: '云岭县(示例)', appealUntil: null },
  ]);
  expect((await detail(id)).mayDecideAppeal).toBe(false);
  expect((await judge(township, id, 'overturned')).body.code).toBe('forbidden');
  expect((await judge(county, id, 'overturned')).status).toBe(204);
  const { totals, entries } = await record();
  expect(totals.hundredths).toBe(25);
  expect(entries.map((entry) => entry.kind)).toEqual(['adjustment', 'reversal', 'credit']);
  const [told] = await own();
  expect(told?.steps.map((step) => step.step)).toEqual(['upheld', 'appealed', 'overturned']);
  expect(told).toMatchObject({ state: 'overturned', effects: [{ undone: true }] });
  expect((await judge(county, id, 'confirmed')).body.code).toBe('flag-not-appealed');
  expect((await checkLedger(db())).problems).toEqual([]);
});

test('what was watched of a course not credited yet is set back, and given again on appeal beside what came since', async () => {
  const lesson = await watchLecture();
  expect(await lecture()).toMatchObject({ state: 'completed', watchedMs: LECTURE_MS });
  const id = await raise([lesson]);
  expect((await uphold(id, [lesson])).status).toBe(204);
  expect(await lecture()).toMatchObject({ state: 'in_progress', watchedMs: 0, watched: [] });
  const beats = await db().$count(schema.heartbeats);
  // The same page goes on at once: what was discarded does not come back with the next report.
  const player = await openPlayer(learner.visitor, { slug: 'under-way' });
  pass(here, 15_000);
  const { body } = await player.report(beatOf(1, 15_000, [[0, 15_000, 1]]));
  expect(body.watched).toEqual([[0, 15_000]]);
  expect(await db().$count(schema.heartbeats)).toBe(beats + 1);
  await appeal(id);
  expect((await judge(system, id, 'overturned')).status).toBe(204);
  expect(await lecture()).toMatchObject({ state: 'completed', watchedMs: LECTURE_MS });
  expect((await checkEvidence(db())).problems).toEqual([]);
});

test('given again, a lesson may complete its course, which is then credited', async () => {
  const lesson = await watchLecture();
  const id = await raise([lesson]);
  await uphold(id, [lesson]);
  await learner.visitor.post('/api/v1/courses/under-way/lessons/reading/opening');
  here.clock.advance({ minutes: 1 });
  await finishReading(learner.visitor, 'under-way');
  expect((await record()).totals.hundredths).toBe(0);
  await appeal(id);
  await judge(county, id, 'overturned');
  expect((await record()).totals.hundredths).toBe(25);
});

test('an appeal is made once, within thirty days; confirmed, the decision stands', async () => {
  const lesson = await earn();
  const [first, second] = [await raise([lesson]), await raise([lesson])];
  await uphold(first, [lesson]);
  await uphold(second, [lesson]);
  expect((await own()).map((flag) => flag.effects[0]?.kind).sort()).toEqual(['none', 'reversal']);
  here.clock.advance({ days: 29 });
  learner = { ...learner, visitor: await here.signIn(learner.loginName) };
  expect((await appeal(first)).status).toBe(204);
  expect((await appeal(first)).body.code).toBe('flag-not-appealable');
  county = await here.signIn('chenjianguo');
  expect((await judge(county, first, 'confirmed')).status).toBe(204);
  expect((await record()).totals.hundredths).toBe(0);
  here.clock.advance({ days: 2 });
  learner = { ...learner, visitor: await here.signIn(learner.loginName) };
  expect((await appeal(second)).body.code).toBe('flag-not-appealable');
  expect((await own()).map((flag) => flag.state).sort()).toEqual(['confirmed', 'upheld']);
});

test('only lessons of the flag can be taken back, at least one, and nobody decides about themselves', async () => {
  const lesson = await earn();
  const id = await raise([lesson]);
  expect((await uphold(id, [])).body.code).toBe('flag-lesson-missing');
  const other = { ...lesson, lessonId: 'other' };
  expect((await uphold(id, [lesson, other])).body.code).toBe('flag-lesson-missing');
  expect((await record()).totals.hundredths).toBe(25);
  const about = await raise([], await personOf(here, 'lifang'));
  expect((await township.get(`/api/v1/flags/${about}`)).status).toBe(404);
  expect((await act(township, about, 'clearance', { note: null })).status).toBe(404);
  expect((await act(county, about, 'clearance', { note: null })).status).toBe(204);
});

test('two who decide at the same moment decide once, and a credit taken back by hand is not taken twice', async () => {
  const lesson = await earn();
  const id = await raise([lesson]);
  const [entry] = (await record()).entries;
  const both = await Promise.all([uphold(id, [lesson]), uphold(id, [lesson], county)]);
  expect(both.map((one) => one.status).sort()).toEqual([204, 409]);
  const again = await raise([lesson]);
  expect((await uphold(again, [lesson], system)).status).toBe(204);
  expect((await record()).totals.hundredths).toBe(0);
  const url = `/api/v1/people/${learner.personId}/credit-entries/${entry?.id ?? ''}/reinstatement`;
  expect((await system.post(url, { reason: '恢复学时' })).status).toBe(204);
  // Somebody gave the hours again by hand: granting the appeal gives nothing twice.
  await appeal(id);
  const statuses = [];
  for (const who of [county, system]) statuses.push((await judge(who, id, 'overturned')).status);
  expect(statuses).toContain(204);
  expect((await record()).totals.hundredths).toBe(25);
  expect((await checkLedger(db())).problems).toEqual([]);
});

test('every step is in the audit trail and cannot be changed', async () => {
  const lesson = await earn();
  const id = await raise([lesson]);
  await act(township, id, 'question', { question: '请说明当天的情况' });
  await learner.visitor.post(`/api/v1/me/flags/${id}/answer`, { text: '在办公室学习' });
  await uphold(id, [lesson]);
  await appeal(id);
  await judge(county, id, 'overturned');
  const events = await db()
    .select({ action: schema.auditEvents.action })
    .from(schema.auditEvents)
    .where(
      and(
        eq(schema.auditEvents.subject, `person:${learner.personId}`),
        like(schema.auditEvents.action, 'flag-%'),
      ),
    );
  expect(events.map((event) => event.action)).toEqual([
    'flag-asked',
    'flag-answered',
    'flag-upheld',
    'flag-appealed',
    'flag-overturned',
  ]);
  const { client } = here.installation.database;
  await expect(client.execute(`UPDATE flag_steps SET text = ''`)).rejects.toThrow('append-only');
  await expect(client.execute('DELETE FROM flag_steps')).rejects.toThrow('append-only');
});

test('the list is cut to the subtree, filtered by words, pattern and group, and counts each group', async () => {
  const elsewhere = await addLearner(here, '县委组织部');
  const id = await raise();
  const hidden = await raise([], elsewhere.personId);
  type List = { items: { id: string }[]; total: number; counts: Record<string, number> };
  const ids = async (who: Visitor, query: string) =>
    (await who.get<List>(`/api/v1/flags?${query}`)).body.items.map((one) => one.id);
  expect(await ids(township, '')).toContain(id);
  expect(await ids(township, '')).not.toContain(hidden);
  expect(await ids(county, '')).toEqual(expect.arrayContaining([id, hidden]));
  const name = encodeURIComponent((await detail(id)).person.name);
  expect(await ids(township, `query=${name}&rule=steady-beats`)).toContain(id);
  expect(await ids(township, `person=${learner.personId}`)).toEqual([id]);
  expect(await ids(township, 'rule=long-day')).toEqual([]);
  expect(await ids(township, 'group=decided')).not.toContain(id);
  const before = (await township.get<List>('/api/v1/flags')).body.counts;
  await act(township, id, 'clearance', { note: null });
  const after = (await township.get<List>('/api/v1/flags')).body.counts;
  expect(after['undecided']).toBe((before['undecided'] ?? 0) - 1);
  expect(after['decided']).toBe((before['decided'] ?? 0) + 1);
  expect((await township.get(`/api/v1/flags/${hidden}`)).status).toBe(404);
});
