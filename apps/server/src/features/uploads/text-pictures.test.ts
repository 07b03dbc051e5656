// Pictures in the texts of a draft: from the author's page to the learner's.
import type {
  CourseDraft,
  DraftFiles,
  DraftReview,
  DraftText,
  GradedTrial,
  QuizTrial,
} from '@xueshi/contracts';
import { ONE_POINT_PNG } from '@xueshi/testkit';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { beginDraft } from '../../testing/begun-draft.ts';
import { download } from '../../testing/download.ts';
import { addLearner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { listen, tusClient } from '../../testing/tus-client.ts';
import { WHOLE_CHECKLIST } from '../../testing/whole-checklist.ts';

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

const draft = async () => (await author.get<CourseDraft>(`/api/v1/drafts/${id}`)).body;
const textUrl = () => `/api/v1/drafts/${id}/lessons/reading/text`;
const read = async () => (await author.get<DraftText>(textUrl())).body;
const write = async (text: string) =>
  author.put(textUrl(), { version: (await read()).version, text });

beforeEach(async () => {
  id = await beginDraft(author, {
    title: '看图说法',
    area: 'law',
    lessons: [{ kind: 'reading', title: '图解' }],
  });
});

async function send(name: string, bytes: Buffer<ArrayBuffer>): Promise<void> {
  const client = tusClient(here, author);
  const more = { purpose: 'text' };
  const { url } = await client.announce(id, { name, bytes: bytes.length, more });
  await client.send(url, 0, bytes);
  await here.jobs.idle();
}

test('what a camera or a program wrote beside a picture is not kept with it', async () => {
  const note = Buffer.from('GPS 25.0453 N, 102.7097 E', 'latin1');
  const head = Buffer.alloc(8);
  head.writeUInt32BE(note.length);
  head.write('tEXt', 4, 'latin1');
  const beside = Buffer.concat([head, note, Buffer.alloc(4)]);
  const parts = [ONE_POINT_PNG.subarray(0, 33), beside, ONE_POINT_PNG.subarray(33)];
  await send('现场.png', Buffer.concat(parts));
  const [picture] = (await read()).pictures;
  expect(picture?.state).toBe('usable');
  const kept = await download(here, author, `/media/drafts/${id}/${picture?.file}`);
  expect(kept.bytes).toEqual(ONE_POINT_PNG);
  expect(await readdir(join(here.dataFolder, 'uploads'))).toEqual([]);
});

const withPicture = (name: string) =>
  `# 图解\n\n![接访流程图](${name})\n\n${'走访时先听，再问，再记。'.repeat(400)}\n`;

test('a picture goes into the text by its name, is shown to the author at once, to the reviewer, and to learners when it is published', async () => {
  await send('流程图.png', ONE_POINT_PNG);
  const [picture] = (await read()).pictures;
  expect(picture).toMatchObject({ fileName: '流程图.png', state: 'usable' });
  await write(withPicture(picture?.name ?? ''));
  const written = await read();
  expect(written.faults).toEqual([]);
  expect(written.previewHtml).toContain(`src="/media/drafts/${id}/${picture?.file}"`);
  expect(written.previewHtml).toContain('alt="接访流程图"');

  expect((await author.put(`/api/v1/drafts/${id}/submission`, { correction: false })).status).toBe(
    204,
  );
  const { body: review } = await reviewer.get<DraftReview>(`/api/v1/drafts/${id}/review`);
  const seen = review.lessons.flatMap(({ parts }) => parts.map(({ html }) => html)).join('');
  expect(seen).toContain(`src="/media/drafts/${id}/${picture?.file}"`);
  const decision = { publish: true, comment: '', checklist: WHOLE_CHECKLIST };
  expect((await reviewer.post(`/api/v1/drafts/${id}/decision`, decision)).status).toBe(204);
  const { slug } = await draft();
  const { visitor } = await addLearner(here);
  await visitor.post(`/api/v1/courses/${slug}/enrolment`);
  const { body } = await visitor.get<{ html: string }>(`/api/v1/courses/${slug}/lessons/reading`);
  const shown = /src="(\/media\/pictures\/[^"]+)"/.exec(body.html)?.[1] ?? '';
  expect((await visitor.get(shown)).headers['content-type']).toBe('image/png');
});

test('a picture stands in a question, its explanation and the text of a case-set, and is seen by whoever tries them', async () => {
  await author.post(`/api/v1/drafts/${id}/lessons`, { kind: 'quiz', title: '看图答题' });
  await send('流程图.png', ONE_POINT_PNG);
  const at = `/api/v1/drafts/${id}/lessons/quiz`;
  const { version, pictures, quiz } = (await author.get<DraftText>(`${at}/text`)).body;
  const shown = `![接访流程图](${pictures[0]?.name})`;
  const [item] = quiz?.items ?? [];
  const asked = {
    ...item,
    kind: 'true_false',
    stem: `先登记，再接谈。\n\n${shown}`,
    truth: true,
    explanation: `见图。\n\n${shown}`,
    group: 'g1',
  };
  const groups = [{ id: 'g1', text: `某镇的接访室。\n\n${shown}` }];
  await author.put(`${at}/quiz`, { version, quiz: { ...quiz, groups, items: [asked] } });
  const { faults } = (await author.get<DraftText>(`${at}/text`)).body;
  expect(faults).toEqual([]);
  const src = `src="/media/drafts/${id}/${pictures[0]?.file}"`;
  const { body } = await author.get<{ quiz: QuizTrial }>(`${at}/trial?seed=1`);
  expect(body.quiz.items[0]?.stemHtml).toContain(src);
  expect(body.quiz.groups[0]?.html).toContain(src);
  const answers = { [item?.id ?? '']: true };
  const graded = await author.post<GradedTrial>(`${at}/trial`, { seed: 1, answers });
  expect(graded.body.items[0]?.result?.explanationHtml).toContain(src);
});

test('a picture that was taken away is missed at its line', async () => {
  await send('流程图.png', ONE_POINT_PNG);
  const [picture] = (await read()).pictures;
  await write(withPicture(picture?.name ?? ''));
  await author.delete(`/api/v1/drafts/${id}/files/${picture?.file}`);
  const { pictures, faults, previewHtml } = await read();
  expect(pictures).toEqual([]);
  expect(faults).toMatchObject([{ lessonId: 'reading', line: 3 }]);
  expect(previewHtml).not.toContain('<img');
});

test('what is no picture is refused, and a slide of a lecture is no picture of a text', async () => {
  await send('流程图.png', Buffer.from('<svg onload="alert(1)"/>'));
  expect((await read()).pictures).toMatchObject([{ state: 'refused', name: null }]);
  const client = tusClient(here, author);
  const { url } = await client.announce(id, { name: '1.png', bytes: ONE_POINT_PNG.length });
  await client.send(url, 0, ONE_POINT_PNG);
  await here.jobs.idle();
  const { files } = (await author.get<DraftFiles>(`/api/v1/drafts/${id}/files`)).body;
  expect(files.map(({ kind }) => kind).sort()).toEqual(['picture', 'slide']);
  expect((await read()).pictures).toHaveLength(1);
});
