// A quiz and a case are tried before anybody learns them, and questions go out to other systems.
import type { CaseTrial, GradedTrial, QuestionExports, QuizTrial } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { COMMENTED, itemsOf, PAPER, WrittenQuiz } from '../../testing/written-quiz.ts';

let here: TestInstallation;
let author: Visitor;
let draft: WrittenQuiz;

beforeAll(async () => {
  here = await openTestInstallation();
  author = await here.signIn('zhoumin');
});
afterAll(() => here.close());

beforeEach(async () => {
  draft = await WrittenQuiz.begin(here, author);
});

const at = (lessonId: string, rest: string) => draft.at(lessonId, rest);
const read = (lessonId = 'quiz') => draft.read(lessonId);
const write = (lessonId: string, text: string) => draft.write(lessonId, text);
const saveQuiz = (version: number, quiz: unknown) => draft.saveQuiz(version, quiz);

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
  const items = itemsOf(await draft.paste(PAPER));
  await write('quiz', COMMENTED);
  await draft.add(items);
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
  await draft.add(itemsOf(await draft.paste(PAPER)));
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
    const { body } = await draft.send(file.rawPayload, {
      fileName: form === 'moodle' ? 'a.xml' : 'a.zip',
    });
    expect(body.questions.map(({ item }) => [item?.kind, item?.options])).toEqual(
      quiz?.items.map(({ kind, options }) => [kind, options]),
    );
  }
  await write('quiz', 'passMark: 60\nattempts: 0\n');
  const empty = await author.get<{ code: string }>(`${at('quiz', 'question-export')}?form=qti`);
  expect(empty.body.code).toBe('draft-quiz-empty');
});
