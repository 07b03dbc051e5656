// Textbooks: held by a unit, named by courses, and read page by page or chapter by chapter by those who may.
import type {
  AuditRow,
  CourseDetail,
  CourseDraft,
  TakenCourse,
  TextbookCard,
  TextbookChoice,
  TextbookMatches,
  TextbookPart,
  TextbookView,
} from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { ONE_POINT_PNG } from '@xueshi/testkit';
import { strFromU8, unzipSync } from 'fflate';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { download } from '../../testing/download.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { addOfficer, unitNamed } from '../../testing/officers.ts';
import { beginReading, writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  ORIGIN,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import {
  addTextbook,
  entryOf,
  makeBookPdf,
  makeEpub,
  sendTextbook,
  TEXTBOOK,
} from '../../testing/textbooks.ts';
import { WHOLE_CHECKLIST } from '../../testing/whole-checklist.ts';
import { checkSources, sweepFiles } from '../catalogue/service.ts';
import { prepareMissingTextbooks } from './service.ts';

let here: TestInstallation;
let county: Visitor;
/** Administers 清河镇. */
let town: Visitor;
/** Administers 石桥乡, another township. */
let neighbour: Visitor;
let author: Visitor;
let reviewer: Visitor;
let learner: Learner;
let countyId: string;
/** A PDF of three pages and an EPUB of two chapters, named by no course. */
let pdf: string;
let epub: string;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      for (const slug of ['plain', 'kept', 'gone']) await writeReadingCourse(folder, slug);
      await writeReadingCourse(folder, 'foreign');
      const file = join(folder, 'foreign', 'course.yaml');
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.replace('repeat:', 'textbooks: [from-elsewhere]\nrepeat:'));
    },
  });
  county = await here.signIn('chenjianguo');
  town = await here.signIn('lifang');
  neighbour = await addOfficer(here, '石桥乡', 'unit_admin');
  author = await here.signIn('zhoumin');
  reviewer = await here.signIn('sunliping');
  learner = await addLearner(here, '清河镇');
  countyId = await unitNamed(here, '云岭县(示例)');
  const headings = ['第一章 接访', '第二章 登记', '第三章 办结'];
  const pages = await makeBookPdf(headings, '先听，再问，再记。\n记下原话，不替人说话。');
  pdf = await added('信访流程图册', pages);
  epub = await added('信访工作读本', BOOK);
}, 120_000);
afterAll(() => here.close());

const BOOK = makeEpub([
  {
    title: '第一章 接访',
    body: '<p onclick="alert(1)">先请人<b>坐下</b>。</p><script>alert(2)</script><p><img src="map.png" alt="流程"/><img src="https://a.cn/x.png" alt="外面"/></p>',
  },
  { title: '第二章 办理', body: '<p>六十日内办结，见<a href="c1.xhtml">前章</a>。</p>' },
]);

async function added(title: string, bytes: Uint8Array, who = county): Promise<string> {
  const code = await addTextbook(who, countyId, { title });
  expect(await sendTextbook(here, who, code, bytes)).toEqual({ status: 204, problem: null });
  return code;
}

const view = (code: string, who = learner.visitor) =>
  who.get<TextbookView>(`/api/v1/textbooks/${code}`);
const part = (code: string, number: number, who = learner.visitor) =>
  who.get<TextbookPart>(`/api/v1/textbooks/${code}/part?number=${number}`);
const matches = async (code: string, words: string, who: Visitor) =>
  (
    await who.get<TextbookMatches>(
      `/api/v1/textbooks/${code}/matches?query=${encodeURIComponent(words)}`,
    )
  ).body;
const listed = async (who: Visitor, query = '') =>
  (
    await who.get<{ items: TextbookCard[]; mayAddAt: { name: string }[] }>(
      `/api/v1/textbooks?${query}`,
    )
  ).body;
const courseOf = async (slug: string) =>
  (await learner.visitor.get<CourseDetail>(`/api/v1/courses/${slug}`)).body;

/** Opens the current version of a course for writing. */
async function openDraft(slug: string, revision = 1) {
  const url = `/api/v1/courses/${slug}/versions/${revision}/draft`;
  const { id } = (await author.post<{ id: string }>(url)).body;
  return { id, draft: (await author.get<CourseDraft>(`/api/v1/drafts/${id}`)).body };
}
const choose = (id: string, { version, facts }: CourseDraft, textbooks: string[]) =>
  author.put<{ code: string }>(`/api/v1/drafts/${id}/facts`, {
    version,
    facts: { ...facts, textbooks },
  });

/** Publishes a course with these textbooks, as an author and a reviewer do. Gives the draft's id. */
async function publishNaming(slug: string, codes: string[]): Promise<string> {
  const { id, draft } = await openDraft(slug);
  await publishWith(id, draft, codes, false);
  return id;
}
async function publishWith(id: string, draft: CourseDraft, codes: string[], correction: boolean) {
  expect((await choose(id, draft, codes)).status).toBe(204);
  await author.put(`/api/v1/drafts/${id}/submission`, { correction });
  const decision = { publish: true, comment: '', checklist: WHOLE_CHECKLIST };
  expect((await reviewer.post(`/api/v1/drafts/${id}/decision`, decision)).status).toBe(204);
  await here.jobs.idle();
}

test('a PDF is read page by page: pictures, words, and what is searched across line ends', async () => {
  expect(await entryOf(county, pdf)).toMatchObject({ state: 'ready', format: 'pdf', parts: 3 });
  const second = await part(pdf, 2, county);
  expect(second.body).toMatchObject({
    number: 2,
    html: null,
    page: { width: 1132, height: 1600, text: expect.stringContaining('第二章 登记\n先听') },
  });
  expect((await view(pdf, county)).body.outline).toEqual([
    { title: '第一章 接访', level: 1, number: 1 },
    { title: '第二章 登记', level: 1, number: 2 },
    { title: '第三章 办结', level: 1, number: 3 },
  ]);
  const picture = await county.get(second.body.page?.url ?? '');
  expect([picture.status, picture.headers['content-type']]).toEqual([200, 'image/webp']);
  const found = await matches(pdf, '再记。记下原话', county);
  expect(found.items.map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(found.items[0]?.found).toBe('再记。 记下原话');
  expect((await matches(pdf, '第三章', county)).items.map(({ number }) => number)).toEqual([3]);
  expect((await part(pdf, 4, county)).status).toBe(404);
  expect((await part(pdf, 0, county)).status).toBe(400);
});

test('an EPUB is read chapter by chapter, and nothing in it acts or is fetched from elsewhere', async () => {
  expect((await view(epub, county)).body).toMatchObject({
    format: 'epub',
    state: 'ready',
    parts: 2,
    outline: [
      { title: '第一章 接访', level: 1, number: 1 },
      { title: '第二章 办理', level: 1, number: 2 },
    ],
  });
  const { body } = await part(epub, 1, county);
  expect(body).toMatchObject({ title: '第一章 接访', page: null });
  expect(body.html).toContain('<strong>坐下</strong>');
  expect(body.html).not.toMatch(/script|onclick|alert|a\.cn/);
  const [, src = ''] = /src="([^"]+)"/.exec(body.html ?? '') ?? [];
  const picture = await here.app.inject({ url: src, headers: { cookie: county.cookie() } });
  expect([picture.statusCode, picture.headers['content-type']]).toEqual([200, 'image/png']);
  expect(picture.rawPayload).toEqual(Buffer.from(ONE_POINT_PNG));
  expect((await part(epub, 2, county)).body.html).toContain('前章');
  expect((await matches(epub, '办结', county)).items).toMatchObject([
    { number: 2, title: '第二章 办理', found: '办结' },
  ]);
});

test('administrators and authors add textbooks at their units; others see those that are shared with them', async () => {
  expect((await listed(author)).mayAddAt.map(({ name }) => name)).toEqual(['县委党校']);
  expect((await listed(reviewer)).mayAddAt).toEqual([]);
  const school = await unitNamed(here, '县委党校');
  const own = await addTextbook(author, school, { title: '党校讲义', isbn: '' });
  expect((await entryOf(author, own)).form).toMatchObject({ title: '党校讲义', isbn: '' });
  const form = { ...TEXTBOOK };
  const elsewhere = await author.post('/api/v1/textbooks', { unitId: countyId, form });
  expect(elsewhere.status).toBe(404);
  const titles = async (who: Visitor) => (await listed(who)).items.map(({ title }) => title);
  expect(await titles(town)).toEqual(['信访工作读本', '信访流程图册']);
  expect(await titles(county)).toContain('党校讲义');
  expect((await neighbour.get(`/api/v1/textbooks/${own}/entry`)).status).toBe(404);
  const typo = { unitId: countyId, form: { ...form, isbn: '978-7-301-04815-4' } };
  expect(await county.post('/api/v1/textbooks', typo)).toMatchObject({
    status: 400,
    body: { code: 'textbook-isbn-unfit' },
  });
  const entry = await entryOf(county, epub);
  expect(entry.form.isbn).toBe('9787301048153');
  const save = (version: number) =>
    county.put(`/api/v1/textbooks/${epub}/entry`, { version, form: entry.form });
  expect((await save(entry.version)).status).toBe(204);
  expect(await save(entry.version)).toMatchObject({ body: { code: 'textbook-changed-elsewhere' } });
});

test.each<[string, Uint8Array, number, string | null, string | null]>([
  ['nothing', Buffer.alloc(0), 400, 'upload-empty', null],
  ['a picture', ONE_POINT_PNG, 400, 'textbook-file-unfit', null],
  [
    'a huge file',
    Buffer.alloc(32 * 1024 * 1024 + 1, '%PDF-'),
    413,
    'textbook-file-too-large',
    null,
  ],
  ['a broken PDF', Buffer.from('%PDF-1.7\nx'), 204, null, 'not-a-pdf'],
  [
    'a book with copy protection',
    makeEpub([{ title: '一', body: '<p>文</p>' }], { 'META-INF/rights.xml': '<rights/>' }),
    204,
    null,
    'epub-locked',
  ],
  [
    'a book that leads out of its zip',
    makeEpub([{ title: '一', body: '<p>文</p>' }], { '../../evil.png': 'x' }),
    204,
    null,
    'not-an-epub',
  ],
  [
    'a bomb',
    makeEpub([{ title: '一', body: '<p>文</p>' }], { 'b.png': new Uint8Array(9 * 1024 * 1024) }),
    204,
    null,
    'not-an-epub',
  ],
  ['another zip', makeEpub([]), 204, null, 'epub-empty'],
])('%s is no textbook', async (_what, bytes, status, problem, refused) => {
  const code = await addTextbook(county, countyId, { title: '坏书' });
  expect(await sendTextbook(here, county, code, bytes)).toEqual({ status, problem });
  const entry = await entryOf(county, code);
  expect([entry.state, entry.problem]).toEqual(
    refused === null ? ['empty', null] : ['refused', refused],
  );
  if (refused === 'not-an-epub') expect(entry.problemDetail?.['zh-CN']).toMatch(/压缩包|展开/);
  expect((await part(code, 1, county)).status).toBe(409);
});

test('a PDF with a password is refused, and another file may take its place', async () => {
  const code = await addTextbook(county, countyId, { title: '加密的书' });
  await sendTextbook(here, county, code, await makeBookPdf(['一'], '文', 'geheim'));
  expect(await entryOf(county, code)).toMatchObject({ state: 'refused', problem: 'has-password' });
  await sendTextbook(here, county, code, await makeBookPdf(['Preface'], 'Text'), '..\\序言.pdf');
  const entry = await entryOf(county, code);
  expect(entry).toMatchObject({ state: 'ready', parts: 1, fileName: '序言.pdf', problem: null });
  expect((await view(code, county)).body.language).toBe('en');
});

test('learners read what a course that they may begin names, and nothing else', async () => {
  const code = await added('课程用书', BOOK);
  const [, picture = ''] =
    /src="([^"]+)"/.exec((await part(code, 1, county)).body.html ?? '') ?? [];
  const reach = async (who: Visitor) => [
    (await view(code, who)).status,
    (await part(code, 1, who)).status,
    (await who.get(`/api/v1/textbooks/${code}/matches?query=a`)).status,
    (await who.put(`/api/v1/textbooks/${code}/place`, { number: 2 })).status,
    (await here.app.inject({ url: picture, headers: { cookie: who.cookie() } })).statusCode,
  ];
  const hidden = [404, 404, 404, 404, 404];
  const readable = [200, 200, 200, 204, 200];
  const clerk = await addOfficer(here, '石桥乡', 'training_officer');
  expect(await reach(learner.visitor)).toEqual(hidden);
  expect(await reach(clerk)).toEqual(readable); // It is held above and shared with those who work below.
  const own = await addTextbook(town, await unitNamed(here, '清河镇'), { title: '镇里的书' });
  expect((await view(own, clerk)).status).toBe(404);
  expect((await here.app.inject({ url: picture })).statusCode).toBe(401);

  await publishNaming('gone', [code]);
  expect(await reach(learner.visitor)).toEqual(readable);
  expect((await view(code)).body).toMatchObject({ place: 2, mayEdit: false });
  expect((await courseOf('gone')).textbooks).toMatchObject([{ code, title: '课程用书', parts: 2 }]);
  const late = await addLearner(here, '清河镇');
  await beginReading(learner.visitor, 'gone');
  await reviewer.put('/api/v1/courses/gone/withdrawal', { reason: '内容过时了，不再开课。' });
  expect(await reach(learner.visitor)).toEqual(readable);
  expect(await reach(late.visitor)).toEqual(hidden);
});

test('a book that a published course names stays as it is, though it is offered no longer', async () => {
  const code = await added('定本', BOOK);
  const id = await publishNaming('kept', [code]);
  expect(await sendTextbook(here, county, code, BOOK)).toEqual({
    status: 409,
    problem: 'textbook-named',
  });
  expect((await entryOf(county, code)).maySendFile).toBe(false);
  await county.put(`/api/v1/textbooks/${code}/retirement`, { retired: true });
  const offered = (await author.get<{ items: TextbookChoice[] }>('/api/v1/textbook-choices')).body;
  expect(offered.items.map((one) => one.code)).not.toContain(code);
  expect(offered.items.map((one) => one.code)).toContain(epub);
  expect((await view(code)).status).toBe(200);
  expect((await listed(county, 'retired=true')).items).toMatchObject([{ code, courses: 1 }]);
  const draft = (await author.get<CourseDraft>(`/api/v1/drafts/${id}`)).body;
  expect(draft.facts.textbooks).toEqual([code]);
  await beginReading(learner.visitor, 'kept');
  expect((await view(code)).status).toBe(200);
  // The permission ended: a correction without the book takes everybody along.
  await publishWith(id, draft, [], true);
  expect((await courseOf('kept')).textbooks).toEqual([]);
  expect((await view(code)).status).toBe(404);
  expect((await view(code, county)).status).toBe(200);
});

test('authors name what is offered to them; a code from elsewhere stays and is not shown', async () => {
  expect((await courseOf('foreign')).textbooks).toEqual([]);
  const { id, draft } = await openDraft('foreign');
  expect(draft.facts.textbooks).toEqual(['from-elsewhere']);
  const own = await addTextbook(town, await unitNamed(here, '清河镇'), { title: '别处的书' });
  for (const code of [own, 'no-such-book'])
    expect(await choose(id, draft, ['from-elsewhere', code])).toMatchObject({
      status: 409,
      body: { code: 'textbook-not-offered' },
    });
  expect((await choose(id, draft, ['from-elsewhere', epub, epub])).status).toBe(204);
  const { facts } = (await author.get<CourseDraft>(`/api/v1/drafts/${id}`)).body;
  expect(facts.textbooks).toEqual(['from-elsewhere', epub]);
});

test('a course that is taken out and in again names the same textbooks', async () => {
  await publishNaming('plain', [pdf, epub]);
  const packed = await download(here, author, '/api/v1/courses/plain/versions/2/package');
  const [name = ''] = Object.keys(unzipSync(packed.bytes)).filter((one) =>
    /course\.yaml$/.test(one),
  );
  const written = strFromU8(unzipSync(packed.bytes)[name] ?? new Uint8Array());
  expect(written).toMatch(new RegExp(`textbooks:\\s+- ${pdf}\\s+- ${epub}`));
  const answer = await here.app.inject({
    method: 'POST',
    url: '/api/v1/drafts/packages',
    headers: {
      cookie: author.cookie(),
      origin: ORIGIN,
      'content-type': 'application/octet-stream',
    },
    payload: packed.bytes,
  });
  const { id } = answer.json<TakenCourse>();
  const { facts } = (await author.get<CourseDraft>(`/api/v1/drafts/${id ?? ''}`)).body;
  expect(facts.textbooks).toEqual([pdf, epub]);
});

test('what was made of a book is made again at the next start where it is missing, and only what nobody needs is swept', async () => {
  const { platform } = here.installation;
  const [row] = (await platform.db.select().from(schema.textbooks)).filter(
    ({ code }) => code === pdf,
  );
  const folder = join(here.dataFolder, 'textbooks', row?.sha256 ?? '');
  await sweepFiles(platform, Date.now() + 3 * 86_400_000);
  expect(existsSync(folder)).toBe(true);
  await rm(folder, { recursive: true });
  expect(await prepareMissingTextbooks(platform)).toBe(1);
  expect((await view(pdf, county)).body.state).toBe('preparing');
  here.jobs.wake();
  await here.jobs.idle();
  expect(await prepareMissingTextbooks(platform)).toBe(0);
  expect((await view(pdf, county)).body).toMatchObject({ state: 'ready', parts: 3 });
  expect(existsSync(join(folder, '0003.webp'))).toBe(true);
  expect((await checkSources(platform)).problems).toEqual([]);
}, 60_000);

test('where one stopped is remembered for oneself alone', async () => {
  const url = `/api/v1/textbooks/${pdf}/place`;
  expect((await county.put(url, { number: 3 })).status).toBe(204);
  expect((await county.put(url, { number: 4 })).status).toBe(404);
  expect((await view(pdf, county)).body.place).toBe(3);
  expect((await view(pdf, town)).body.place).toBe(1);
});

test('who added a textbook and sent its file stands in the audit trail of the unit', async () => {
  await added('留痕', BOOK);
  const url = `/api/v1/audit/events?unit=${countyId}&group=courses`;
  const { items } = (await county.get<{ items: AuditRow[] }>(url)).body;
  expect(items.slice(0, 2).map(({ action }) => action)).toEqual([
    'textbook-file-sent',
    'textbook-added',
  ]);
});
