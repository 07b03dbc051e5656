// What another learning platform exported becomes a draft: its pages and quizzes, and a list of what did not come.
import type { CourseDraft, DraftCard, DraftText, TakenCourse } from '@xueshi/contracts';
import { ONE_POINT_PNG } from '@xueshi/testkit';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  openTestInstallation,
  ORIGIN,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let author: Visitor;

beforeAll(async () => {
  here = await openTestInstallation();
  author = await here.signIn('zhoumin');
});
afterAll(() => here.close());

async function send(bytes: Uint8Array): Promise<TakenCourse> {
  const answer = await here.app.inject({
    method: 'POST',
    url: '/api/v1/drafts/packages',
    headers: {
      cookie: author.cookie(),
      origin: ORIGIN,
      'content-type': 'application/octet-stream',
    },
    payload: Buffer.from(bytes),
  });
  expect(answer.statusCode).toBe(200);
  return answer.json<TakenCourse>();
}

const drafts = async () => (await author.get<{ items: DraftCard[] }>('/api/v1/drafts')).body.items;

const NAMESPACES =
  'xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1" xmlns:lomimscc="http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest"';

const manifest = (title: string) => `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" ${NAMESPACES}>
<metadata><schema>IMS Common Cartridge</schema><schemaversion>1.3.0</schemaversion>
<lomimscc:lom><lomimscc:general><lomimscc:title><lomimscc:string>${title}</lomimscc:string></lomimscc:title></lomimscc:general></lomimscc:lom></metadata>
<organizations><organization identifier="o" structure="rooted-hierarchy"><item identifier="all">
<item identifier="i1" identifierref="page"><title>接访</title></item>
<item identifier="i2" identifierref="link"><title>条例全文</title></item>
</item></organization></organizations>
<resources>
<resource identifier="page" type="webcontent" href="page.html"><file href="page.html"/><file href="web_resources/map.png"/></resource>
<resource identifier="link" type="imswl_xmlv1p3" href="link.xml"><file href="link.xml"/></resource>
</resources>
</manifest>`;

const PAGE = `<!DOCTYPE html><html><head><meta charset="utf-8"><title>接访</title></head><body>
<h2>先听后问</h2><p>先请人坐下，<strong>再听</strong>。</p>
<p><img src="$IMS-CC-FILEBASE$/map.png" alt="路线图"></p>
<script>alert(1)</script><a href="javascript:alert(1)">点我</a></body></html>`;

const cartridge = (title: string) =>
  zipSync({
    'imsmanifest.xml': strToU8(manifest(title)),
    'page.html': strToU8(PAGE),
    'web_resources/map.png': ONE_POINT_PNG,
    'link.xml': strToU8('<webLink><title>x</title><url href="https://example.cn/"/></webLink>'),
  });

test('pages come in with their pictures, and what does not come is named', async () => {
  const { id, faults, notCarried } = await send(cartridge('群众工作'));
  expect(faults).toEqual([]);
  expect(notCarried.map(({ message }) => message['zh-CN']).join()).toContain('条例全文');
  const { body: draft } = await author.get<CourseDraft>(`/api/v1/drafts/${id}`);
  expect(draft).toMatchObject({
    slug: 'qun-zhong-gong-zuo',
    facts: { title: { 'zh-CN': '群众工作' } },
  });
  expect(draft.lessons).toMatchObject([{ kind: 'reading', title: { 'zh-CN': '接访' } }]);
  // What no cartridge knows is for the author to say.
  expect(draft.faults.map(({ field }) => field)).toContain('summary.zh-CN');
  const lesson = draft.lessons[0]?.id ?? '';
  const { body } = await author.get<DraftText>(`/api/v1/drafts/${id}/lessons/${lesson}/text`);
  expect(body.text).toContain('**再听**');
  expect(body.text).not.toContain('alert');
  expect(body.pictures).toMatchObject([{ state: 'usable' }]);
  expect(body.previewHtml).toContain('<img');
});

test('a second one of the same name is another course, and one without a name can be found', async () => {
  await send(cartridge('群众工作'));
  await send(cartridge(''));
  const titles = (await drafts()).map(({ slug, title }) => [slug, title['zh-CN']]);
  expect(titles).toContainEqual(['qun-zhong-gong-zuo-2', '群众工作']);
  expect(titles.every(([, title]) => title !== '')).toBe(true);
});

test('a package of courseware is no course, and says so; nothing of it stays', async () => {
  const before = (await drafts()).length;
  const scorm = manifest('x').replace('IMS Common Cartridge', 'ADL SCORM');
  const { id, faults } = await send(zipSync({ 'imsmanifest.xml': strToU8(scorm) }));
  expect(id).toBeNull();
  expect(faults.length).toBeGreaterThan(0);
  expect(await drafts()).toHaveLength(before);
});
