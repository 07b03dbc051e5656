// Quizzes and cases are edited as forms, and questions come in from elsewhere, through the HTTP API.
import type { DraftText, ItemForm, QuestionsReading, QuizForm } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { readSheet } from '@xueshi/formats/spreadsheet';
import { zipSync } from 'fflate';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { writeBank } from '../../testing/exam-course.ts';
import {
  openTestInstallation,
  ORIGIN,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let author: Visitor;
let other: Visitor;
let id: string;

beforeAll(async () => {
  here = await openTestInstallation({ banks: (folder) => writeBank(folder) });
  author = await here.signIn('zhoumin');
  other = await here.signIn('sunliping');
});
afterAll(() => here.close());

beforeEach(async () => {
  const wish = { title: '信访工作入门', area: 'law' };
  id = (await author.post<{ id: string }>('/api/v1/drafts', wish)).body.id;
  for (const kind of ['quiz', 'case', 'reading'])
    await author.post(`/api/v1/drafts/${id}/lessons`, { kind, title: '一节' });
});

const at = (lessonId: string, rest: string) => `/api/v1/drafts/${id}/lessons/${lessonId}/${rest}`;
const read = async (lessonId = 'quiz') => (await author.get<DraftText>(at(lessonId, 'text'))).body;
const write = async (lessonId: string, text: string) =>
  author.put(at(lessonId, 'text'), { version: (await read(lessonId)).version, text });
const saveQuiz = (version: number, quiz: unknown, who = author) =>
  who.put<{ code: string; version: number }>(at('quiz', 'quiz'), { version, quiz });

async function quizOf(): Promise<QuizForm> {
  const { quiz } = await read();
  if (!quiz) throw new Error('the quiz has no form');
  return quiz;
}

async function readFile(
  payload: Uint8Array | string,
  fileName = 'a.txt',
  form = 'file',
  lessonId = 'quiz',
) {
  const answer = await here.app.inject({
    method: 'POST',
    url: `${at(lessonId, 'question-readings')}?${new URLSearchParams({ fileName, form })}`,
    headers: {
      cookie: author.cookie(),
      origin: ORIGIN,
      'content-type': 'application/octet-stream',
    },
    payload: Buffer.from(payload),
  });
  return { status: answer.statusCode, body: answer.json<QuestionsReading>() };
}
const paste = async (text: string) => (await readFile(text, 'text', 'pasted')).body;
const itemsOf = ({ questions }: QuestionsReading): ItemForm[] =>
  questions.flatMap(({ item }) => item ?? []);
const add = (items: readonly ItemForm[]) =>
  author.post<{ code: string; added: number }>(at('quiz', 'questions'), { items });

const COMMENTED = `# 张老师的测验
passMark: 60
attempts: 0
items:
  - id: q1
    kind: single
    stem: 谁表决？
    options: [村委会, 村民会议]
    answer: B # 第二十七条
    explanation: 由村民会议表决。
    difficulty: 1
`;

test('a quiz is changed in its form, and its text keeps what people wrote beside it', async () => {
  await write('quiz', COMMENTED);
  const { version, quiz, faults } = await read();
  expect(faults).toEqual([]);
  expect(quiz?.items[0]).toMatchObject({ stem: '谁表决？', options: [{}, { right: true }] });
  const changed = { ...(quiz as QuizForm), passMark: 80, timeLimitMinutes: 30 };
  expect((await saveQuiz(version, changed)).body.version).toBe(version + 1);
  const after = await read();
  expect(after.text).toContain('# 张老师的测验');
  expect(after.text).toContain('answer: B # 第二十七条');
  expect(after.quiz).toEqual(changed);
  // The same once more, as when an answer was lost on the way.
  expect((await saveQuiz(version, changed)).body.version).toBe(version + 1);
  expect((await read()).text).toBe(after.text);
});

test('faults stand at the field that they are about', async () => {
  await write('quiz', COMMENTED);
  const { version, quiz } = await read();
  const [item] = quiz?.items ?? [];
  const broken = {
    ...item,
    stem: '',
    options: [
      { text: '甲', right: false },
      { text: '甲', right: false },
    ],
    article: '十条',
    statute: '民法典',
  };
  await saveQuiz(version, { ...quiz, passMark: 120, items: [item, { ...broken, id: 'q2' }] });
  const { faults } = await read();
  expect(faults.map(({ field }) => field).sort()).toEqual([
    'items.1.answer',
    'items.1.statute.article',
    'items.1.stem',
    'passMark',
  ]);
});

test('who comes second is refused, and what is refused changes nothing', async () => {
  const { version, quiz } = await read();
  await saveQuiz(version, { ...quiz, passMark: 70 }, other);
  const late = await saveQuiz(version, { ...quiz, passMark: 90 });
  expect(late.body.code).toBe('draft-changed-elsewhere');
  expect((await quizOf()).passMark).toBe(70);
  expect((await saveQuiz(version, { ...quiz, passMark: 'many' })).status).toBe(400);
  const onCase = await author.put(at('case', 'quiz'), { version: 1, quiz });
  expect(onCase.status).toBe(404);
});

test('a text that no form can show has none, and its form is not written over it', async () => {
  await write('quiz', 'passMark: 60\nattempts: 0\nitems: nothing\n');
  const { quiz, text } = await read();
  expect(quiz).toBeNull();
  const [item] = itemsOf(await paste('1. 题\nA. 甲\nB. 乙\n答案：A'));
  if (!item) throw new Error('nothing was read');
  expect((await add([item])).body.code).toBe('draft-quiz-unreadable');
  expect((await read()).text).toBe(text);
});

test('a case is changed in its form', async () => {
  const { version, study } = await read('case');
  expect(study?.nodes.map(({ id: node }) => node)).toEqual(['first', 'second']);
  const changed = { ...study, minutes: 15, situation: '第一段。\n\n第二段。' };
  await author.put(at('case', 'case'), { version, study: changed });
  const after = await read('case');
  expect(after.study).toEqual(changed);
  expect(after.faults.map(({ field }) => field)).toEqual(['nodes.1.id']);
});

const PAPER = `1. 谁表决村规民约？
A. 村委会
B. 村民会议
答案：B
解析：《村民委员会组织法》第二十七条
2. 信访事项几日内办结？
A. 六十日
B. 三十日
答案：C
3. 低保可以由村干部指定。（×）
4. 谁来表决村规民约呢？
A. 村民会议
B. 村委会
答案：A`;

test('a pasted paper is shown before it is taken: faults at their line, doubles marked', async () => {
  const reading = await paste(PAPER);
  expect(reading).toMatchObject({ total: 4, errors: [], text: PAPER });
  expect(reading.questions.map(({ faults }) => faults.map(({ line }) => line))).toEqual([
    [],
    [9],
    [],
    [],
  ]);
  const [first, second, third, fourth] = reading.questions;
  expect(first).toMatchObject({
    item: { statute: '村民委员会组织法', article: '第二十七条', difficulty: null },
    preview: { asked: { options: [{ text: '村委会' }, {}] }, rightAnswer: ['B'] },
    alike: null,
  });
  expect(second).toMatchObject({ item: null, preview: null });
  expect(third?.preview?.rightAnswer).toBe(false);
  expect(fourth?.alike).toMatchObject({ where: 'reading', stem: '谁表决村规民约？' });
  expect((await read()).version).toBe(1);
});

test('what is ticked is added in one save, in place of the example, under free ids', async () => {
  const items = itemsOf(await paste(PAPER)).map((item) => ({ ...item, difficulty: 2 }));
  expect((await add(items)).body).toMatchObject({ added: 3, version: 2 });
  const { quiz, faults } = await read();
  expect(quiz?.items.map(({ stem }) => stem)).toEqual([
    '谁表决村规民约？',
    '低保可以由村干部指定。（ ）',
    '谁来表决村规民约呢？',
  ]);
  expect(new Set(quiz?.items.map((item) => item.id)).size).toBe(3);
  // A question comes in without its explanation: that is the author's to write.
  expect(faults.map(({ field }) => field)).toEqual(['items.1.explanation', 'items.2.explanation']);
  const again = await paste(PAPER);
  expect(again.questions[0]?.alike).toMatchObject({ where: 'quiz', percent: 100 });
  const many = Array.from({ length: 198 }, () => items[0] as ItemForm);
  expect((await add(many)).body.code).toBe('draft-quiz-full');
  expect((await quizOf()).items).toHaveLength(3);
});

test('questions of the banks are known again', async () => {
  const reading = await paste('1. 单选其一\nA. 丙\nB. 甲\nC. 乙\n答案：C');
  expect(reading.questions[0]?.alike?.where).toBe('bank');
});

test('the template is read as the questions that it shows', async () => {
  const answer = await here.app.inject({
    url: '/api/v1/drafts/question-template',
    headers: { cookie: author.cookie() },
  });
  const { body } = await readFile(answer.rawPayload, '题目.xlsx');
  expect(body.questions.map(({ item }) => item?.kind)).toEqual([
    'single',
    'multiple',
    'true_false',
    'fill_in',
    'ordering',
    'matching',
    'short_answer',
  ]);
  const path = join(here.dataFolder, 'template.xlsx');
  await writeFile(path, answer.rawPayload);
  const rows = [];
  for await (const row of readSheet(path)) rows.push(row);
  expect(rows).toHaveLength(8);
});

test('a Word document gives its text to be mended, and a table says the cell', async () => {
  const paragraphs = PAPER.split('\n').map((line) => `<w:p><w:r><w:t>${line}</w:t></w:r></w:p>`);
  const word = `<w:document xmlns:w="urn:w"><w:body>${paragraphs.join('')}</w:body></w:document>`;
  const document = zipSync({ 'word/document.xml': new TextEncoder().encode(word) });
  const { body } = await readFile(document, '试卷.docx');
  expect(body).toMatchObject({ text: PAPER, total: 4 });
  expect(body.questions[1]?.faults).toMatchObject([{ line: 9, cell: null }]);
  const table = (await readFile('题干,选项A,选项B,答案\n谁表决？,甲,乙,C\n', '题.csv')).body;
  expect(table.text).toBeNull();
  expect(table.questions[0]?.faults).toMatchObject([{ line: null, cell: 'D2' }]);
});

test('files of other systems come in, papers as text files too, and what is none is refused', async () => {
  const gift = '::一:: 谁表决？ { =村民会议 ~村委会 }';
  expect((await readFile(gift, 'a.gift')).body.questions[0]?.item?.kind).toBe('single');
  const paper = (await readFile(PAPER, '试卷.txt')).body;
  expect(paper).toMatchObject({ text: PAPER, total: 4 });
  const moodle =
    '<quiz><question type="truefalse"><name><text>一</text></name><questiontext><text>对吗</text></questiontext><answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question></quiz>';
  expect((await readFile(moodle, 'a.xml')).body.questions[0]?.item?.truth).toBe(true);
  const entity = '<!DOCTYPE q [<!ENTITY x "y">]><quiz/>';
  expect((await readFile(entity, 'a.xml')).body.errors).toMatchObject([
    { message: { en: expect.stringContaining('DOCTYPE') as string } },
  ]);
  const old = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0, 0]);
  expect((await readFile(old, 'a.doc')).body.errors).toHaveLength(1);
  expect((await readFile('PK\u0003\u0004 nothing', 'a.xlsx')).body.errors).toHaveLength(1);
  expect((await readFile(Buffer.alloc(33 * 1024 * 1024), 'a.txt')).status).toBe(413);
  expect((await readFile(PAPER, 'a.txt', 'file', 'case')).status).toBe(404);
});

interface Trial {
  quiz: QuizTrial | null;
  study: CaseTrial | null;
}
const trial = async (lessonId: string, seed = 7) =>
  (await author.get<Trial>(`${at(lessonId, 'trial')}?seed=${seed}`)).body;

test('a quiz is tried as learners would meet it, graded, and nothing is kept', async () => {
  await write('quiz', COMMENTED);
  const { quiz } = await trial('quiz');
  const [asked] = quiz?.items ?? [];
  expect(asked).toMatchObject({
    kind: 'single',
    stemHtml: expect.stringContaining('谁表决') as string,
  });
  expect(JSON.stringify(quiz)).not.toContain('由村民会议表决');
  const right = asked?.options.find(({ text }) => text === '村民会议')?.id ?? '';
  const grade = async (answer: string) =>
    (
      await author.post<GradedTrial>(at('quiz', 'trial'), {
        seed: 7,
        answers: { q1: [answer] },
      })
    ).body;
  expect(await grade(right)).toMatchObject({ percent: 100, passed: true, correct: 1 });
  expect(await grade(right === 'A' ? 'B' : 'A')).toMatchObject({
    percent: 0,
    passed: false,
    items: [
      {
        result: { right: false, explanationHtml: expect.stringContaining('由村民会议') as string },
      },
    ],
  });
  expect((await read()).version).toBe(2);
  const { db } = here.installation.platform;
  expect(await db.select().from(schema.quizAttempts)).toEqual([]);
});

test('what is at fault is left out of a trial, and a quiz at fault as such is not tried', async () => {
  const items = itemsOf(await paste(PAPER));
  await write('quiz', COMMENTED);
  await add(items);
  const { version, quiz } = await read();
  const [first, second, ...rest] = quiz?.items ?? [];
  const broken = {
    ...second,
    options: [
      { text: '甲', right: false },
      { text: '乙', right: false },
    ],
  };
  await saveQuiz(version, { ...quiz, items: [first, broken, ...rest] });
  const { quiz: tried } = await trial('quiz');
  expect(tried).toMatchObject({ leftOut: 1 });
  expect(tried?.items).toHaveLength(3);
  await saveQuiz(version + 1, { ...quiz, passMark: 200 });
  expect((await trial('quiz')).quiz).toBeNull();
  const graded = await author.post<{ code: string }>(at('quiz', 'trial'), { seed: 1, answers: {} });
  expect(graded.body.code).toBe('draft-trial-faulty');
});

test('a case is walked from its start once every way leads somewhere', async () => {
  expect((await trial('case')).study).toBeNull();
  const { version, study } = await read('case');
  const [first, second] = study?.nodes ?? [];
  const nodes = [
    {
      ...first,
      options: first?.options.map((one, at) => (at === 0 ? { ...one, next: 'second' } : one)),
    },
    second,
  ];
  await author.put(at('case', 'case'), { version, study: { ...study, nodes } });
  const { study: walked } = await trial('case');
  expect(walked).toMatchObject({ minutes: 10, script: { start: 'first' } });
  expect(walked?.script.nodes.map(({ id: node }) => node)).toEqual(['first', 'second']);
});

test('questions go out as Moodle XML and QTI, come back the same, and what stays behind is said', async () => {
  await write('quiz', COMMENTED);
  await add(itemsOf(await paste(PAPER)));
  const { quiz } = await read();
  const exports = (await author.get<QuestionExports>(at('quiz', 'question-exports'))).body;
  expect(exports.questions).toBe(4);
  expect(exports.qti.map(({ message }) => message.en)).toEqual([
    expect.stringContaining('put into its explanation'),
  ]);
  for (const form of ['moodle', 'qti']) {
    const file = await here.app.inject({
      url: `${at('quiz', 'question-export')}?form=${form}`,
      headers: { cookie: author.cookie() },
    });
    expect(file.headers['content-disposition']).toContain('attachment');
    const { body } = await readFile(file.rawPayload, form === 'moodle' ? 'a.xml' : 'a.zip');
    expect(body.questions.map(({ item }) => [item?.kind, item?.options])).toEqual(
      quiz?.items.map(({ kind, options }) => [kind, options]),
    );
  }
  await write('quiz', 'passMark: 60\nattempts: 0\n');
  const empty = await author.get<{ code: string }>(`${at('quiz', 'question-export')}?form=qti`);
  expect(empty.body.code).toBe('draft-quiz-empty');
});

test('what is being reviewed takes no questions', async () => {
  const items = itemsOf(await paste(PAPER)).slice(0, 1);
  const path = `/api/v1/drafts/${id}`;
  await author.delete(`${path}/lessons/case`);
  const { version } = (await author.get<{ version: number }>(path)).body;
  await author.put(`${path}/facts`, {
    version,
    facts: {
      title: { 'zh-CN': '信访工作入门', en: 'Petitions' },
      summary: { 'zh-CN': '会办信访。', en: 'Handle petitions.' },
      area: 'law',
      tags: ['信访'],
      lecturer: { name: '周敏', title: '讲师' },
      repeat: 'never',
      sources: [{ title: '信访工作条例', issuer: '国务院', date: '2022-02-25' }],
    },
  });
  const lessons = ['quiz', 'reading'].map((lesson) => ({
    id: lesson,
    title: { 'zh-CN': '一节', en: 'Lesson' },
    required: true,
  }));
  await author.put(`${path}/lessons`, { version: version + 1, lessons });
  await write('reading', `# 一节\n\n${'走访时先听，再问，再记。'.repeat(400)}\n`);
  expect((await author.put(`${path}/submission`)).status).toBe(204);
  expect((await add(items)).body.code).toBe('draft-submitted');
  const { version: now, quiz } = await read();
  expect((await saveQuiz(now, { ...quiz, passMark: 90 })).body.code).toBe('draft-submitted');
});
