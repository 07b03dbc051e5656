// Pictures in a case study: from the author's page to reviewers, learners, the class and a phone without a link.
import type {
  CaseRun,
  CaseTrial,
  CaseView,
  CourseDraft,
  DraftReview,
  DraftText,
  OfflinePermission,
} from '@xueshi/contracts';
import { ONE_POINT_PNG } from '@xueshi/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginDraft } from '../../testing/begun-draft.ts';
import { device, openRoom, steps } from '../../testing/class-room.ts';
import { download } from '../../testing/download.ts';
import { CASE_TEXT, WITHHELD } from '../../testing/exercise-course.ts';
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
let id: string;
let picture: { readonly name: string; readonly src: string };

beforeAll(async () => {
  here = await openTestInstallation();
  await listen(here);
  author = await here.signIn('zhoumin');
  const lessons = [
    { kind: 'case' as const, title: '接访' },
    { kind: 'reading' as const, title: '走访' },
  ];
  id = await beginDraft(author, { title: '看图断案', area: 'law', lessons });
  const reading = `# 走访\n\n${'走访时先听，再问，再记。'.repeat(400)}\n`;
  const words = `/api/v1/drafts/${id}/lessons/reading/text`;
  const { version } = (await author.get<DraftText>(words)).body;
  await author.put(words, { version, text: reading });
  const client = tusClient(here, author);
  const more = { purpose: 'text' };
  const sent = { name: '来访登记表.png', bytes: ONE_POINT_PNG.length, more };
  const { url } = await client.announce(id, sent);
  await client.send(url, 0, ONE_POINT_PNG);
  await here.jobs.idle();
  const [found] = (await read()).pictures;
  picture = { name: found?.name ?? '', src: `src="/media/drafts/${id}/${found?.file}"` };
});
afterAll(() => here.close());

const at = (rest: string) => `/api/v1/drafts/${id}/lessons/case/${rest}`;
const read = async () => (await author.get<DraftText>(at('text'))).body;
const write = async (text: string) =>
  author.put(at('text'), { version: (await read()).version, text });

/** Texts of the case that may show a picture, by words that stand in them. */
const SHOWING = {
  situation: '二十三名村民到镇政府反映补偿款没有到位。',
  material: '三月四日上午，二十三人来访。',
  decision: '人群聚集在门口。',
  consequence: WITHHELD.consequences[0],
  ending: WITHHELD.endings[0],
  commentary: WITHHELD.commentary,
} as const;

const withPictures = () =>
  Object.entries(SHOWING).reduce(
    (text, [name, words]) => text.replace(words, `"${words} ![图：${name}](${picture.name})"`),
    CASE_TEXT,
  );

const named = (name: keyof typeof SHOWING) => `alt="图：${name}"`;

test('the author tries the case with its pictures, and is told where none may stand', async () => {
  await write(CASE_TEXT.replace('你先做什么？', `"你先做什么？ ![图](${picture.name})"`));
  expect((await read()).faults).toMatchObject([
    {
      field: 'nodes.0.question',
      message: { 'zh-CN': expect.stringContaining('不能放图片') as string },
    },
  ]);
  await write(withPictures());
  expect((await read()).faults).toEqual([]);
  const { study } = (await author.get<{ study: CaseTrial }>(`${at('trial')}?seed=1`)).body;
  const html = JSON.stringify(study).replaceAll('\\"', '"');
  expect(html.split(picture.src)).toHaveLength(Object.keys(SHOWING).length + 1);
});

/** Submits the case as it is, looks at it as the reviewer does, and publishes it. */
async function publish(): Promise<{ slug: string; reviewed: string }> {
  await write(withPictures());
  const sent = await author.put(`/api/v1/drafts/${id}/submission`, { correction: false });
  expect(sent.status).toBe(204);
  const reviewer = await here.signIn('sunliping');
  const { body } = await reviewer.get<DraftReview>(`/api/v1/drafts/${id}/review`);
  const decision = { publish: true, comment: '', checklist: WHOLE_CHECKLIST };
  expect((await reviewer.post(`/api/v1/drafts/${id}/decision`, decision)).status).toBe(204);
  const { slug } = (await author.get<CourseDraft>(`/api/v1/drafts/${id}`)).body;
  return {
    slug,
    reviewed: body.lessons.flatMap(({ parts }) => parts.map((one) => one.html)).join(),
  };
}

const addressIn = (html: string, name: keyof typeof SHOWING): string => {
  const [before = ''] = html.split(named(name));
  const [, ...rest] = html.slice(before.lastIndexOf('<img')).split('src="');
  return rest[0]?.split('"')[0] ?? '';
};

test('reviewers, learners, the class and a phone without a link see the pictures, each in its time', async () => {
  const { slug, reviewed } = await publish();
  expect(reviewed.split(picture.src)).toHaveLength(Object.keys(SHOWING).length + 1);

  const { visitor } = await addLearner(here);
  await visitor.post(`/api/v1/courses/${slug}/enrolment`);
  const { body } = await visitor.get<CaseView>(`/api/v1/courses/${slug}/lessons/case`);
  const src = addressIn(body.situationHtml, 'situation');
  expect(src).toMatch(/^\/media\/pictures\//);
  expect(body.materials[0]?.html).toContain(named('material'));
  expect((await download(here, visitor, src)).bytes).toEqual(ONE_POINT_PNG);
  const { body: run } = await visitor.post<CaseRun>('/api/v1/case-runs', {
    slug,
    lessonKey: 'case',
  });
  expect(run.steps[0]?.textHtml).toContain(named('decision'));
  expect(JSON.stringify(run)).not.toContain('图：consequence');
  here.clock.advance({ minutes: 6 });
  const decide = async (nodeId: string) =>
    (
      await visitor.post<CaseRun>(`/api/v1/case-runs/${run.id}/decisions`, {
        nodeId,
        optionId: 'a',
      })
    ).body;
  expect((await decide('first')).steps[0]?.chosen?.consequenceHtml).toContain(named('consequence'));
  const ended = await decide('second');
  expect(ended.ending?.textHtml).toContain(named('ending'));
  expect(ended.commentaryHtml).toContain(named('commentary'));

  await expectInClass(slug);
  const wish = { slug, lessonKey: 'case', form: 'text' };
  const { body: taken } = await visitor.post<OfflinePermission>(
    '/api/v1/offline-permissions',
    wish,
  );
  expect(taken.files).toEqual([{ url: src, bytes: ONE_POINT_PNG.length }]);
  expect(taken.caseScript?.commentaryHtml).toContain(`src="${src}"`);
});

/** A phone that is signed in nowhere sees what the room is shown, and no other picture. */
async function expectInClass(slug: string): Promise<void> {
  const code = await openRoom(author, { slug, lessonKey: 'case' });
  const phone = device(here, code);
  const situation = (await phone.look()).body.class.dossier?.situationHtml ?? '';
  const src = addressIn(situation, 'situation');
  const stranger = here.visitor();
  expect((await download(here, stranger, src)).bytes).toEqual(ONE_POINT_PNG);
  const other = src.replace(/[0-9a-f]{40}/, '0'.repeat(40));
  expect((await stranger.get(other)).status).toBe(404);
  expect((await stranger.get(src.replace(code, '000000'))).status).toBe(404);
  const { body: voting } = await steps(author, code, 'advance');
  expect(voting.decision?.textHtml).toContain(named('decision'));
  await author.delete(`/api/v1/classes/${code}`);
  expect((await stranger.get(src)).status).toBe(404);
}
