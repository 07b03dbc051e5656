// What a lecture asks is written in the studio: added, mended, moved in time, published, and asked of learners.
import type {
  CourseDraft,
  DraftLectureQuestions,
  DraftReview,
  LectureForm,
  LectureQuestionForm,
  TakenCourse,
} from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { EMPTY_ITEM } from '@xueshi/formats';
import { makeSampleCourse } from '@xueshi/testkit';
import { eq } from 'drizzle-orm';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { questionIn } from '../../testing/asking-lecture.ts';
import { addLearner } from '../../testing/learners.ts';
import { openPlayer } from '../../testing/paper-lecture.ts';
import { useReportingClock } from '../../testing/reporting-clock.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { viewerOf } from '../../testing/viewer.ts';
import { WHOLE_CHECKLIST_WITH_LECTURE } from '../../testing/whole-checklist.ts';

let here: TestInstallation;
let author: Visitor;
let second: Visitor;
let reviewer: Visitor;
/** The draft of a course whose lecture asks already. */
let asking: string;

const BANK = `format: 1
title: { zh-CN: 题库, en: Bank }
area: law
source: 测试组
items:
  - { id: voucher, kind: true_false, stem: 登记后出具凭证。, answer: true, explanation: 有明文。, difficulty: 1 }
  - { id: days, kind: fill_in, stem: 自收到之日起____日, blanks: [[十五]], explanation: 有明文。, difficulty: 1 }
`;
// As authors write by hand: what no field shows (tags), and what the form would lay out otherwise.
const QUESTIONS = `[
  { at: 0:15, item: { id: first, kind: single, stem: 先做什么？, options: [登记, 劝返], answer: A, explanation: 先登记。, difficulty: 1, tags: [接访], points: 3 } },
  { at: 0:40, bankItem: { bank: petitions, id: voucher } }]`;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder, ffmpeg) => {
      const said = { seconds: 60, questions: QUESTIONS } as const;
      await makeSampleCourse(folder, { slug: 'asking', ffmpeg, ...said });
      await makeSampleCourse(folder, { slug: 'silent', ffmpeg, seconds: 60 });
    },
    banks: async (folder) => {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'petitions.yaml'), BANK);
    },
    env: { XUESHI_PRESENCE_CHECKS: '36000-36000' },
  });
  author = await here.signIn('zhoumin');
  second = await here.signIn('sunliping');
  reviewer = second;
  asking = await opened('asking');
});
afterAll(() => here.close());
useReportingClock();

async function opened(slug: string): Promise<string> {
  const { body } = await author.post<TakenCourse>(`/api/v1/courses/${slug}/versions/1/draft`);
  if (body.id === null) throw new Error(JSON.stringify(body));
  return body.id;
}

const urlOf = (id: string, lesson = 'lecture') =>
  `/api/v1/drafts/${id}/lessons/${lesson}/lecture-questions`;
const read = async (id: string) => (await author.get<DraftLectureQuestions>(urlOf(id))).body;
const save = (
  id: string,
  version: number,
  questions: readonly LectureQuestionForm[],
  who = author,
) => who.put<{ version: number; code?: string }>(urlOf(id), { version, questions });

async function change(
  id: string,
  how: (questions: LectureQuestionForm[]) => LectureQuestionForm[],
): Promise<DraftLectureQuestions> {
  const { version, questions } = await read(id);
  expect(await save(id, version, how(questions))).toMatchObject({ status: 200 });
  return read(id);
}

const single = (at: string, id: string, more: Partial<LectureQuestionForm['item']> = {}) => ({
  from: null,
  at,
  bankItem: null,
  item: {
    ...structuredClone(EMPTY_ITEM),
    id,
    stem: '来访的人坐下以后，先做什么？',
    options: [
      { text: '登记', right: true },
      { text: '劝返', right: false },
    ],
    explanation: '先登记，再听他说。',
    difficulty: 1,
    ...more,
  },
});
const told = ({ faults }: DraftLectureQuestions) =>
  faults.map(({ field, message }) => `${field}: ${message.en}`);

/** The questions as the outline has them, which is what course.yaml is written from. */
async function outlined(id: string): Promise<unknown> {
  const { courseDrafts } = schema;
  const [row] = await here.installation.platform.db
    .select()
    .from(courseDrafts)
    .where(eq(courseDrafts.id, id));
  const outline = row?.outline as { lessons: { id: string; questions?: unknown }[] } | undefined;
  return outline?.lessons.find((lesson) => lesson.id === 'lecture')?.questions;
}

test('what came with a course is shown in fields, and saved without a change stays as it was written', async () => {
  const before = await outlined(asking);
  const { questions, version, faults, recording } = await read(asking);
  expect(faults).toEqual([]);
  expect(recording).not.toBeNull();
  expect(questions).toMatchObject([
    {
      from: 0,
      at: '0:15',
      item: { id: 'first', options: [{ right: true }, {}], tags: ['接访'], points: 3 },
    },
    { from: 1, at: '0:40', item: null, bankItem: { bank: 'petitions', id: 'voucher' } },
  ]);
  expect((await save(asking, version, questions)).body).toEqual({ version });
  expect(await outlined(asking)).toEqual(before);
});

test('one is moved, one mended, one added and one removed; what no field shows is kept', async () => {
  await change(asking, ([first]) => {
    if (!first?.item) throw new Error('nothing to change');
    const item = { ...first.item, stem: '最先做什么？' };
    return [single('0:16', 'q1'), { ...first, at: '0:44', item }];
  });
  expect(await outlined(asking)).toMatchObject([
    { at: '0:16', item: { id: 'q1', answer: 'A' } },
    { at: '0:44', item: { id: 'first', stem: '最先做什么？', tags: ['接访'], points: 3 } },
  ]);
  expect((await read(asking)).questions).toHaveLength(2);
});

test('what the course format refuses is told at the very field, and cannot be submitted', async () => {
  const [register, send] = ['登记', '劝返'];
  const shown = await change(asking, () => [
    single('0:05', 'q1'),
    single('0:20', 'q2'),
    single('0:25', 'q3', { options: [register, send].map((text) => ({ text, right: false })) }),
    single('0:30', 'q4', { stem: '', explanation: '' }),
    single('0:42', 'q5', {
      options: [register, register].map((text, at) => ({ text, right: at === 0 })),
    }),
    single('0:45', 'q2'),
    { from: null, at: '', item: null, bankItem: { bank: 'petitions', id: 'voucher' } },
  ]);
  const expected = [
    '0.at: The question at 0:05 must lie between 0:15 and 0:45, 15 seconds at least',
    '1.at: The question at 0:20 must come 20 seconds at least after the one before',
    '2.item.answer: No right answer is marked yet; mark it.',
    '3.item.explanation: Must not be blank',
    '3.item.stem: Must not be blank',
    '4.item.options.1: Options A and B are the same',
    '5.at: The question at 0:45 must come 20 seconds at least after the one before',
    '5.item.id: The id "q2" is used twice',
    '6.at: Is not written as it should be; write it like 3:20.',
  ];
  const sentences = told(shown).sort();
  expect(sentences).toHaveLength(expected.length);
  for (const [at, words] of expected.entries()) expect(sentences[at]).toContain(words);
  const { faults } = (await author.get<CourseDraft>(`/api/v1/drafts/${asking}`)).body;
  expect(faults.filter(({ lessonId }) => lessonId === 'lecture')).toHaveLength(shown.faults.length);
  const submitted = await author.put(`/api/v1/drafts/${asking}/submission`, { correction: false });
  expect(submitted).toMatchObject({ status: 409, body: { code: 'draft-with-faults' } });
  const banked = await change(asking, () => [
    { from: null, at: '0:20', item: null, bankItem: { bank: 'petitions', id: 'nowhere' } },
    { from: null, at: '0:41', item: null, bankItem: { bank: 'petitions', id: 'days' } },
  ]);
  expect(banked.faults.map(({ field }) => field)).toEqual(['0.bankItem.id', '1.bankItem.id']);
});

test('outside of the part of the recording that is the lecture nothing can be asked', async () => {
  await change(asking, () => [single('0:40', 'q1')]);
  const url = `/api/v1/drafts/${asking}/lessons/lecture/text`;
  const lecture = (await author.get<{ text: string; version: number }>(url)).body;
  const form = JSON.parse(lecture.text) as LectureForm;
  const trim = { startMs: null, endMs: 50_000 };
  const text = JSON.stringify({ ...form, trim });
  await author.put(url, { version: lecture.version, text });
  const shown = await read(asking);
  expect(shown.part).toEqual(trim);
  expect(told(shown)).toEqual([expect.stringMatching(/^0\.at: .*between 0:15 and 0:35/)]);
  const again = (await author.get<{ version: number }>(url)).body;
  await author.put(url, { version: again.version, text: lecture.text });
  expect((await read(asking)).faults).toEqual([]);
});

test('of two authors who save, the second is told, and whoever writes facts is in nobody’s way', async () => {
  const { version, questions } = await read(asking);
  const draft = (await author.get<CourseDraft>(`/api/v1/drafts/${asking}`)).body;
  expect(await save(asking, version, [single('0:18', 'hers')], second)).toMatchObject({
    status: 200,
    body: { version: version + 1 },
  });
  const late = await save(asking, version, questions);
  expect(late).toMatchObject({ status: 409, body: { code: 'draft-changed-elsewhere' } });
  expect((await read(asking)).questions).toMatchObject([{ item: { id: 'hers' } }]);
  const facts = { ...draft.facts, tags: ['接访'] };
  const kept = await author.put(`/api/v1/drafts/${asking}/facts`, {
    version: draft.version,
    facts,
  });
  expect(kept.status).toBe(204);
  expect(await outlined(asking)).toMatchObject([{ item: { id: 'hers' } }]);
});

test('what only a question cites is known of the draft, also when the lecture itself is saved', async () => {
  const { statuteCitations } = schema;
  const cited = async () =>
    (
      await here.installation.platform.db
        .select()
        .from(statuteCitations)
        .where(eq(statuteCitations.draftId, asking))
    )
      .filter(({ lessonKey }) => lessonKey === 'lecture')
      .map(({ statute, article }) => `${statute} ${article}`)
      .sort();
  await change(asking, () => [
    single('0:20', 'q1', {
      explanation: '见《民法典》第三条。',
      statute: '信访工作条例',
      article: '第十七条',
    }),
  ]);
  const both = ['信访工作条例 第十七条', '民法典 第三条'].sort();
  expect(await cited()).toEqual(both);
  const url = `/api/v1/drafts/${asking}/lessons/lecture/text`;
  const { text, version } = (await author.get<{ text: string; version: number }>(url)).body;
  const form = { ...(JSON.parse(text) as LectureForm), posterMs: 3_000 };
  expect((await author.put(url, { version, text: JSON.stringify(form) })).status).toBe(200);
  expect(await cited()).toEqual(both);
});

test('what no field can show is kept, and only moved', async () => {
  const { courseDrafts } = schema;
  const odd = { at: '0:20', item: { id: 'odd', kind: 'single', hint: '看讲义' } };
  const { platform } = here.installation;
  const [row] = await platform.db.select().from(courseDrafts).where(eq(courseDrafts.id, asking));
  const outline = row?.outline as { lessons: { id: string }[] };
  const lessons = outline.lessons.map((lesson) =>
    lesson.id === 'lecture' ? { ...lesson, questions: [odd] } : lesson,
  );
  await platform.write((tx) =>
    tx
      .update(courseDrafts)
      .set({ outline: { ...outline, lessons } })
      .where(eq(courseDrafts.id, asking)),
  );
  const { questions, version } = await read(asking);
  expect(questions).toEqual([{ from: 0, at: '0:20', item: null, bankItem: null }]);
  await change(asking, ([kept]) => (kept ? [{ ...kept, at: '0:25' }] : []));
  expect(await outlined(asking)).toEqual([{ ...odd, at: '0:25' }]);
  const unknown = await save(asking, version + 1, [
    { from: 7, at: '0:20', item: null, bankItem: null },
  ]);
  expect(unknown).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
});

test('only a lecture asks within itself, and nothing is changed while a course is being reviewed', async () => {
  expect((await author.get(urlOf(asking, 'quiz'))).status).toBe(404);
  expect((await author.get(urlOf('no-such-draft'))).status).toBe(404);
  await change(asking, () => []);
  expect(
    (await author.put(`/api/v1/drafts/${asking}/submission`, { correction: false })).status,
  ).toBe(204);
  const { version } = await read(asking);
  const frozen = await save(asking, version, [single('0:18', 'late')]);
  expect(frozen).toMatchObject({ status: 409, body: { code: 'draft-submitted' } });
});

test('a question that was added in the studio is asked of learners once it is published', async () => {
  const id = await opened('silent');
  expect((await read(id)).questions).toEqual([]);
  const shown = await change(id, () => [
    single('0:30', 'q1', { stem: '来访的人坐下以后，**先**做什么？' }),
  ]);
  expect(shown.faults).toEqual([]);
  await author.put(`/api/v1/drafts/${id}/submission`, { correction: false });
  const { hasLecture } = (await reviewer.get<DraftReview>(`/api/v1/drafts/${id}/review`)).body;
  expect(hasLecture).toBe(true);
  const checklist = WHOLE_CHECKLIST_WITH_LECTURE;
  const decision = { publish: true, comment: '', checklist };
  expect(await reviewer.post(`/api/v1/drafts/${id}/decision`, decision)).toMatchObject({
    status: 204,
  });
  await here.jobs.idle();
  const { visitor } = await addLearner(here);
  await visitor.post('/api/v1/courses/silent/enrolment');
  const { check } = await viewerOf(here, await openPlayer(visitor, { slug: 'silent' })).playTo(
    30_000,
  );
  const asked = questionIn(check);
  expect(asked).toMatchObject({ form: 'single', atMs: 30_000, attemptsLeft: 2 });
  expect(asked.stemHtml).toContain('<strong>先</strong>做什么');
  expect([...asked.options].sort()).toEqual(['劝返', '登记'].sort());
  const right = await visitor.post(`/api/v1/presence-checks/${asked.id}/answer`, {
    options: [asked.options.indexOf('登记')],
  });
  expect(right.body).toMatchObject({ result: 'passed' });
});
