// What a published course draws stays what was published, whatever becomes of the bank afterwards.
import type { CourseDraft, DraftReview, DraftText, QuizAttempt, QuizForm } from '@xueshi/contracts';
import { ONE_POINT_PNG } from '@xueshi/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginDraft } from '../../testing/begun-draft.ts';
import { download } from '../../testing/download.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { BANKS, sendPicture, single, WrittenBank } from '../../testing/question-bank.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { WHOLE_CHECKLIST } from '../../testing/whole-checklist.ts';

let here: TestInstallation;
let author: Visitor;
let reviewer: Visitor;

beforeAll(async () => {
  here = await openTestInstallation();
  author = await here.signIn('zhoumin');
  reviewer = await here.signIn('sunliping');
});
afterAll(() => here.close());

/** A course whose quiz draws two questions of the bank. Gives its address. */
async function publish(bank: string): Promise<string> {
  const id = await beginDraft(author, {
    title: '看图答题',
    area: 'law',
    lessons: [
      { kind: 'reading', title: '走访' },
      { kind: 'quiz', title: '测验' },
    ],
  });
  const at = (lesson: string) => `/api/v1/drafts/${id}/lessons/${lesson}`;
  const text = async (lesson: string) => (await author.get<DraftText>(`${at(lesson)}/text`)).body;
  const { version } = await text('reading');
  const words = `# 走访\n\n${'走访时先听，再问，再记。'.repeat(400)}\n`;
  await author.put(`${at('reading')}/text`, { version, text: words });
  const quiz = await text('quiz');
  const rule = { bank, count: 2, caseSets: null, kinds: [], difficulty: [], areas: [], tags: [] };
  const drawing: QuizForm = { ...(quiz.quiz as QuizForm), items: [], draws: [rule] };
  await author.put(`${at('quiz')}/quiz`, { version: quiz.version, quiz: drawing });
  await decide(id);
  return (await author.get<CourseDraft>(`/api/v1/drafts/${id}`)).body.slug;
}

async function decide(id: string): Promise<void> {
  const sent = await author.put(`/api/v1/drafts/${id}/submission`, { correction: false });
  expect(sent.status).toBe(204);
  const { body } = await reviewer.get<DraftReview>(`/api/v1/drafts/${id}/review`);
  const seen = body.lessons.flatMap(({ parts }) => parts.map(({ html }) => html)).join();
  expect(seen).toMatch(/src="\/media\/banks\/published\/picture-[0-9a-f]{12}\.png"/);
  const decision = { publish: true, comment: '', checklist: WHOLE_CHECKLIST };
  expect((await reviewer.post(`/api/v1/drafts/${id}/decision`, decision)).status).toBe(204);
}

const start = async ({ visitor }: Learner, slug: string) => {
  await visitor.post(`/api/v1/courses/${slug}/enrolment`);
  return (await visitor.post<QuizAttempt>('/api/v1/quiz-attempts', { slug, lessonKey: 'quiz' }))
    .body;
};
const read = async ({ visitor }: Learner, { id }: QuizAttempt) =>
  (await visitor.get<QuizAttempt>(`/api/v1/quiz-attempts/${id}`)).body;
const handIn = async ({ visitor }: Learner, { id }: QuizAttempt, answers: object) =>
  (await visitor.post<QuizAttempt>(`/api/v1/quiz-attempts/${id}/submission`, { answers })).body;

/** What an attempt asks, in one order whatever was drawn first. */
const asked = ({ items }: QuizAttempt) =>
  items
    .map(({ id, stemHtml, options }) => ({
      id,
      stemHtml,
      options: options.map(({ text }) => text).sort(),
    }))
    .sort((one, other) => one.id.localeCompare(other.id));
/** “登记” is right, wherever this attempt shows it. */
const right = ({ items }: QuizAttempt) =>
  Object.fromEntries(
    items.map(({ id, options }) => [
      id,
      options.filter(({ text }) => text === '登记').map((option) => option.id),
    ]),
  );

test('attempts begun before and after the bank is changed ask, show and grade what was published', async () => {
  const bank = await WrittenBank.begin(author, 'published');
  const sent = { bank: bank.name, fileName: '流程图.png', bytes: ONE_POINT_PNG };
  const { name: picture, url } = (await sendPicture(here, author, sent)).body;
  const [first = '', second = ''] = await bank.add(
    single(`看图，先做什么？\n\n![接访流程图](${picture})`),
    single('来信怎么办？'),
  );
  const slug = await publish(bank.name);
  const before = await addLearner(here);
  const begun = await start(before, slug);
  expect(asked(begun)).toMatchObject([
    { stemHtml: expect.stringContaining('接访流程图') as string, options: ['登记', '退回'] },
    { stemHtml: expect.stringContaining('来信怎么办') as string },
  ]);

  const other = [
    { text: '退回', right: true },
    { text: '转交', right: false },
  ];
  await bank.save(first, single('另一道题', { options: other, explanation: '另一段解析。' }));
  await bank.retire(second);
  await bank.add(single('后来加的题'));
  expect((await author.delete(`${BANKS}/${bank.name}/pictures/${picture}`)).status).toBe(204);
  expect((await author.get(url)).status).toBe(404);

  expect(asked(await read(before, begun))).toEqual(asked(begun));
  const after = await addLearner(here);
  const later = await start(after, slug);
  expect(asked(later)).toEqual(asked(begun));
  const src = /src="(\/media\/pictures\/[^"]+)"/.exec(
    later.items.map((one) => one.stemHtml).join(),
  );
  expect((await download(here, after.visitor, src?.[1] ?? '')).bytes).toEqual(ONE_POINT_PNG);

  for (const [who, attempt] of [
    [before, begun],
    [after, later],
  ] as const) {
    const done = await handIn(who, attempt, right(attempt));
    expect(done.percent).toBe(100);
    const explained = done.items.map(({ result }) => result?.explanationHtml).join();
    expect(explained).toContain('先登记。');
    expect(explained).not.toContain('另一段解析');
  }
});
