import type { CourseCard } from '@xueshi/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLearner } from '../../testing/learners.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let learner: Visitor;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeReadingCourse(folder, 'petitions', {
        title: '信访工作怎样办到位',
        tags: ['群众工作'],
        area: 'social_management',
        keyGroups: ['village_secretary', 'elsewhere_only'],
        body: '来访登记表要写清时间、人数和诉求。',
      });
      await writeReadingCourse(folder, 'integrity', {
        title: '公职人员纪律',
        tags: ['廉政', '纪律'],
        area: 'integrity',
        summary: '守住底线。',
      });
      await writeReadingCourse(folder, 'township', {
        title: '乡镇行政处罚',
        keyGroups: ['township_chief', 'village_secretary'],
        tags: ['执法'],
        area: 'law',
        body: '先亮证，再调查。扣分100分以上的2023年案件另行说明。',
      });
      await writeReadingCourse(folder, 'wages', {
        title: '保障农民工工资',
        tags: ['AI助手', '工资'],
        area: 'law',
        summary: '欠薪怎样处理,Wage arrears。',
      });
    },
  });
  ({ visitor: learner } = await addLearner(here));
});
afterAll(() => here.close());

type List = {
  items: CourseCard[];
  total: number;
  areas: { area: string; count: number }[];
  keyGroups: { code: string; count: number }[];
  code?: string;
};
const list = (query: Record<string, string>) =>
  learner.get<List>(`/api/v1/courses?${new URLSearchParams(query)}`);
const search = async (query: string) =>
  (await list({ query })).body.items.map((item) => item.slug).sort();

test.each([
  { typed: '信访', finds: ['petitions'], promise: 'a two-character word in a title' },
  { typed: '乡镇', finds: ['township'], promise: 'the first word of a title' },
  { typed: '廉政', finds: ['integrity'], promise: 'a tag' },
  { typed: '底线', finds: ['integrity'], promise: 'a word of the summary' },
  { typed: '登记表', finds: ['petitions'], promise: 'three characters of the text' },
  { typed: '工作', finds: ['petitions'], promise: 'a word inside a title and a tag' },
  { typed: '信访 登记', finds: ['petitions'], promise: 'two words that must both occur' },
  { typed: '信访 处罚', finds: [], promise: 'two words of different courses' },
  { typed: '信访工作怎样办到位', finds: ['petitions'], promise: 'a whole title' },
  { typed: '访', finds: ['petitions'], promise: 'a single character inside a word' },
  { typed: '位', finds: ['petitions'], promise: 'a single character at the end of a title' },
  { typed: 'xf', finds: ['petitions'], promise: 'pinyin initials' },
  { typed: 'XFGZ', finds: ['petitions'], promise: 'pinyin initials in capitals' },
  { typed: 'nmg', finds: ['wages'], promise: 'pinyin initials from inside a title' },
  { typed: 'lz', finds: ['integrity'], promise: 'pinyin initials of a tag' },
  { typed: 'wage', finds: ['wages'], promise: 'a Latin word, unfinished or not' },
  { typed: 'ＷＡＧＥ', finds: ['wages'], promise: 'full-width letters' },
  { typed: 'ai', finds: ['wages'], promise: 'a Latin word grown together with Chinese' },
  { typed: '助手', finds: ['wages'], promise: 'a Chinese word grown together with Latin' },
  { typed: '100分', finds: ['township'], promise: 'a figure with its measure' },
  { typed: '100', finds: ['township'], promise: 'a figure inside a sentence' },
  { typed: '2023', finds: ['township'], promise: 'a year inside a sentence' },
  {
    typed: '',
    finds: ['integrity', 'petitions', 'township', 'wages'],
    promise: 'nothing at all: every course',
  },
  {
    typed: '   ',
    finds: ['integrity', 'petitions', 'township', 'wages'],
    promise: 'blanks: every course',
  },
  { typed: '不存在的词语', finds: [], promise: 'a word that occurs nowhere' },
])('$promise is found: $typed', async ({ typed, finds }) => {
  expect(await search(typed)).toEqual(finds);
});

test.each([
  '"',
  '""',
  '"信访',
  "'",
  "' OR 1=1 --",
  'a* OR b',
  'NEAR(',
  'NEAR(a b, 5)',
  'title:信访*',
  '^信访',
  '{title tags}:x',
  'AND',
  'NOT',
  '-',
  '+',
  '*',
  '()',
  ')',
  '%',
  '_',
  '\\',
  ';',
  '信访"*',
  'a AND',
  '????',
  '😀',
  '𬭎',
  '\u0301',
  '\ud800',
  'ﷺ',
  '٣',
])('what looks like an operator is only text: %j', async (typed) => {
  const answer = await list({ query: typed });
  expect(answer.status).toBe(200);
  expect(answer.body.items.length).toBeLessThan(4);
});

test('whatever is typed, the catalogue answers', async () => {
  const pieces = fc.constantFrom(
    '信访',
    '工作',
    'xf',
    '"',
    '*',
    ' OR ',
    ' AND ',
    ' NOT ',
    'NEAR(',
    ')',
    ':',
    '^',
    '𬭎',
    '1',
    '-',
    '\u3000',
    'é',
    '한국',
    'ๆ',
  );
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.array(pieces, { maxLength: 10 }).map((parts) => parts.join('')),
  );
  await fc.assert(
    fc.asyncProperty(typed, async (query) => {
      fc.pre(!query.includes('\0'));
      const answer = await list({ query: query.slice(0, 80) });
      expect(answer.status, JSON.stringify(answer.body.code)).toBe(200);
      expect(answer.body.items).toHaveLength(answer.body.total);
    }),
    { numRuns: 150 },
  );
});

test('any two neighbouring characters of a title find its course', async () => {
  for (const [slug, title] of [
    ['petitions', '信访工作怎样办到位'],
    ['township', '乡镇行政处罚'],
    ['wages', '保障农民工工资'],
  ] as const) {
    for (let at = 0; at < title.length - 1; at += 1)
      expect(await search(title.slice(at, at + 2)), title.slice(at, at + 2)).toContain(slug);
  }
});

test('what stands in a title comes before what stands in a text', async () => {
  await writeReadingCourse(here.coursesFolder, 'mentions', {
    title: '别的题目',
    body: '这里顺带提到信访两个字。',
  });
  await here.importAgain();
  expect((await list({ query: '信访' })).body.items.map((item) => item.slug)).toEqual([
    'petitions',
    'mentions',
  ]);
});

test('an area narrows the list while the counts of all areas stay', async () => {
  const { body } = await list({ area: 'law' });
  expect(body.items.map((item) => item.slug).sort()).toEqual(
    expect.arrayContaining(['township', 'wages']),
  );
  expect(body.items.every((item) => item.area === 'law')).toBe(true);
  expect(body.areas.find((one) => one.area === 'integrity')).toEqual({
    area: 'integrity',
    count: 1,
  });
  expect((await list({ area: 'no-such-area' })).status).toBe(400);
});

test('pages follow one another and end', async () => {
  const second = await list({ page: '2' });
  expect(second.body).toMatchObject({ page: 2, items: [], total: 5 });
  expect((await list({ page: '0' })).status).toBe(400);
});

test('the catalogue is cut to a post; only posts that a course names are offered, each with its number', async () => {
  const counts = ({ keyGroups }: List) => keyGroups.map(({ code, count }) => [code, count]);
  const { body: all } = await list({});
  expect(counts(all)).toEqual([
    ['township_chief', 1],
    ['village_secretary', 2],
  ]);
  const { body: ofPost } = await list({ keyGroup: 'village_secretary' });
  expect(ofPost.items.map(({ slug }) => slug).sort()).toEqual(['petitions', 'township']);
  // Numbers are those of what a tap leads to: the areas of this post, the posts of this area.
  expect(ofPost.areas.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  const { body: both } = await list({ keyGroup: 'village_secretary', area: 'law' });
  expect(both.items.map(({ slug }) => slug)).toEqual(['township']);
  expect(counts(both)).toEqual([
    ['township_chief', 1],
    ['village_secretary', 1],
  ]);
  expect((await list({ keyGroup: 'village_secretary', query: '工资' })).body.total).toBe(0);
});

test('the catalogue is cut to no post that there is not, and never to reserve cadres', async () => {
  for (const keyGroup of ['nobody_knows', 'reserve'])
    expect((await list({ keyGroup })).body.code).toBe('key-group-unknown');
});
