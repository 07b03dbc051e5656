// Syllabuses: written as text, in force for a subtree, and covered point by point by published courses.
import type {
  AuditRow,
  CourseDetail,
  CourseDraft,
  SyllabusCard,
  SyllabusChoice,
  SyllabusSaved,
  SyllabusView,
} from '@xueshi/contracts';
import type { Role } from '@xueshi/domain';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginDraft } from '../../testing/begun-draft.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { addOfficer, unitNamed } from '../../testing/officers.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let county: Visitor;
/** Administers 清河镇. */
let town: Visitor;
/** Administers 石桥乡, another township. */
let neighbour: Visitor;
let author: Visitor;
let learner: Learner;

async function writeCovering(courses: string, slug: string, points: string): Promise<void> {
  await writeReadingCourse(courses, slug);
  const file = join(courses, slug, 'course.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('repeat:', `syllabusPoints: [${points}]\nrepeat:`));
}

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeCovering(folder, 'first', 'yunling-jcgb/1.1, yunling-jcgb/2.2');
      await writeCovering(folder, 'second', 'yunling-jcgb/1.1, elsewhere-1/9');
      await writeReadingCourse(folder, 'plain');
    },
  });
  county = await here.signIn('chenjianguo');
  town = await here.signIn('lifang');
  neighbour = await officer('石桥乡', 'unit_admin');
  author = await here.signIn('zhoumin');
  learner = await addLearner(here, '清河镇');
});
afterAll(() => here.close());

const unitId = (name: string) => unitNamed(here, name);
const officer = (unit: string, role: Role) => addOfficer(here, unit, role);

const FORM = {
  title: '镇村干部大纲',
  edition: '2026',
  text: '# 理论\n学深悟透\n# 法律\n3.1 会查法条',
};

const list = async (who: Visitor, query = '') =>
  (await who.get<{ items: SyllabusCard[] }>(`/api/v1/syllabuses?${query}`)).body.items;
const read = async (id: string, who = county) =>
  (await who.get<SyllabusView>(`/api/v1/syllabuses/${id}`)).body;
const titles = async (who: Visitor) => (await list(who)).map(({ title }) => title);
const sampleId = async () =>
  (await list(county)).find((one) => one.code === 'yunling-jcgb')?.id ?? '';
const courseOf = async (slug: string, who = learner) =>
  (await who.visitor.get<CourseDetail>(`/api/v1/courses/${slug}`)).body;

async function write(form: Partial<typeof FORM> = {}, who = town, unit = '清河镇') {
  const url = `/api/v1/org-units/${await unitId(unit)}/syllabuses`;
  return (await who.post<SyllabusSaved>(url, { ...FORM, ...form })).body;
}
const force = (id: string, who = town) =>
  who.put<{ code: string }>(`/api/v1/syllabuses/${id}/force`, {});

test('each point shows the published courses that cover it, and each area how many are covered', async () => {
  const view = await read(await sampleId());
  expect(view).toMatchObject({ state: 'in_force', unit: { name: '云岭县(示例)' } });
  expect(view.areas.map(({ covered, points }) => [covered, points.length])).toEqual([
    [1, 3],
    [1, 3],
    [0, 1],
  ]);
  const [first, second] = view.areas[0]?.points ?? [];
  expect(first?.courses.map(({ slug }) => slug)).toEqual(['first', 'second']);
  expect(second?.courses).toEqual([]);
  expect(await list(county)).toMatchObject([{ points: 7, covered: 2 }]);
});

test('a syllabus is read from pasted text, and what is wrong is told by its line', async () => {
  const { id, faults } = await write();
  expect(faults).toEqual([]);
  expect((await read(id ?? '')).text).toBe('# 理论\n1.1 学深悟透\n\n# 法律\n3.1 会查法条');
  const refused = await write({ text: '没有领域\n# 甲\n1.1 一\n1.1 二\n# 空' });
  expect(refused.id).toBeNull();
  expect(refused.faults.map(({ line }) => line)).toEqual([1, 4, 5]);
  expect(refused.faults[1]?.message).toEqual({
    'zh-CN': '编号 1.1 用了两次；每条要点的编号只能用一次。',
    en: 'The code 1.1 is used twice; give each point its own.',
  });
  expect((await write({ text: '' })).faults).toMatchObject([{ line: null }]);
});

test('a draft is seen by those alone who write it; in force, by the unit, below it and from above', async () => {
  const { id } = await write({ title: '只在清河' });
  const village = await officer('柳湾村', 'unit_admin');
  for (const who of [town, county]) expect(await titles(who)).toContain('只在清河');
  for (const who of [village, neighbour, author])
    expect(await titles(who)).not.toContain('只在清河');
  expect((await force(id ?? '')).status).toBe(204);
  expect(await titles(village)).toContain('只在清河');
  for (const who of [neighbour, author]) {
    expect(await titles(who)).not.toContain('只在清河');
    expect((await who.get(`/api/v1/syllabuses/${id}`)).status).toBe(404);
  }
});

test('whoever administers the unit or a unit above changes it; the others only look', async () => {
  const { id } = await write();
  const one = `/api/v1/syllabuses/${id}`;
  const village = await officer('柳湾村', 'unit_admin');
  for (const [who, status] of [
    [neighbour, 404],
    [village, 404],
    [author, 403],
    [learner.visitor, 403],
  ] as const) {
    expect((await who.put(one, { version: 1, form: FORM })).status).toBe(status);
    expect((await force(id ?? '', who)).status).toBe(status);
    expect((await who.post(`${one}/editions`, { edition: '2030' })).status).toBe(status);
    expect((await who.delete(one)).status).toBe(status);
  }
  const form = { ...FORM, title: '县里改的' };
  expect((await county.put(one, { version: 1, form })).body).toEqual({ id, faults: [] });
  expect((await town.put(one, { version: 1, form })).body).toMatchObject({
    code: 'syllabus-changed-elsewhere',
  });
  expect((await town.delete(one)).status).toBe(204);
  expect((await town.get(one)).status).toBe(404);
});

test('the next edition keeps the codes and replaces the one in force; that is changed no more', async () => {
  const { id } = await write({ title: '两个版本' });
  const one = `/api/v1/syllabuses/${id}`;
  await force(id ?? '');
  for (const refused of [
    await town.put(one, { version: 2, form: FORM }),
    await town.delete(one),
    await force(id ?? ''),
  ])
    expect(refused).toMatchObject({ status: 409, body: { code: 'syllabus-not-draft' } });
  expect((await town.post(`${one}/editions`, { edition: '2026' })).body).toMatchObject({
    code: 'syllabus-edition-taken',
  });
  const next = (await town.post<{ id: string }>(`${one}/editions`, { edition: '2027' })).body.id;
  const [before, after] = [await read(id ?? ''), await read(next)];
  expect([after.code, after.text, after.state]).toEqual([before.code, before.text, 'draft']);
  expect((await force(next)).status).toBe(204);
  expect([(await read(id ?? '')).state, (await read(next)).state]).toEqual([
    'replaced',
    'in_force',
  ]);
  const shown = async (query: string) =>
    (await list(town, query)).filter(({ title }) => title === '两个版本');
  expect(await shown('')).toHaveLength(1);
  expect(await shown('replaced=true')).toHaveLength(2);
});

test('the course page says which points the course covers of what is in force for the learner', async () => {
  expect((await courseOf('first')).syllabusPoints).toEqual([
    {
      syllabus: '基层干部培训大纲(示例)',
      area: '群众工作与矛盾化解',
      code: '1.1',
      text: '按规定接待来访、登记告知、分类导入、按期办结',
    },
    expect.objectContaining({ area: '依法办事', code: '2.2' }),
  ]);
  expect((await courseOf('plain')).syllabusPoints).toEqual([]);
  const { id } = await write({ title: '清河自己的' });
  await force(id ?? '');
  const { code } = await read(id ?? '');
  await writeCovering(here.coursesFolder, 'of-the-town', `${code}/3.1`);
  await here.importAgain();
  expect((await courseOf('of-the-town')).syllabusPoints).toMatchObject([{ code: '3.1' }]);
  const other = await addLearner(here, '石桥乡');
  expect((await courseOf('of-the-town', other)).syllabusPoints).toEqual([]);
});

test('an author maps a course to the points that are offered; what stood there stays', async () => {
  const lessons = [{ kind: 'reading', title: '材料' }] as const;
  const id = await beginDraft(author, { title: '按大纲写的课', area: 'law', lessons });
  const choices = await author.get<{ items: SyllabusChoice[] }>('/api/v1/syllabus-choices');
  expect(choices.body.items.map(({ code }) => code)).toEqual(['yunling-jcgb']);
  const draft = async (one = id) => (await author.get<CourseDraft>(`/api/v1/drafts/${one}`)).body;
  const choose = async (syllabusPoints: string[], one = id) => {
    const { version, facts } = await draft(one);
    const body = { version, facts: { ...facts, syllabusPoints } };
    return author.put<{ code: string }>(`/api/v1/drafts/${one}/facts`, body);
  };
  expect((await choose(['yunling-jcgb/1.3', 'yunling-jcgb/3.1'])).status).toBe(204);
  expect((await draft()).faults.filter(({ field }) => field?.startsWith('syllabus'))).toEqual([]);
  expect(await choose(['elsewhere-1/9'])).toMatchObject({
    status: 409,
    body: { code: 'syllabus-point-not-offered' },
  });
  expect((await choose([])).status).toBe(204);
  expect((await draft()).facts.syllabusPoints).toBeUndefined();
  const opened = await author.post<{ id: string }>('/api/v1/courses/second/versions/1/draft');
  const both = ['yunling-jcgb/1.1', 'elsewhere-1/9'];
  expect((await draft(opened.body.id)).facts.syllabusPoints).toEqual(both);
  expect((await choose([...both, 'yunling-jcgb/1.2'], opened.body.id)).status).toBe(204);
});

test('who wrote a syllabus and put it in force stands in the audit trail of the unit', async () => {
  const { id } = await write({ title: '留痕的大纲' });
  await force(id ?? '');
  const url = `/api/v1/audit/events?unit=${await unitId('清河镇')}&group=courses`;
  const { items } = (await county.get<{ items: AuditRow[] }>(url)).body;
  expect(items.slice(0, 2).map(({ action }) => action)).toEqual([
    'syllabus-in-force',
    'syllabus-added',
  ]);
});
