import type {
  ComplaintRow,
  ComplaintView,
  Home,
  OwnComplaint,
  ProblemCode,
} from '@xueshi/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLearner, personOf, signInWithoutPassword } from '../../testing/learners.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { COMPLAINTS_PER_DAY } from './service.ts';

let here: TestInstallation;
/** Whoever waits for days signs in again. */
const signInAgain = async (loginName: string) =>
  (await signInWithoutPassword(here, await personOf(here, loginName))).visitor;
let township: Visitor;
let county: Visitor;
let author: Visitor;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeReadingCourse(folder, 'reading');
      await writeReadingCourse(folder, 'written');
    },
  });
  township = await here.signIn('lifang');
  county = await here.signIn('chenjianguo');
  author = await here.signIn('zhoumin');
});
afterAll(() => here.close());

type Own = OwnComplaint & { code: ProblemCode; title: string };
type Handled = ComplaintView & { code: ProblemCode };
interface Page {
  items: ComplaintRow[];
  total: number;
  overdue: number;
}

const someone = async (unit?: string) => (await addLearner(here, unit)).visitor;
const file = (visitor: Visitor, entry: Record<string, unknown> = {}) =>
  visitor.post<Own>('/api/v1/me/complaints', {
    kind: 'complaint',
    text: '培训通知没有收到',
    contact: null,
    above: false,
    place: null,
    device: null,
    ...entry,
  });
const readOwn = (visitor: Visitor, id: string) => visitor.get<Own>(`/api/v1/me/complaints/${id}`);
const open = (visitor: Visitor, id: string) => visitor.get<Handled>(`/api/v1/complaints/${id}`);
const answer = (visitor: Visitor, id: string, text: string) =>
  visitor.post<Handled>(`/api/v1/complaints/${id}/answers`, { text });
const setState = (visitor: Visitor, id: string, state: string) =>
  visitor.put<Handled>(`/api/v1/complaints/${id}/state`, { state });
const give = (visitor: Visitor, id: string, personId: string) =>
  visitor.put<Handled>(`/api/v1/complaints/${id}/owner`, { personId });
const list = async (visitor: Visitor, query = '') =>
  (await visitor.get<Page>(`/api/v1/complaints${query}`)).body;

test('the nearest administrator above sees to it; where there is none so near, the next above', async () => {
  expect((await file(await someone('柳湾村'))).body.ownerName).toBe('李芳');
  expect((await file(await someone('石桥乡'))).body.ownerName).toBe('陈建国');
});

test('an administrator does not see to what they filed themselves, nor handle it', async () => {
  const filed = (await file(township, { text: '镇管理员自己的意见' })).body;
  expect(filed.ownerName).toBe('陈建国');
  expect((await open(township, filed.id)).status).toBe(404);
  expect((await answer(township, filed.id, '自问自答')).status).toBe(404);
  expect((await open(county, filed.id)).status).toBe(200);
});

test('what is about the nearest administrator goes to the next above, and the nearest never sees it', async () => {
  const learner = await someone('柳湾村');
  const filed = (await file(learner, { text: '反映镇里的管理员', above: true })).body;
  expect(filed.ownerName).toBe('陈建国');
  expect((await open(township, filed.id)).status).toBe(404);
  expect((await list(township)).items.some((one) => one.id === filed.id)).toBe(false);
  const seen = (await open(county, filed.id)).body;
  expect(seen.entitled.map(({ name }) => name)).not.toContain('李芳');
  // Above the topmost there is the system administrator.
  const top = (await file(await someone('县信访局'), { text: '反映县里的管理员', above: true }))
    .body;
  expect(top.ownerName).toBe('何晓燕');
  expect((await open(county, top.id)).status).toBe(404);
});

test('a fault of a lecture goes to the author with its place, and an author sees no complaint', async () => {
  const learner = await someone('石桥乡');
  const fault = await file(learner, {
    kind: 'lecture_fault',
    text: '四分十秒没有声音',
    place: { slug: 'reading', lessonKey: 'reading', atMs: 250_000 },
    device: 'Chrome · Android · 360×740',
  });
  expect(fault.body).toMatchObject({
    ownerName: '周敏',
    place: { courseSlug: 'reading', lessonKey: 'reading', atMs: null },
    device: 'Chrome · Android · 360×740',
  });
  expect((await open(author, fault.body.id)).body.isOwner).toBe(true);
  const complaint = (await file(learner, { text: '与课程无关的投诉' })).body;
  expect((await open(author, complaint.id)).status).toBe(404);
  expect((await list(author)).items.every((one) => one.kind === 'lecture_fault')).toBe(true);
});

test('a fault of a course that somebody wrote goes to them, not to whoever is an author longest', async () => {
  const writer = await here.signIn('sunliping');
  expect((await writer.post('/api/v1/courses/written/versions/1/draft')).status).toBe(200);
  const report = async (slug: string) => {
    const place = { slug, lessonKey: 'reading', atMs: null };
    const fault = { kind: 'lecture_fault', text: `${slug} 打不开`, place };
    return (await file(await someone('石桥乡'), fault)).body.ownerName;
  };
  expect(await report('written')).toBe('孙丽萍');
  expect(await report('reading')).toBe('周敏');
});

test('the home of whoever sees to it says how many wait, and how many too long, until they are answered', async () => {
  const home = async (who: Visitor) => (await who.get<Home>('/api/v1/me/home')).body.waiting;
  const learner = await someone('柳湾村');
  const before = await home(township);
  const { id } = (await file(learner, { text: '培训地点太远' })).body;
  expect(await home(township)).toEqual({ ...before, complaints: before.complaints + 1 });
  expect(await home(learner)).toEqual({
    complaints: 0,
    overdue: 0,
    corrections: 0,
    adjustments: 0,
  });
  await answer(township, id, '下次改在镇里办');
  expect(await home(township)).toEqual(before);
});

test('an answer reaches the filer; something more opens it again; closed is closed', async () => {
  const learner = await someone();
  const { id } = (await file(learner, { text: '学时少了一个' })).body;
  expect((await setState(township, id, 'in_work')).body.state).toBe('in_work');
  await answer(township, id, '已核对，课程还差一次测验。');
  const seen = (await readOwn(learner, id)).body;
  expect(seen.state).toBe('answered');
  expect(seen.messages.map(({ byFiler, writerName }) => [byFiler, writerName])).toEqual([
    [true, expect.stringContaining('学员')],
    [false, '李芳'],
  ]);
  const more = await learner.post<Own>(`/api/v1/me/complaints/${id}/messages`, {
    text: '测验做过了',
  });
  expect(more.body.state).toBe('open');
  await setState(township, id, 'closed');
  const refused = await learner.post<Own>(`/api/v1/me/complaints/${id}/messages`, { text: '还有' });
  expect(refused).toMatchObject({ status: 409, body: { code: 'complaint-closed' } });
  expect((await answer(township, id, '还有')).body.code).toBe('complaint-closed');
});

test('each administrator sees their subtree’s entries, oldest first; another subtree’s are “not found”', async () => {
  const far = (await file(await someone('大岭村'), { text: '外乡的事' })).body;
  expect((await open(township, far.id)).body).toMatchObject({ status: 404, code: 'not-found' });
  expect((await answer(township, far.id, '答')).status).toBe(404);
  expect((await give(township, far.id, await personOf(here, 'lifang'))).status).toBe(404);
  expect((await list(township)).items.some((one) => one.id === far.id)).toBe(false);
  const { items } = await list(county);
  expect(items.some((one) => one.id === far.id)).toBe(true);
  const filed = items.map((one) => one.filedAt);
  expect(filed).toEqual([...filed].sort());
});

test('only whoever filed it reads it as their own', async () => {
  const { id } = (await file(await someone(), { text: '本人的事' })).body;
  expect((await readOwn(await someone(), id)).status).toBe(404);
  expect((await open(await someone(), id)).status).toBe(403);
});

test('what waits longer than five days is overdue; an answer ends that', async () => {
  const learner = await someone();
  const { id } = (await file(learner, { text: '一直没人管' })).body;
  const before = (await list(township)).overdue;
  here.clock.advance({ days: 5 });
  township = await signInAgain('lifang');
  expect((await open(township, id)).body).toMatchObject({ ageDays: 5, isOverdue: false });
  here.clock.advance({ seconds: 1 });
  expect((await open(township, id)).body.isOverdue).toBe(true);
  expect((await list(township)).overdue).toBeGreaterThan(before);
  await answer(township, id, '已办。');
  expect((await open(township, id)).body.isOverdue).toBe(false);
});

test('an entry is given only to somebody entitled to it, and every deed is written down', async () => {
  const { id } = (await file(await someone(), { text: '请转办' })).body;
  const { entitled } = (await open(township, id)).body;
  expect(entitled.map(({ name }) => name).sort()).toEqual(['何晓燕', '李芳', '陈建国'].sort());
  const refused = await give(township, id, await personOf(here, 'zhoumin'));
  expect(refused).toMatchObject({ status: 409, body: { code: 'not-entitled' } });
  const given = await give(township, id, await personOf(here, 'chenjianguo'));
  expect(given.body).toMatchObject({ ownerName: '陈建国', isOwner: false });
  await answer(await signInAgain('chenjianguo'), id, '县里来办。');
  const { rows } = await here.installation.database.client.execute({
    sql: 'SELECT action FROM audit_events WHERE subject = ? ORDER BY at, rowid',
    args: [`complaint:${id}`],
  });
  expect(rows.map((row) => row['action'])).toEqual(['complaint-reassigned', 'complaint-answered']);
});

test('what was written stays as it was written, even for a hand at the database', async () => {
  await file(await someone(), { text: '白纸黑字' });
  const { client } = here.installation.database;
  await expect(client.execute(`UPDATE complaint_messages SET text = '改'`)).rejects.toThrow();
  await expect(client.execute('DELETE FROM complaints')).rejects.toThrow();
});

test('sent twice over a poor line it is one entry; a day has its limit', async () => {
  const learner = await someone();
  const first = (await file(learner, { text: '只交一次' })).body;
  expect((await file(learner, { text: '只交一次' })).body.id).toBe(first.id);
  for (let n = 1; n < COMPLAINTS_PER_DAY; n += 1) await file(learner, { text: `第 ${n} 件` });
  const refused = await file(learner, { text: '又一件' });
  expect(refused).toMatchObject({ status: 429, body: { code: 'too-many-today' } });
  expect((await learner.get<{ total: number }>('/api/v1/me/complaints')).body.total).toBe(
    COMPLAINTS_PER_DAY,
  );
});
