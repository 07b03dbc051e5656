import type { Note, ProblemCode } from '@xueshi/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLearner } from '../../testing/learners.ts';
import { addPaperLecture } from '../../testing/paper-lecture.ts';
import { beginReading, writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { NOTE_CHARACTERS, NOTES_PER_COURSE } from './service.ts';

const BODY = '先请人坐下，再听人把话说完。\n\n- 当场登记\n- 十五日内**告知**';

let here: TestInstallation;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeReadingCourse(folder, 'reading', { title: '接访*要点*', body: BODY });
      await writeReadingCourse(folder, 'other', { title: '另一门课' });
    },
  });
  await addPaperLecture(here.installation.platform, 'reading', 600_000);
});
afterAll(() => here.close());

async function newcomer(): Promise<Visitor> {
  const { visitor } = await addLearner(here);
  await beginReading(visitor, 'reading');
  await beginReading(visitor, 'other');
  return visitor;
}

interface Given {
  slug?: string;
  lessonKey?: string;
  text?: string;
  atMs?: number | null;
  paragraph?: number | null;
  requestId?: string;
}

const write = (visitor: Visitor, given: Given = {}) => {
  const { slug = 'reading', lessonKey = 'lecture', ...body } = given;
  return visitor.post<Note & { code: ProblemCode; title: string }>(
    `/api/v1/courses/${slug}/lessons/${lessonKey}/notes`,
    { requestId: crypto.randomUUID(), text: '回去核对', atMs: null, paragraph: null, ...body },
  );
};
const change = (visitor: Visitor, note: Note, text: string, version = note.version) =>
  visitor.put<Note & { code: ProblemCode }>(`/api/v1/me/notes/${note.id}`, { text, version });
const read = (visitor: Visitor, note: Note) => visitor.get<Note>(`/api/v1/me/notes/${note.id}`);
const listed = async (visitor: Visitor, query = '') =>
  (await visitor.get<{ items: Note[]; total: number }>(`/api/v1/me/notes${query}`)).body;

test('notes stand at a second of a lecture or a paragraph of a reading, in the order of the material', async () => {
  const learner = await newcomer();
  await write(learner, { atMs: 250_000, text: '后写的在后' });
  await write(learner, { atMs: 61_000, text: '前面的在前' });
  await write(learner, { lessonKey: 'reading', paragraph: 3, text: '十五日' });
  await write(learner, { text: '整课' });
  const { body } = await learner.get<{ items: Note[] }>(
    '/api/v1/courses/reading/lessons/lecture/notes',
  );
  expect(body.items.map(({ atMs, text }) => [atMs, text])).toEqual([
    [null, '整课'],
    [61_000, '前面的在前'],
    [250_000, '后写的在后'],
  ]);
  const all = (await listed(learner)).items;
  expect(all[0]).toMatchObject({ lessonKey: 'reading', paragraph: 3, excerpt: '十五日内告知' });
});

test.each([
  { what: 'after the end of the lecture', lessonKey: 'lecture', atMs: 600_001 },
  { what: 'a paragraph of a lecture', lessonKey: 'lecture', paragraph: 1 },
  { what: 'a second of a reading', lessonKey: 'reading', atMs: 1_000 },
  { what: 'a paragraph that is not there', lessonKey: 'reading', paragraph: 4 },
])('there is no note at a place that is not there: $what', async ({ what: _, ...place }) => {
  const refused = await write(await newcomer(), place);
  expect(refused).toMatchObject({ status: 400, body: { code: 'no-such-place' } });
});

test('a note sent twice over a poor line is written once', async () => {
  const learner = await newcomer();
  const requestId = crypto.randomUUID();
  const first = await write(learner, { requestId, text: '只写一次' });
  const again = await write(learner, { requestId, text: '只写一次' });
  expect(again.body.id).toBe(first.body.id);
  expect((await listed(learner)).total).toBe(1);
});

test('a change made on an older version is refused, and what the other device wrote stays', async () => {
  const learner = await newcomer();
  const note = (await write(learner)).body;
  const phone = await change(learner, note, '手机上改的');
  expect(phone.body.version).toBe(2);
  const desk = await change(learner, note, '电脑上改的');
  expect(desk).toMatchObject({ status: 409, body: { code: 'note-changed-elsewhere' } });
  expect((await read(learner, note)).body.text).toBe('手机上改的');
  // Having seen both, one saves one's own on the newer version.
  expect((await change(learner, note, '两边合起来', 2)).status).toBe(200);
});

test('of changes at the same moment exactly one is kept, and the others are told', async () => {
  const learner = await newcomer();
  const note = (await write(learner)).body;
  const answers = await Promise.all(
    ['甲', '乙', '丙', '丁'].map((text) => change(learner, note, text)),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
});

test('the same words saved twice are no conflict', async () => {
  const learner = await newcomer();
  const note = (await write(learner)).body;
  expect((await change(learner, note, '改好了')).status).toBe(200);
  expect(await change(learner, note, '改好了')).toMatchObject({
    status: 200,
    body: { version: 2 },
  });
});

test('a note is not deleted over a change that one has not seen', async () => {
  const learner = await newcomer();
  const note = (await write(learner)).body;
  await change(learner, note, '另一台设备上补充的');
  const url = `/api/v1/me/notes/${note.id}`;
  expect((await learner.delete(`${url}?version=1`)).status).toBe(409);
  expect((await learner.delete(`${url}?version=2`)).status).toBe(204);
  expect((await read(learner, note)).status).toBe(404);
});

test('nobody reads, changes, deletes or exports another’s notes, and whoever administers them neither', async () => {
  const learner = await newcomer();
  const note = (await write(learner, { text: '只给自己看' })).body;
  for (const other of [await newcomer(), await here.signIn('lifang')]) {
    expect((await read(other, note)).status).toBe(404);
    expect((await change(other, note, '改')).status).toBe(404);
    expect((await other.delete(`/api/v1/me/notes/${note.id}?version=1`)).status).toBe(404);
    const file = await other.get<string>('/api/v1/me/notes/export?format=text');
    expect(file.body).not.toContain('只给自己看');
  }
});

test('too long, empty and too many are refused with a sentence that names the limit', async () => {
  const learner = await newcomer();
  const long = await write(learner, { text: '长'.repeat(NOTE_CHARACTERS + 1) });
  expect(long.body.code).toBe('text-too-long');
  expect(long.body.title).toContain(String(NOTE_CHARACTERS));
  expect((await write(learner, { text: ' \n ' })).body.code).toBe('text-empty');
  // A character outside the basic plane is one character.
  expect((await write(learner, { text: '𬭎'.repeat(NOTE_CHARACTERS) })).status).toBe(201);
  for (let n = 1; n < NOTES_PER_COURSE; n += 1) await write(learner, { text: `第 ${n} 条` });
  const refused = await write(learner, { text: '再来一条' });
  expect(refused).toMatchObject({ status: 409, body: { code: 'too-many-notes' } });
  expect(refused.body.title).toContain(String(NOTES_PER_COURSE));
  expect((await write(learner, { slug: 'other', lessonKey: 'reading' })).status).toBe(201);
});

test('notes are found by course and by words, and signs of the search are taken as they are', async () => {
  const learner = await newcomer();
  await write(learner, { text: '完成率 95% 以上' });
  await write(learner, { text: '完成率 95 以上' });
  await write(learner, { slug: 'other', lessonKey: 'reading', text: '完成率 95% 以下' });
  expect((await listed(learner, '?query=95%25')).total).toBe(2);
  expect((await listed(learner, '?query=95%25&course=other')).items).toMatchObject([
    { courseSlug: 'other', text: '完成率 95% 以下' },
  ]);
  expect((await listed(learner, '?query=_')).total).toBe(0);
});

test('the export is a file in the order of the material, and no note turns into markup', async () => {
  const learner = await newcomer();
  await write(learner, { atMs: 3_725_000 / 10, text: '# 不是标题\n- 不是列表 *不粗*' });
  const markdown = await learner.get<string>('/api/v1/me/notes/export?format=markdown');
  expect(markdown.headers).toMatchObject({
    'content-type': 'text/markdown; charset=utf-8',
    'content-disposition': 'attachment; filename="notes.md"',
  });
  expect(markdown.body).toContain('## 接访\\*要点\\*\n\n### 讲座\n\n**6:12** (');
  expect(markdown.body).toContain('\\# 不是标题  \n\\- 不是列表 \\*不粗\\*');
  const text = await learner.get<string>('/api/v1/me/notes/export?format=text');
  expect(text.headers['content-type']).toBe('text/plain; charset=utf-8');
  expect(text.body).toContain('# 不是标题\n- 不是列表 *不粗*');
});

test('notes outlive a lesson that a new version of the course has no more', async () => {
  const learner = await newcomer();
  const note = (await write(learner, { atMs: 5_000, text: '留着' })).body;
  await writeReadingCourse(here.coursesFolder, 'reading', {
    title: '新版',
    revision: 2,
    body: BODY,
  });
  await here.importAgain();
  expect((await read(learner, note)).body).toMatchObject({
    text: '留着',
    courseTitle: { 'zh-CN': '新版' },
    lessonTitle: { 'zh-CN': '讲座' },
  });
});
