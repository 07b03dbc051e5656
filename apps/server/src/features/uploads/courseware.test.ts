// A package of courseware becomes a lesson: sent by its author, looked through, chosen, reviewed and published.
import type {
  CourseDetail,
  CourseDraft,
  CoursewareForm,
  DraftFile,
  DraftFiles,
  DraftReview,
  DraftText,
} from '@xueshi/contracts';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkInstallation } from '../../commands/check.ts';
import { beginDraft } from '../../testing/begun-draft.ts';
import { makeCmi5Package, makeScormPackage, zipOf } from '../../testing/courseware-packages.ts';
import { addLearner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { listen, tusClient } from '../../testing/tus-client.ts';
import { WHOLE_CHECKLIST } from '../../testing/whole-checklist.ts';
import { findLesson, knownCourse } from '../catalogue/service.ts';

let here: TestInstallation;
let author: Visitor;
let reviewer: Visitor;
let id: string;

beforeAll(async () => {
  here = await openTestInstallation();
  await listen(here);
  author = await here.signIn('zhoumin');
  reviewer = await here.signIn('sunliping');
});
afterAll(() => here.close());

const QUIZ = `passMark: 60
attempts: 0
items:
  - id: q1
    kind: single
    stem: 谁表决？
    options: [村委会, 村民会议]
    answer: B
    explanation: 由村民会议表决。
    difficulty: 1
`;

beforeEach(async () => {
  id = await beginDraft(author, {
    title: '安全生产互动课',
    area: 'law',
    lessons: [
      { kind: 'courseware', title: '动手练' },
      { kind: 'quiz', title: '考一考' },
    ],
  });
  await author.put(`/api/v1/drafts/${id}/lessons/quiz/text`, { version: 1, text: QUIZ });
});

const draft = async () => (await author.get<CourseDraft>(`/api/v1/drafts/${id}`)).body;
const textUrl = (lessonId = 'courseware') => `/api/v1/drafts/${id}/lessons/${lessonId}/text`;
const read = async (lessonId?: string) => (await author.get<DraftText>(textUrl(lessonId))).body;
const listed = async () => (await author.get<DraftFiles>(`/api/v1/drafts/${id}/files`)).body;

async function save(form: CoursewareForm) {
  const { version } = await read();
  return author.put(textUrl(), { version, text: JSON.stringify(form) });
}

async function send(
  name: string,
  bytes: Buffer<ArrayBuffer>,
  more: Record<string, string> = { purpose: 'courseware' },
): Promise<DraftFile> {
  const client = tusClient(here, author);
  const { url } = await client.announce(id, { name, bytes: bytes.length, more });
  await client.send(url, 0, bytes);
  await here.jobs.idle();
  const file = (await listed()).files.find((one) => url.endsWith(one.id));
  if (!file) throw new Error('it arrived');
  return file;
}

async function publish(): Promise<string> {
  const submitted = await author.put(`/api/v1/drafts/${id}/submission`, { correction: false });
  expect(submitted.status).toBe(204);
  const decision = { publish: true, comment: '', checklist: WHOLE_CHECKLIST };
  expect((await reviewer.post(`/api/v1/drafts/${id}/decision`, decision)).status).toBe(204);
  return (await draft()).slug;
}

test.each([
  ['SCORM 1.2', 'scorm_12', () => makeScormPackage({ units: ['火', '电'] })],
  ['SCORM 2004', 'scorm_2004', () => makeScormPackage({ edition: '2004', units: ['火', '电'] })],
  ['cmi5', 'cmi5', () => makeCmi5Package({ units: ['火', '电'] })],
])('a package of %s says what it is and which units it has', async (_, standard, make) => {
  const file = await send('安全生产.zip', make());
  expect(file).toMatchObject({
    kind: 'courseware',
    state: 'usable',
    found: { courseware: { standard, title: '安全生产', units: ['火', '电'], notCarried: [] } },
  });
});

test('what a package asks for and is not followed is told in a sentence', async () => {
  const limit = '<adlcp:maxtimeallowed>00:30:00</adlcp:maxtimeallowed>';
  const file = await send('a.zip', makeScormPackage({ units: ['火'], inItem: limit }));
  expect(file.found?.courseware?.notCarried).toEqual([
    {
      'zh-CN': 'imsmanifest.xml 第 7 行：“火”的次数、时间限制不执行。',
      en: 'imsmanifest.xml, line 7: The limit of time or attempts of "火" is not followed.',
    },
  ]);
});

test.each([
  [
    'a zip that is no courseware',
    () => zipOf({ 'readme.txt': 'x' }),
    /^The archive has neither imsmanifest\.xml nor cmi5\.xml/,
  ],
  [
    'a package that wants to write elsewhere',
    () => makeScormPackage({ files: { '../../../xueshi.db': 'x' } }),
    /\.\.\/\.\.\/\.\.\/xueshi\.db/,
  ],
  [
    'a package whose unit is missing',
    () => makeScormPackage({ files: { 'imsmanifest.xml': BROKEN } }),
    /^imsmanifest\.xml, line \d+: .*gone-0\.html.*\n(?:.*\n){4}And 2 more\.$/,
  ],
  ['what is no zip at all', () => Buffer.from('这不是压缩包'), /./],
])('%s is refused with its sentence, and nothing of it is kept', async (_, make, sentence) => {
  const before = await readdir(join(here.dataFolder, 'drafts'));
  const file = await send('a.zip', make());
  expect(file).toMatchObject({ state: 'refused', problem: 'courseware', found: null });
  expect(file.detail?.en).toMatch(sentence);
  expect(file.detail?.['zh-CN']).toMatch(/[。；]/);
  expect(await readdir(join(here.dataFolder, 'drafts'))).toEqual(before);
  expect(await readdir(join(here.dataFolder, 'uploads'))).toEqual([]);
});

const BROKEN = `<?xml version="1.0"?>
<manifest identifier="m" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>t</title>
${Array.from({ length: 7 }, (_, at) => `<item identifier="i${at}" identifierref="r${at}"><title>t</title></item>`).join('\n')}
</organization></organizations>
<resources>
${Array.from({ length: 7 }, (_, at) => `<resource identifier="r${at}" type="webcontent" adlcp:scormtype="sco" href="gone-${at}.html"/>`).join('\n')}
</resources></manifest>`;

test('a package goes with courseware only, and courseware takes nothing else', async () => {
  const client = tusClient(here, author);
  const announced = async (name: string, purpose: string) => {
    const { status, code } = await client.announce(id, { name, bytes: 10, more: { purpose } });
    return { status, code };
  };
  for (const purpose of ['', 'lecture', 'text', 'constructor'])
    expect(await announced('a.zip', purpose)).toEqual({ status: 400, code: 'upload-kind-unfit' });
  for (const name of ['a.mp4', 'a.pptx', 'a.rar'])
    expect(await announced(name, 'courseware')).toEqual({ status: 400, code: 'upload-no-package' });
  const huge = await client.announce(id, {
    name: 'a.zip',
    bytes: 1024 ** 3 + 1,
    more: { purpose: 'courseware' },
  });
  expect(huge).toMatchObject({ status: 413, code: 'upload-too-large' });
});

test('what the lesson lacks is told by the field of its page, all at once', async () => {
  const faults = async () =>
    (await read()).faults.map(({ field, message }) => [field, message.en]).sort();
  expect(await faults()).toEqual([
    [
      'minutes',
      'Nobody has said yet how many minutes it takes; give a whole number from 1 to 300.',
    ],
    ['source', 'There is no package yet; upload one and choose it.'],
  ]);
  await save({ file: null, minutes: 20 });
  expect(await faults()).toEqual([
    ['source', 'There is no package yet; upload one and choose it.'],
  ]);
  const { id: refused } = await send('b.zip', zipOf({ 'readme.txt': 'x' }));
  await save({ file: refused, minutes: 20 });
  expect((await faults()).map(([field]) => field)).toEqual(['source']);
  const { id: file } = await send('a.zip', makeScormPackage());
  await save({ file, minutes: 20 });
  expect((await draft()).faults).toEqual([]);
  // Its twenty minutes and one for the question are less than half an hour.
  expect((await draft()).hundredths).toBe(25);
  await author.delete(`/api/v1/drafts/${id}/files/${file}`);
  expect((await faults()).map(([field]) => field)).toEqual(['source']);
});

test('without a compulsory quiz the lesson says what to add', async () => {
  const { id: file } = await send('a.zip', makeScormPackage());
  await save({ file, minutes: 20 });
  const { version, lessons } = await draft();
  const optional = lessons.map(({ kind, ...lesson }) => ({ ...lesson, required: kind !== 'quiz' }));
  await author.put(`/api/v1/drafts/${id}/lessons`, { version, lessons: optional });
  const said = {
    lessonId: 'courseware',
    line: null,
    field: null,
    message: { en: expect.stringContaining('add a compulsory quiz') as string },
  };
  expect((await draft()).faults).toMatchObject([said]);
  expect((await read()).faults).toMatchObject([said]);
  const submitted = await author.put(`/api/v1/drafts/${id}/submission`, { correction: false });
  expect(submitted.status).toBe(409);
});

test('from an uploaded package to a lesson that learners have; another package makes another version', async () => {
  const { id: file } = await send('安全生产.zip', makeScormPackage({ units: ['火', '电'] }));
  await save({ file, minutes: 30 });
  expect((await draft()).faults).toEqual([]);
  const slug = await publish();
  const { body: review } = await reviewer.get<DraftReview>(`/api/v1/drafts/${id}/review`);
  const seen = review.lessons.flatMap(({ parts }) => parts.map(({ html }) => html)).join('');
  for (const words of ['SCORM 1.2', '30', '火', '电']) expect(seen).toContain(words);

  const { body } = await author.get<CourseDetail>(`/api/v1/courses/${slug}`);
  expect(body.lessons.map(({ kind }) => kind)).toEqual(['courseware', 'quiz']);
  const { platform, database } = here.installation;
  const contentOf = async () => {
    const { version } = await knownCourse(platform.db, slug);
    const lesson = await findLesson(platform.db, version.id, 'courseware');
    if (lesson?.content.kind !== 'courseware') throw new Error('courseware');
    return lesson.content;
  };
  const first = await contentOf();
  expect(first).toMatchObject({ minutes: 30, courseware: { standard: 'scorm_12' } });
  expect(first.courseware.units.map(({ title, file: name }) => [title, name])).toEqual([
    ['火', 'unit-1.html'],
    ['电', 'unit-2.html'],
  ]);
  const unpacked = (hash: string) => join(here.dataFolder, 'courseware', hash, 'unit-1.html');
  expect(existsSync(unpacked(first.packedAs))).toBe(true);

  const { id: replaced } = await send('第二版.zip', makeCmi5Package({ units: ['水'] }));
  await save({ file: replaced, minutes: 30 });
  await publish();
  const second = await contentOf();
  expect(second.courseware.standard).toBe('cmi5');
  // Somebody may be in the middle of the first.
  for (const { packedAs } of [first, second]) expect(existsSync(unpacked(packedAs))).toBe(true);
  expect((await checkInstallation(platform, database)).draftFiles.problems).toEqual([]);
});

test('what no page writes is refused, and packages of other courses are not found', async () => {
  const { version } = await read();
  for (const text of ['', '{', '{"file":"../../xueshi.db","minutes":1}', '[]'])
    expect((await author.put(textUrl(), { version, text })).status).toBe(400);
  for (const minutes of [0, 301, 1.5, -1])
    expect(
      (await author.put(textUrl(), { version, text: JSON.stringify({ file: null, minutes }) }))
        .status,
    ).toBe(400);
  const { id: file } = await send('a.zip', makeScormPackage());
  const wish = { title: '别的课', area: 'law' };
  id = (await author.post<{ id: string }>('/api/v1/drafts', wish)).body.id;
  await author.post(`/api/v1/drafts/${id}/lessons`, { kind: 'courseware', title: '练' });
  await save({ file, minutes: 20 });
  expect((await read()).faults.map(({ field }) => field)).toContain('source');
});

test('who saves what somebody else has changed meanwhile is told', async () => {
  await save({ file: null, minutes: 20 });
  const late = await author.put(textUrl(), {
    version: 1,
    text: JSON.stringify({ file: null, minutes: 10 }),
  });
  expect(late).toMatchObject({ status: 409, body: { code: 'draft-changed-elsewhere' } });
});

test('nobody without the role sends a package or sees it, and none is added to what is being reviewed', async () => {
  const { id: file } = await send('a.zip', makeScormPackage());
  const { visitor } = await addLearner(here);
  const more = { purpose: 'courseware' };
  const learner = tusClient(here, visitor);
  expect((await learner.announce(id, { name: 'a.zip', bytes: 10, more })).status).toBe(403);
  expect((await visitor.get(`/media/drafts/${id}/${file}`)).status).toBe(403);
  const other = await author.post<{ id: string }>('/api/v1/drafts', { title: '别的', area: 'law' });
  expect((await author.get(`/media/drafts/${other.body.id}/${file}`)).status).toBe(404);
  await save({ file, minutes: 20 });
  await author.put(`/api/v1/drafts/${id}/submission`, { correction: false });
  const client = tusClient(here, author);
  expect((await client.announce(id, { name: 'b.zip', bytes: 10, more })).code).toBe(
    'draft-submitted',
  );
});
