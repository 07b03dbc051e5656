// The lecturer register: held by a unit, offered to its subtree, and shown with the courses that name it.
import type {
  AuditField,
  AuditRow,
  CourseDetail,
  CourseDraft,
  LecturerCard,
  LecturerEntry,
  LecturerForm,
  LecturerView,
} from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import type { Role } from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginDraft } from '../../testing/begun-draft.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { addOfficer, unitNamed } from '../../testing/officers.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  ORIGIN,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { WHOLE_CHECKLIST } from '../../testing/whole-checklist.ts';

let here: TestInstallation;
let county: Visitor;
/** Administers 清河镇. */
let town: Visitor;
/** Administers 石桥乡, another township. */
let neighbour: Visitor;
let author: Visitor;
let reviewer: Visitor;
let learner: Learner;

/** Courses that name a sample entry, one that no register here has, and nobody. */
async function writeNaming(courses: string, slug: string, register: string): Promise<void> {
  await writeReadingCourse(courses, slug, { title: `课程 ${slug}` });
  const file = join(courses, slug, 'course.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('title: 教师 }', `title: 教师, register: ${register} }`));
}

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeNaming(folder, 'first', 'yunling-zheng-liyan');
      await writeNaming(folder, 'second', 'yunling-zheng-liyan');
      await writeNaming(folder, 'foreign', 'somebody-elsewhere');
      await writeReadingCourse(folder, 'plain');
    },
  });
  county = await here.signIn('chenjianguo');
  town = await here.signIn('lifang');
  neighbour = await officer('石桥乡', 'unit_admin');
  author = await here.signIn('zhoumin');
  reviewer = await here.signIn('sunliping');
  learner = await addLearner(here, '清河镇');
});
afterAll(() => here.close());

const unitId = (name: string) => unitNamed(here, name);
const officer = (unit: string, role: Role) => addOfficer(here, unit, role);

const FORM: LecturerForm = {
  name: '马兰心',
  nameEn: 'Ma Lanxin',
  kind: 'grassroots_cadre',
  title: '清河镇退休党委书记',
  topics: ['基层党建', '乡村治理'],
  biography: '讲过**二十年**党课。<script>alert(1)</script>',
  biographyEn: '',
  loginName: '',
};

interface List {
  items: LecturerCard[];
  total: number;
  topics: string[];
  mayAddAt: { name: string }[];
}
const list = async (who: Visitor, query = '') =>
  (await who.get<List>(`/api/v1/lecturers?${query}`)).body;
const names = async (who: Visitor, query = '') =>
  (await list(who, query)).items.map(({ name }) => name['zh-CN']);
const entryOf = async (code: string, who = town) =>
  (await who.get<LecturerEntry>(`/api/v1/lecturers/${code}/entry`)).body;
const courseOf = async (slug: string) =>
  (await learner.visitor.get<CourseDetail>(`/api/v1/courses/${slug}`)).body;

async function added(form: Partial<LecturerForm> = {}, who = town, unit = '清河镇') {
  const url = `/api/v1/org-units/${await unitId(unit)}/lecturers`;
  const { status, body } = await who.post<{ code: string }>(url, { ...FORM, ...form });
  expect(status).toBe(201);
  return body.code;
}
const save = async (code: string, change: Partial<LecturerForm>, who = town, more = {}) => {
  const { version, form } = await entryOf(code, county);
  const url = `/api/v1/lecturers/${code}/entry`;
  return who.put<{ code: string }>(url, { version, form: { ...form, ...change }, ...more });
};

/** A PNG by its header, as far as its size is read. */
function png(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 0);
  bytes.writeUInt32BE(13, 8);
  bytes.write('IHDR', 12);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}
const sendPhoto = (who: Visitor, code: string, bytes: Buffer) =>
  here.app.inject({
    method: 'POST',
    url: `/api/v1/lecturers/${code}/photo`,
    headers: { cookie: who.cookie(), origin: ORIGIN, 'content-type': 'application/octet-stream' },
    payload: bytes,
  });

test('the sample county has lecturers, found by name, initials, title and field of teaching', async () => {
  expect(await names(county)).toEqual(['罗秀英', '吴海涛', '郑立言']);
  expect(await names(county, 'query=zly')).toEqual(['郑立言']);
  expect(await names(county, 'query=zhengliyan')).toEqual(['郑立言']);
  expect(await names(county, `query=${encodeURIComponent('群众工作 调解员')}`)).toEqual(['罗秀英']);
  expect(await names(county, `topic=${encodeURIComponent('依法行政')}`)).toEqual([
    '吴海涛',
    '郑立言',
  ]);
  expect(await names(county, 'kind=leader')).toEqual(['吴海涛']);
  expect(await names(county, 'query=nobody')).toEqual([]);
  expect(await names(county, 'retired=true')).toEqual(['岳水生']);
  expect((await list(county)).topics[0]).toBe('群众工作');
});

test('an entry is held by a unit, seen at it, below it and from above, and by no other subtree', async () => {
  const code = await added({ name: '邻镇不见' });
  expect(code).toMatch(/^lin-zhen-bu-jian-[a-z0-9]{4}$/);
  const village = await officer('柳湾村', 'unit_admin');
  const townAuthor = await officer('清河镇', 'author');
  for (const who of [county, town, village, townAuthor])
    expect(await names(who)).toContain('邻镇不见');
  for (const who of [neighbour, author]) {
    expect(await names(who)).not.toContain('邻镇不见');
    expect((await who.get(`/api/v1/lecturers/${code}`)).status).toBe(404);
  }
  // What the county holds is offered to all of it.
  for (const who of [neighbour, village, author]) expect(await names(who)).toContain('郑立言');
});

test('whoever administers the holding unit or a unit above changes it; the others only look', async () => {
  const code = await added();
  const village = await officer('柳湾村', 'unit_admin');
  const clerk = await officer('清河镇', 'unit_clerk');
  for (const [who, status] of [
    [neighbour, 404],
    [village, 404],
    [clerk, 403],
    [author, 403],
    [learner.visitor, 403],
  ] as const) {
    expect((await who.get(`/api/v1/lecturers/${code}/entry`)).status).toBe(status);
    expect((await save(code, { title: '改了' }, who)).status).toBe(status);
    const retired = await who.put(`/api/v1/lecturers/${code}/retirement`, { retired: true });
    expect(retired.status).toBe(status);
    expect((await sendPhoto(who, code, png(200, 200))).statusCode).toBe(status);
    expect((await who.delete(`/api/v1/lecturers/${code}/photo`)).status).toBe(status);
  }
  expect((await save(code, { title: '镇上改的' }, town)).status).toBe(204);
  expect((await save(code, { title: '县里改的' }, county)).status).toBe(204);
  const shown = (await list(town)).items.find((one) => one.code === code);
  expect(shown).toMatchObject({ title: '县里改的', mayEdit: true, unit: { name: '清河镇' } });
  const seen = (await list(village)).items.find((one) => one.code === code);
  expect(seen).toMatchObject({ mayEdit: false });
  expect((await list(author)).mayAddAt).toEqual([]);
  const elsewhere = `/api/v1/org-units/${await unitId('石桥乡')}/lecturers`;
  expect((await town.post(elsewhere, FORM)).status).toBe(404);
});

test('another unit holds it from then on, where both are the administrator’s', async () => {
  const code = await added({ name: '要调走的' });
  const shiqiao = await unitId('石桥乡');
  expect((await save(code, {}, town, { unitId: shiqiao })).status).toBe(404);
  expect((await save(code, {}, county, { unitId: shiqiao })).status).toBe(204);
  expect(await names(town)).not.toContain('要调走的');
  expect(await names(neighbour)).toContain('要调走的');
});

test('who saves what somebody else changed meanwhile is told', async () => {
  const code = await added();
  const { version, form } = await entryOf(code);
  await save(code, { title: '先改的' }, county);
  const late = await town.put(`/api/v1/lecturers/${code}/entry`, { version, form });
  expect(late).toMatchObject({ status: 409, body: { code: 'lecturer-changed-elsewhere' } });
});

test('what is no name, no title or too long is refused with a sentence', async () => {
  const url = `/api/v1/org-units/${await unitId('清河镇')}/lecturers`;
  for (const [change, code] of [
    [{ name: ' 甲 ' }, 'invalid-request'],
    [{ title: '  ' }, 'text-empty'],
    [{ biography: '长'.repeat(4001) }, 'text-too-long'],
    [{ kind: 'professor' }, 'invalid-request'],
  ] as const)
    expect((await town.post(url, { ...FORM, ...change })).body).toMatchObject({ code });
});

test('a photo is a real picture of a bounded size, and is taken away again', async () => {
  const code = await added();
  expect((await sendPhoto(town, code, png(300, 400))).statusCode).toBe(204);
  const { photoUrl } = await entryOf(code);
  expect(photoUrl).toMatch(/^\/media\/pictures\/[0-9a-f]{40}\.png$/);
  const served = await here.app.inject({
    url: photoUrl ?? '',
    headers: { cookie: learner.visitor.cookie() },
  });
  expect([served.statusCode, served.headers['content-type']]).toEqual([200, 'image/png']);
  expect((await here.app.inject({ url: photoUrl ?? '' })).statusCode).toBe(401);
  expect((await town.delete(`/api/v1/lecturers/${code}/photo`)).status).toBe(204);
  expect((await entryOf(code)).photoUrl).toBeNull();
});

test.each([
  ['words', Buffer.from('<svg onload="alert(1)"/>'), 400, 'lecturer-photo-unfit'],
  ['nothing', Buffer.alloc(0), 400, 'lecturer-photo-unfit'],
  ['a stamp', png(40, 40), 400, 'lecturer-photo-unfit'],
  ['a poster', png(20_000, 400), 400, 'lecturer-photo-unfit'],
  ['a huge file', Buffer.alloc(2 * 1024 * 1024 + 1), 413, 'lecturer-photo-too-large'],
])('%s is no photo', async (_, bytes, status, code) => {
  const answer = await sendPhoto(county, 'yunling-luo-xiuying', bytes);
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code]);
});

test('a cadre of the subtree can be the lecturer, finds it in their own data, and nobody else’s cadre can', async () => {
  const cadre = await addLearner(here, '柳湾村');
  const stranger = await addLearner(here, '石桥乡');
  const code = await added({ loginName: cadre.loginName });
  expect(await entryOf(code)).toMatchObject({
    form: { loginName: cadre.loginName },
    isLinkedElsewhere: false,
  });
  for (const loginName of [stranger.loginName, 'nobody-at-all'])
    expect(await save(code, { loginName }, town)).toMatchObject({
      body: { code: 'person-unknown' },
    });
  const { db } = here.installation.platform;
  const linked = async () =>
    (await db.select().from(schema.lecturers).where(eq(schema.lecturers.code, code)))[0]?.personId;
  // The county links somebody for whom the township does not answer; its saving leaves that as it is.
  expect((await save(code, { loginName: stranger.loginName }, county)).status).toBe(204);
  expect(await entryOf(code)).toMatchObject({ isLinkedElsewhere: true, personName: null });
  expect((await save(code, { loginName: '', title: '镇里改的' }, town)).status).toBe(204);
  expect(await linked()).toBe(stranger.personId);
  expect((await save(code, { loginName: '' }, county)).status).toBe(204);
  expect(await linked()).toBeNull();
});

test('a course page shows who is in the register, with other courses; else what the course says', async () => {
  const { lecturer } = await courseOf('first');
  expect(lecturer).toMatchObject({
    name: '测试组',
    title: '教师',
    entry: {
      code: 'yunling-zheng-liyan',
      name: { 'zh-CN': '郑立言', en: 'Zheng Liyan' },
      kind: 'scholar',
      others: [{ slug: 'second' }],
    },
  });
  expect(lecturer.entry?.biographyHtml['zh-CN']).toContain('<li>');
  for (const slug of ['foreign', 'plain'])
    expect((await courseOf(slug)).lecturer).toEqual({
      name: '测试组',
      title: '教师',
      entry: null,
    });
});

test('learners read the page of a lecturer whom a course names, and of no other', async () => {
  const { status, body } = await learner.visitor.get<LecturerView>(
    '/api/v1/lecturers/yunling-zheng-liyan',
  );
  expect([status, body.courses.map(({ slug }) => slug), body.mayEdit]).toEqual([
    200,
    ['first', 'second'],
    false,
  ]);
  const unnamed = await learner.visitor.get('/api/v1/lecturers/yunling-luo-xiuying');
  expect(unnamed.status).toBe(404);
});

test('a biography lets no script through', async () => {
  const code = await added();
  const { body } = await town.get<LecturerView>(`/api/v1/lecturers/${code}`);
  expect(body.biographyHtml['zh-CN']).toContain('<strong>二十年</strong>');
  expect(JSON.stringify(body)).not.toContain('<script');
});

async function draftNaming(register: string, who = author) {
  const lessons = [{ kind: 'reading', title: '材料' }] as const;
  const id = await beginDraft(author, { title: '按师资库写的课', area: 'law', lessons });
  return { id, answer: await choose(id, register, who) };
}
async function choose(id: string, register: string | undefined, who = author) {
  const { version, facts } = (await author.get<CourseDraft>(`/api/v1/drafts/${id}`)).body;
  const lecturer = { name: '手写', title: '手写', ...(register && { register }) };
  return who.put<{ code: string }>(`/api/v1/drafts/${id}/facts`, {
    version,
    facts: { ...facts, lecturer },
  });
}

test('an author names a lecturer of the register, whose name and title the course then says', async () => {
  const { id, answer } = await draftNaming('yunling-zheng-liyan');
  expect(answer.status).toBe(204);
  const { facts } = (await author.get<CourseDraft>(`/api/v1/drafts/${id}`)).body;
  expect(facts.lecturer).toEqual({
    name: '郑立言',
    title: '县委党校高级讲师(示例)',
    register: 'yunling-zheng-liyan',
  });
  const choices = await author.get<{ items: { code: string }[] }>('/api/v1/lecturer-choices');
  expect(choices.body.items.map(({ code }) => code)).toContain('yunling-luo-xiuying');
  expect((await choose(id, undefined)).status).toBe(204);
});

test('who is not offered to the author, retired or is not there cannot be newly named', async () => {
  const foreign = await added({ name: '镇上的人' });
  for (const register of [foreign, 'yunling-yue-shuisheng', 'no-such-code'])
    expect((await draftNaming(register)).answer).toMatchObject({
      status: 409,
      body: { code: 'lecturer-not-offered' },
    });
});

test('a course that names somebody unknown is opened, saved and published with that code', async () => {
  const opened = await author.post<{ id: string }>('/api/v1/courses/foreign/versions/1/draft');
  const { id } = opened.body;
  const read = async () => (await author.get<CourseDraft>(`/api/v1/drafts/${id}`)).body;
  const { version, facts } = await read();
  expect(facts.lecturer.register).toBe('somebody-elsewhere');
  await author.put(`/api/v1/drafts/${id}/facts`, { version, facts });
  expect((await read()).facts.lecturer).toEqual(facts.lecturer);
  await author.put(`/api/v1/drafts/${id}/submission`, { correction: true });
  const decided = await reviewer.post(`/api/v1/drafts/${id}/decision`, {
    publish: true,
    comment: '',
    checklist: WHOLE_CHECKLIST,
  });
  expect(decided.status).toBe(204);
  const { db } = here.installation.platform;
  const versions = await db.select().from(schema.courseVersions);
  const named = versions.filter(({ lecturer }) => lecturer.register === 'somebody-elsewhere');
  expect(named.map(({ revision }) => revision).sort()).toEqual([1, 2]);
});

test('a lecturer who retired is offered no more, and stays with the courses', async () => {
  const url = '/api/v1/lecturers/yunling-zheng-liyan/retirement';
  expect((await county.put(url, { retired: true })).status).toBe(204);
  expect(await names(author)).not.toContain('郑立言');
  expect(await names(author, 'retired=true')).toContain('郑立言');
  expect((await courseOf('first')).lecturer.entry?.code).toBe('yunling-zheng-liyan');
  expect((await county.put(url, { retired: false })).status).toBe(204);
  expect(await names(author)).toContain('郑立言');
});

test('who added, changed and retired a lecturer stands in the audit trail of the unit', async () => {
  const code = await added({ name: '留痕' });
  await save(code, { title: '新职务' });
  await town.put(`/api/v1/lecturers/${code}/retirement`, { retired: true });
  const url = `/api/v1/audit/events?unit=${await unitId('清河镇')}&group=courses`;
  const { items } = (await county.get<{ items: AuditRow[] }>(url)).body;
  expect(items.slice(0, 3).map(({ action }) => action)).toEqual([
    'lecturer-retired',
    'lecturer-changed',
    'lecturer-added',
  ]);
  const { fields } = (
    await county.get<{ fields: AuditField[] }>(`/api/v1/audit/events/${items[1]?.id}`)
  ).body;
  expect(fields).toContainEqual({
    name: 'title',
    before: '清河镇退休党委书记',
    after: '新职务',
    isChange: true,
  });
  const beside = await neighbour.get<{ items: AuditRow[] }>('/api/v1/audit/events?group=courses');
  expect(beside.body.items.map(({ id }) => id)).not.toContain(items[0]?.id);
});
