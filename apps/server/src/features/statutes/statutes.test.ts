// The statute library: read and searched by everybody, added to by reviewers, and who cites what is
// told when an edition changes it.
import type {
  CourseDraft,
  DraftText,
  FoundArticle,
  ImportResult,
  Notice,
  ReadingView,
  StatuteCard,
  StatuteDifferences,
  StatutePreview,
  StatuteView,
  FlaggedPlace,
} from '@xueshi/contracts';
import { temporaryFolder } from '@xueshi/testkit';
import { cp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLearner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { WHOLE_CHECKLIST } from '../../testing/whole-checklist.ts';

let here: TestInstallation;
let author: Visitor;
let reviewer: Visitor;
let learner: Visitor;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

const FOLDER = resolve(import.meta.dirname, '../../../../../content/statutes');

beforeAll(async () => {
  folder = await temporaryFolder();
  await cp(FOLDER, folder.path, { recursive: true });
  here = await openTestInstallation({ env: { XUESHI_STATUTES: folder.path } });
  author = await here.signIn('zhoumin');
  reviewer = await here.signIn('sunliping');
  learner = (await addLearner(here)).visitor;
});
afterAll(async () => {
  await here.close();
  await folder.remove();
});

const list = async (query = '') =>
  (
    await learner.get<{ items: StatuteCard[] }>(
      `/api/v1/statutes?query=${encodeURIComponent(query)}`,
    )
  ).body.items;
const titles = async (query: string) => (await list(query)).map(({ title }) => title);
const read = (title: string, query = '') =>
  learner.get<StatuteView>(`/api/v1/statutes/${encodeURIComponent(title)}${query}`);
const flags = async (draft = '') =>
  (await author.get<{ items: FlaggedPlace[] }>(`/api/v1/statute-flags${draft}`)).body.items;

test('the library has every statute that comes with the product, with its editions', async () => {
  const all = await list();
  expect(all.length).toBeGreaterThanOrEqual(28);
  expect(all.find(({ title }) => title === '行政复议法')).toMatchObject({
    editions: 2,
    articles: 90,
    edition: { inForceFrom: '2024-01-01', state: 'in_force', change: 'revised' },
  });
});

test('it is searched by title, initials and words, two characters being enough', async () => {
  expect(await titles('信访工作条例')).toContain('信访工作条例');
  expect(await titles('xfgz')).toEqual(['信访工作条例']);
  expect(await titles('XFGZ')).toEqual(['信访工作条例']);
  const words = await list('走访');
  expect(words.map(({ title }) => title)).toContain('信访工作条例');
  expect(words.flatMap(({ hits }) => hits).every(({ snippet }) => snippet.includes('走访'))).toBe(
    true,
  );
  expect(await titles('信访 第17条')).toEqual(['信访工作条例']);
  expect((await list('信访工作条例第十七条'))[0]?.hits[0]?.article).toBe('第十七条');
  expect(await titles('没有这样的词语')).toEqual([]);
});

test('a statute is read as it was in force on a day', async () => {
  const now = (await read('行政复议法')).body;
  expect(now.edition.state).toBe('in_force');
  expect(now.editions.map(({ key }) => key)).toEqual(['2023-09-01', '2017-09-01']);
  const then = (await read('中华人民共和国行政复议法', '?on=2023-12-31')).body;
  expect(then).toMatchObject({
    title: '行政复议法',
    edition: { key: '2017-09-01', state: 'superseded', supersededOn: '2024-01-01' },
  });
  expect((await read('行政复议法', '?on=2024-01-01')).body.edition.key).toBe('2023-09-01');
  expect((await read('行政复议法', '?edition=2017-09-01')).body.edition.key).toBe('2017-09-01');
  expect(await read('行政复议法', '?edition=2016-09-01')).toMatchObject({
    status: 404,
    body: { code: 'statute-not-held' },
  });
  expect(await read('没有的法')).toMatchObject({ status: 404 });
});

test('its articles stand below its headings, with paragraphs and items', async () => {
  const { sections } = (await read('信访工作条例')).body;
  expect(sections[0]).toMatchObject({ title: '第一章 总则', depth: 1 });
  const articles = sections.flatMap((section) => section.articles);
  expect(articles).toHaveLength(50);
  expect(articles.some(({ paragraphs }) => paragraphs.some(({ items }) => items.length > 2))).toBe(
    true,
  );
  const bare = (await read('城市居民委员会组织法', '?edition=2018-12-29')).body.sections;
  expect(bare).toMatchObject([{ title: null, articles: { length: 23 } }]);
});

test('two editions are compared article by article', async () => {
  const { body } = await learner.get<StatuteDifferences>(
    `/api/v1/statutes/${encodeURIComponent('村民委员会组织法')}/differences`,
  );
  expect([body.before.key, body.after.key]).toEqual(['2018-12-29', '2025-10-28']);
  const states = new Set(body.articles.map(({ state }) => state));
  expect(states.has('changed') && states.has('moved') && states.has('new')).toBe(true);
  for (const { state, before, after, parts } of body.articles) {
    if (state !== 'changed') continue;
    const side = (left: string) =>
      parts.flatMap(({ kind, text }) => (kind === left ? [] : [text])).join('');
    expect([side('added'), side('removed')]).toEqual([before?.text, after?.text]);
  }
});

test('an author finds the article to cite by title and number, or by words', async () => {
  const find = async (query: string) =>
    (
      await author.get<{ items: FoundArticle[] }>(
        `/api/v1/statute-articles?query=${encodeURIComponent(query)}`,
      )
    ).body.items;
  expect((await find('xfgz 17'))[0]).toMatchObject({
    statute: '信访工作条例',
    article: '第十七条',
  });
  expect((await find('复议法第十一条'))[0]).toMatchObject({
    statute: '行政复议法',
    article: '第十一条',
  });
  expect((await find('走访 信访'))[0]?.text).toContain('走访');
  expect(await find('  ')).toEqual([]);
  expect((await find('公务员')).length).toBeLessThanOrEqual(20);
});

const SAMPLE = (body: string, notes: string) =>
  `样例便民条例\n\n（${notes}）\n\n第一章\u3000总\u3000则\n\n${body}`;
const OLD = SAMPLE(
  '第一条\u3000为了便民，制定本条例。\n\n第二条\u3000办事窗口应当当场登记来访群众的姓名、住址和诉求，出具凭证。\n\n第三条\u3000登记以后十五日内答复。\n\n第四条\u3000本条例自2020年2月1日起施行。',
  '2020年1月2日国务院公布',
);
const NEW = SAMPLE(
  '第一条\u3000为了便民，制定本条例。\n\n第二条\u3000办事窗口不得推诿。\n\n第三条\u3000办事窗口应当当场登记来访群众的姓名和诉求，出具书面凭证。\n\n第四条\u3000登记以后十五日内答复。\n\n第五条\u3000本条例自2027年3月1日起施行。',
  '2020年1月2日国务院公布\u30002026年12月1日国务院修订',
);
const submission = (text: string, more = {}) => ({
  title: '',
  text,
  adoptedOn: '',
  inForceFrom: '',
  issuer: '',
  documentNumber: '',
  ...more,
});
const take = (text: string, more = {}) =>
  reviewer.post<{ title: string; key: string; code: string }>(
    '/api/v1/statutes',
    submission(text, more),
  );

test('a text is shown as it is read, with what is wrong at its place, before it is taken', async () => {
  const broken = OLD.replace('第三条', '第五条');
  const shown = await reviewer.post<StatutePreview>(
    '/api/v1/statute-previews',
    submission(broken, { inForceFrom: '2019-01-01' }),
  );
  expect(shown.body).toMatchObject({
    fullTitle: '样例便民条例',
    submission: { title: '样例便民条例', adoptedOn: '2020-01-02', issuer: '国务院' },
    articles: 4,
    replaces: false,
    editions: [],
  });
  expect(shown.body.faults.map(({ line, field }) => [line, field])).toEqual([
    [11, 'text'],
    [13, 'text'],
    [null, 'inForceFrom'],
  ]);
  expect(await take(broken)).toMatchObject({ status: 409, body: { code: 'statute-with-faults' } });
  expect(await take('')).toMatchObject({ status: 409, body: { code: 'statute-with-faults' } });
  expect(await titles('样例便民条例')).toEqual([]);
  expect((await author.post('/api/v1/statutes', submission(OLD))).status).toBe(403);
});

test('an edition of the folder is not replaced from the page', async () => {
  const { body } = await read('信访工作条例');
  const text = OLD.replace('样例便民条例', '信访工作条例');
  expect(
    await take(text, { adoptedOn: body.edition.key, inForceFrom: '2022-05-01' }),
  ).toMatchObject({ status: 409, body: { code: 'statute-from-folder' } });
});

async function publishedCourse(): Promise<{ id: string; slug: string; lessonId: string }> {
  const { id } = (
    await author.post<{ id: string }>('/api/v1/drafts', { title: '便民办事', area: 'law' })
  ).body;
  const draft = async () => (await author.get<CourseDraft>(`/api/v1/drafts/${id}`)).body;
  await author.put(`/api/v1/drafts/${id}/facts`, {
    version: (await draft()).version,
    facts: {
      title: { 'zh-CN': '便民办事', en: 'Serving people' },
      summary: { 'zh-CN': '学会当场登记。', en: 'Register at once.' },
      area: 'law',
      tags: ['便民'],
      lecturer: { name: '周敏', title: '讲师' },
      repeat: 'never',
      sources: [{ title: '样例便民条例', issuer: '国务院', date: '2020-01-02' }],
    },
  });
  const { lessonId } = (
    await author.post<{ lessonId: string }>(`/api/v1/drafts/${id}/lessons`, {
      kind: 'reading',
      title: '当场登记',
    })
  ).body;
  const { version, lessons } = await draft();
  const named = lessons.map(({ kind: _, ...lesson }) => ({
    ...lesson,
    title: { ...lesson.title, en: 'Register at once' },
  }));
  await author.put(`/api/v1/drafts/${id}/lessons`, { version, lessons: named });
  const url = `/api/v1/drafts/${id}/lessons/${lessonId}/text`;
  const written = (await author.get<DraftText>(url)).body;
  await author.put(url, {
    version: written.version,
    text: `# 当场登记\n\n${'走访时先听，再问，再记。'.repeat(400)}\n\n见《样例便民条例》第三条。\n\n> 办事窗口应当当场登记来访群众的姓名、住址和诉求，出具凭证。\n> —— 《样例便民条例》第二条\n`,
  });
  expect((await draft()).faults).toEqual([]);
  await author.put(`/api/v1/drafts/${id}/submission`, { correction: false });
  const decided = await reviewer.post(`/api/v1/drafts/${id}/decision`, {
    publish: true,
    comment: '',
    checklist: WHOLE_CHECKLIST,
  });
  expect(decided.status).toBe(204);
  return { id, slug: (await draft()).slug, lessonId };
}

test('a new edition flags what cites its changed articles from the day it is in force, and tells the author once', async () => {
  expect(await take(OLD)).toMatchObject({ status: 201, body: { key: '2020-01-02' } });
  const course = await publishedCourse();
  await learner.post(`/api/v1/courses/${course.slug}/enrolment`);
  const html = async () =>
    (await learner.get<ReadingView>(`/api/v1/courses/${course.slug}/lessons/${course.lessonId}`))
      .body.html;
  const link = /href="(\/statutes\/[^"]+)"/u.exec(await html())?.[1] ?? '';
  expect(decodeURIComponent(link)).toMatch(
    /^\/statutes\/样例便民条例\?on=2026-\d\d-\d\d&(?:#x26;)?from=\/courses\/.*#第三条$/u,
  );
  expect((await read('样例便民条例')).body.citedBy).toMatchObject([
    { slug: course.slug, articles: ['第三条', '第二条'] },
  ]);

  expect(await take(NEW)).toMatchObject({ status: 201, body: { key: '2026-12-01' } });
  await here.jobs.idle();
  expect((await read('样例便民条例')).body.editions.map(({ state }) => state)).toEqual([
    'to_come',
    'in_force',
  ]);
  expect(await flags()).toEqual([]);

  here.clock.advance({ days: 120 });
  author = await here.signIn('zhoumin');
  reviewer = await here.signIn('sunliping');
  learner = (await addLearner(here)).visitor;
  here.jobs.wake();
  await here.jobs.idle();
  const [flagged] = await flags();
  expect(flagged).toMatchObject({ kind: 'course', id: course.slug });
  expect(flagged?.flags.map(({ article, difference }) => [article, difference.state])).toEqual([
    ['第三条', 'moved'],
    ['第二条', 'changed'],
  ]);
  expect(flagged?.flags[1]?.difference.after?.number).toBe('第三条');
  expect(await flags(`?draft=${course.id}`)).toMatchObject([
    { kind: 'draft', id: course.id, flags: [{}, {}] },
  ]);
  const notices = (await author.get<{ items: Notice[] }>('/api/v1/me/notices')).body.items;
  expect(notices.filter(({ kind }) => kind === 'statute-changed')).toMatchObject([
    { params: { title: '样例便民条例', date: '2027-03-01', count: 1 }, link: '/studio/statutes' },
  ]);
  const others = (await reviewer.get<{ items: Notice[] }>('/api/v1/me/notices')).body.items;
  expect(others.filter(({ kind }) => kind === 'statute-changed')).toEqual([]);

  await learner.post(`/api/v1/courses/${course.slug}/enrolment`);
  // Who learns the old version is led to the law that it speaks of.
  expect(await html()).toContain('on=2026-');
  const { body } = await author.get<CourseDraft>(`/api/v1/drafts/${course.id}`);
  expect(body.faults.map(({ message }) => message.en)).toEqual([
    expect.stringContaining('The quotation differs'),
  ]);
});

test('a broken file is told with its line and leaves the rest; mended, it is taken', async () => {
  const file = join(folder.path, '坏法规.md');
  await writeFile(file, '# 坏法规\n\n<!-- INFO END -->\n\n第一条 甲。\n\n第三条 乙。\n');
  await here.importAgain();
  const refused = async () =>
    (await author.get<{ items: ImportResult[] }>('/api/v1/course-imports')).body.items.filter(
      ({ folder: place }) => place.startsWith('statutes/'),
    );
  expect(await refused()).toMatchObject([
    { folder: 'statutes/坏法规.md', state: 'refused', errors: [{ line: 7 }] },
  ]);
  expect(await titles('坏法规')).toEqual([]);
  expect(await titles('信访工作条例')).toContain('信访工作条例');
  await writeFile(file, '# 坏法规\n\n<!-- INFO END -->\n\n第一条 甲。\n\n第二条 乙。\n');
  await here.importAgain();
  expect(await refused()).toEqual([]);
  expect(await titles('坏法规')).toEqual(['坏法规']);
  // What courses may cite is not taken away with its file.
  await rm(file);
  await here.importAgain();
  expect(await titles('坏法规')).toEqual(['坏法规']);
});

test('a search over the whole library takes less than 50 ms', async () => {
  await list('暖身');
  const times: number[] = [];
  for (const query of ['群众', '复议 期限', 'xzfy', '第二十条', '县级以上地方人民政府']) {
    const began = performance.now();
    await list(query);
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  expect(times[2]).toBeLessThan(50);
});
