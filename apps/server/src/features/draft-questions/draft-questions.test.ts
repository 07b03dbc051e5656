// Quizzes and cases are edited as forms, and questions come in from elsewhere, through the HTTP API.
import type { ItemForm, QuizForm } from '@xueshi/contracts';
import { readSheet } from '@xueshi/formats/spreadsheet';
import { zipSync } from 'fflate';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { writeBank } from '../../testing/exam-course.ts';
import { COMMENTED, itemsOf, PAPER, WrittenQuiz } from '../../testing/written-quiz.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let author: Visitor;
let other: Visitor;
let draft: WrittenQuiz;

beforeAll(async () => {
  here = await openTestInstallation({ banks: (folder) => writeBank(folder) });
  author = await here.signIn('zhoumin');
  other = await here.signIn('sunliping');
});
afterAll(() => here.close());

beforeEach(async () => {
  draft = await WrittenQuiz.begin(here, author);
});

const at = (lessonId: string, rest: string) => draft.at(lessonId, rest);
const read = (lessonId = 'quiz') => draft.read(lessonId);
const write = (lessonId: string, text: string) => draft.write(lessonId, text);
const saveQuiz = (version: number, quiz: unknown, who?: Visitor) =>
  draft.saveQuiz(version, quiz, who);
const readFile = (payload: Uint8Array | string, fileName = 'a.txt', lessonId = 'quiz') =>
  draft.send(payload, { fileName, lessonId });
const paste = (text: string) => draft.paste(text);
const add = (items: readonly ItemForm[]) => draft.add(items);

async function quizOf(): Promise<QuizForm> {
  const { quiz } = await read();
  if (!quiz) throw new Error('the quiz has no form');
  return quiz;
}

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
  expect((await readFile(PAPER, 'a.txt', 'case')).status).toBe(404);
});

test('what is being reviewed takes no questions', async () => {
  const items = itemsOf(await paste(PAPER)).slice(0, 1);
  const path = `/api/v1/drafts/${draft.id}`;
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
  expect((await author.put(`${path}/submission`, { correction: false })).status).toBe(204);
  expect((await add(items)).body.code).toBe('draft-submitted');
  const { version: now, quiz } = await read();
  expect((await saveQuiz(now, { ...quiz, passMark: 90 })).body.code).toBe('draft-submitted');
});
