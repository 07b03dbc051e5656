import { expect, test } from 'vitest';
import { errorsOf, folderOf, readGood } from './broken-course.fixture.ts';
import type { Banks } from './bank.ts';
import type { LectureQuestionSource, QuizItem } from './course-source.ts';
import { readCourse } from './read-course.ts';
import { goodCourse, sampleStatutes } from './sample-course.fixture.ts';

// The sample lecture is four minutes long; its second chapter begins at 1:20.
const QUESTIONS = `    questions:
      - at: 1:10
        item:
          id: register
          kind: single
          stem: 来访先做**什么**？
          options: [登记, 劝返]
          answer: A
          explanation: 《样例条例》第二条要求当场登记。
          statute: { statute: 样例条例, article: 第二条 }
          difficulty: 1
      - at: '2:30'
        item: { id: voucher, kind: true_false, stem: 登记后出具凭证。, answer: true, explanation: 有明文。, difficulty: 1 }
`;
const AFTER = '    subtitles: { zh-CN: lecture.zh-CN.vtt }\n';

/** The good course whose lecture asks these questions, one place of them changed. */
function asking(find = '', put = '', questions = QUESTIONS) {
  const files = goodCourse();
  expect(questions).toContain(find);
  const changed = questions.replace(find, () => put);
  const text = String(files['course.yaml']).replace(AFTER, () => AFTER + changed);
  return { ...files, 'course.yaml': text };
}

async function questionsIn(folder: string): Promise<LectureQuestionSource[]> {
  const [lecture] = (await readGood(folder)).lessons;
  if (lecture?.kind !== 'lecture') throw new Error('the first lesson is the lecture');
  return lecture.questions;
}

test('a lecture asks its questions at their moments', async () => {
  const questions = await questionsIn(await folderOf(asking()));
  expect(questions).toMatchObject([
    { atMs: 70_000, isFromBank: false, item: { id: 'register', kind: 'single', answer: 'A' } },
    { atMs: 150_000, isFromBank: false, item: { id: 'voucher', kind: 'true_false' } },
  ]);
});

test('a lecture without questions has none', async () => {
  expect(await questionsIn(await folderOf(goodCourse()))).toEqual([]);
});

const lineOf = (files: Record<string, unknown>, at: string) =>
  (String(files['course.yaml']).split(at)[0] ?? '').split('\n').length;

test.each([
  ['before the lecture has begun', 'at: 1:10', 'at: 0:14', 'question-time', 'at: 0:14'],
  ['when it is all but over', "at: '2:30'", "at: '3:46'", 'question-time', "at: '3:46'"],
  ['after its end', "at: '2:30'", "at: '1:02:30'", 'question-time', "at: '1:02:30'"],
  ['out of order', "at: '2:30'", "at: '1:05'", 'question-too-close', "at: '1:05'"],
  ['twice at a moment', "at: '2:30'", "at: '1:10'", 'question-too-close', "at: '1:10'"],
  ['hard upon each other', "at: '2:30'", "at: '1:29'", 'question-too-close', "at: '1:29'"],
  ['at a time that is none', "at: '2:30'", 'at: 2:75', 'bad-form', 'at: 2:75'],
  ['at no time', 'at: 1:10\n        item', 'item', 'missing-key', 'item:\n          id: register'],
  ['under one id', 'id: voucher', 'id: register', 'id-twice', 'id: register, kind'],
  ['with a key that is no option', 'answer: A', 'answer: C', 'answer-unknown', 'answer: C'],
  ['that need writing', 'kind: true_false', 'kind: fill_in', 'not-allowed', 'kind: fill_in'],
  ['without an explanation', '有明文。', '" "', 'blank-text', 'explanation: " "'],
  [
    'about no text',
    'difficulty: 1\n',
    'group: well\n          difficulty: 1\n',
    'group-unknown',
    'group: well',
  ],
  ['by a law that is not there', '第二条 }', '第九条 }', 'article-unknown', 'article: 第九条'],
  [
    'of no bank',
    QUESTIONS.slice(QUESTIONS.indexOf("      - at: '2:30'")),
    '      - { at: 2:30, bankItem: { bank: none, id: a } }\n',
    'bank-unknown',
    '{ at: 2:30',
  ],
  [
    'made of nothing',
    QUESTIONS.slice(QUESTIONS.indexOf("      - at: '2:30'")),
    '      - { at: 2:30 }\n',
    'question-source',
    '{ at: 2:30',
  ],
])('questions %s are refused', async (_, find, put, code, at) => {
  const files = asking(find, put);
  expect(await errorsOf(await folderOf(files))).toEqual([
    `${code} course.yaml:${lineOf(files, at)}`,
  ]);
});

test('more than twelve questions are refused', async () => {
  const many = Array.from(
    { length: 13 },
    (_, at) =>
      `      - { at: 0:${20 + at}, item: { id: q${at}, kind: true_false, stem: 问, answer: true, explanation: 有, difficulty: 1 } }\n`,
  ).join('');
  const files = asking('', '', `    questions:\n${many}`);
  expect(await errorsOf(await folderOf(files))).toContain(
    `too-many course.yaml:${lineOf(files, '- { at: 0:20')}`,
  );
});

test('before the video is made the end of the lecture is not known, and all else is checked', async () => {
  const late = asking("at: '2:30'", "at: '1:02:30'");
  expect(await errorsOf(await folderOf(late), false)).toEqual([]);
  expect(await errorsOf(await folderOf(asking('at: 1:10', 'at: 0:05')), false)).toHaveLength(1);
});

const item = (id: string, more: Partial<QuizItem> = {}) =>
  ({
    id,
    kind: 'true_false',
    stem: '登记后出具凭证。',
    answer: true,
    explanation: '有明文。',
    difficulty: 1,
    images: [],
    ...more,
  }) as QuizItem;
const banks = (stem = '登记后出具凭证。'): Banks =>
  new Map([
    [
      'sample',
      {
        name: 'sample',
        title: { 'zh-CN': '样例题库', en: 'Sample' },
        area: 'law',
        groups: [],
        items: [
          item('voucher', { stem }),
          item('set', { group: 'well' }),
          item('essay', { kind: 'short_answer' }),
        ],
      },
    ],
  ]);

const withBankItem = (id: string) =>
  folderOf(
    asking('', '', `    questions: [{ at: 1:10, bankItem: { bank: sample, id: ${id} } }]\n`),
  );
const readWith = (folder: string, of: Banks) =>
  readCourse(folder, { statutes: sampleStatutes, banks: of, requireMedia: true });

test('a question of a bank is asked under a name of its own, and belongs to the content', async () => {
  const folder = await withBankItem('voucher');
  const [one, same, other] = [
    await readWith(folder, banks()),
    await readWith(folder, banks()),
    await readWith(folder, banks('登记后不出具凭证。')),
  ];
  if (!one.ok || !same.ok || !other.ok) throw new Error('the course is good');
  const [lecture] = one.course.lessons;
  expect(lecture).toMatchObject({
    questions: [{ atMs: 70_000, isFromBank: true, item: { id: 'sample--voucher' } }],
  });
  expect(one.course.contentHash).toBe(same.course.contentHash);
  expect(one.course.contentHash).not.toBe(other.course.contentHash);
});

test.each([
  ['is not there', 'nothing', 'question-unknown'],
  ['belongs to a case-set', 'set', 'question-kind'],
  ['has to be marked by somebody', 'essay', 'question-kind'],
])('a bank’s item that %s is refused', async (_, id, code) => {
  const result = await readWith(await withBankItem(id), banks());
  if (result.ok) return expect.unreachable();
  expect(result.errors.map((error) => error.code)).toEqual([code]);
});
