// A cartridge of another system comes in as lessons of ours; what does not is said, item by item.
import { expect, test } from 'vitest';
import {
  ASSESSMENT,
  assessment,
  bank,
  BANK,
  canvasCourse,
  choice,
  codesOf,
  folder,
  goodCartridge,
  item,
  manifest,
  markdownOf,
  readFiles,
  resource,
  webPage,
} from './cartridges.fixture.ts';
import { sentences } from '../error-sentences.ts';
import { cartridgeSentences } from './cartridge-sentences.ts';

test('a course as Canvas exports it: pages and quizzes in order, all else named', async () => {
  const { course, notCarried } = await goodCartridge(canvasCourse());
  expect(
    course.lessons.map(({ id, title, required }) => `${id} ${title}${required ? '' : ' *'}`),
  ).toEqual([
    'reading-1 第一周 · 接访',
    'quiz-1 第一周 · 小测',
    'quiz-2 题库 *',
    'reading-2 补充 *',
  ]);
  const [reading, quiz, questions] = course.lessons;
  expect(reading).toMatchObject({
    markdown:
      '# 接访\n\n先听，**后说**。见 补充。\n\n## 步骤\n\n1. 登记\n2. 答复\n\n![登记表](picture-1.png)\n',
    pictures: [{ name: 'picture-1.png', part: 'web_resources/Uploaded Media/图 1.PNG' }],
  });
  expect(quiz).toMatchObject({
    attempts: 2,
    timeLimitMinutes: 30,
    questions: [
      { id: 'q1', kind: 'single', options: ['甲', '乙'], answer: 'A', points: 2 },
      { id: 'q2', kind: 'short_answer', stem: '谈谈看法' },
    ],
  });
  expect(questions).toMatchObject({ questions: [{ id: 'b1', answer: 'B' }] });
  expect(notCarried.map(({ code, params }) => [code, params['title'] ?? params['item']])).toEqual([
    ['cartridge-left-discussion', '讨论'],
    ['cartridge-left-heading', '小标题'],
    ['cartridge-left-weblink', '网站'],
    ['cartridge-left-assignment', '作业'],
    ['cartridge-left-tool', '工具'],
    ['cartridge-left-file', '录像'],
    ['cartridge-left-twice', '接访'],
    ['cartridge-left-missing', '丢了'],
    ['cartridge-left-settings', 'canvas_export.txt'],
    ['cartridge-draft', '补充'],
    ['answer-pattern', 'q3'],
    ['cartridge-left-file', 'other.png'],
  ]);
  const link = notCarried.find(({ code }) => code === 'cartridge-left-weblink');
  expect(link).toMatchObject({
    file: 'a.imscc/imsmanifest.xml',
    params: { address: 'https://example.cn/' },
  });
  expect(link?.line).toBeGreaterThan(5);
});

test.each(['', '1p0', '1p1', '1p2', '1p3'])('version %s, also thin', async (version) => {
  for (const schema of ['IMS Common Cartridge', 'IMS Thin Common Cartridge']) {
    const xml = manifest(item('p', '一'), resource('p', 'webcontent', 'p.html'), {
      version,
      schema,
    });
    const files = {
      'imsmanifest.xml': version === '' ? xml.replace('imsccv/', 'imscc/') : xml,
      'p.html': webPage('<p>文</p>'),
    };
    expect((await goodCartridge(files)).course.lessons).toHaveLength(1);
  }
});

test('what the cartridge says of itself', async () => {
  const strings = (name: string, zh: string, en: string) =>
    `<${name}><string language="en-US">${en}</string><string language="zh-CN">${zh}</string></${name}>`;
  const metadata = `<lom><general>${strings('title', '信访', 'Petitions')}${strings('description', '讲 信访', 'On petitions')}<keyword><string>信访</string></keyword><keyword><string>${'长'.repeat(20)}</string></keyword></general><lifeCycle><contribute><role><value>author</value></role><entity>BEGIN:VCARD\nFN:王小明\nEND:VCARD</entity></contribute></lifeCycle><rights><description><string>CC BY 4.0</string></description></rights></lom>`;
  const files = {
    'imsmanifest.xml': manifest(item('p', '一'), resource('p', 'webcontent', 'p.html'), {
      metadata,
    }),
    'p.html': webPage('<p>文</p>'),
  };
  expect((await goodCartridge(files)).course.facts).toEqual({
    title: { 'zh-CN': '信访', en: 'Petitions' },
    summary: { 'zh-CN': '讲 信访', en: 'On petitions' },
    tags: ['信访'],
    author: '王小明',
    rights: 'CC BY 4.0',
  });
  const nameless = {
    ...files,
    'imsmanifest.xml': manifest(item('p', '一'), resource('p', 'webcontent', 'p.html'), {
      metadata: '',
    }),
  };
  expect((await goodCartridge(nameless)).course.facts.title).toEqual({
    'zh-CN': 'package',
    en: 'package',
  });
});

test('folders stand before the titles of their lessons, the outermost giving way', async () => {
  const long = '长'.repeat(100);
  const { course } = await goodCartridge({
    'imsmanifest.xml': manifest(
      folder('A', folder('B', item('p', '一')), folder(long, item('q', '二'))),
      resource('p', 'webcontent', 'p.html') + resource('q', 'webcontent', 'q.html'),
    ),
    'p.html': webPage('<p>文</p>'),
    'q.html': webPage('<p>文</p>'),
  });
  expect(course.lessons.map(({ title }) => title)).toEqual(['A · B · 一', `A · ${long} · 二`]);
  expect(course.lessons.map(markdownOf)).toEqual(['# 一\n\n文\n', '# 二\n\n文\n']);
});

test('a cartridge in a folder of its own, with addresses that have a base', async () => {
  const base = resource('p', 'webcontent', 'p.html').replace(
    '<resource',
    '<resource xml:base="a/"',
  );
  const { course } = await goodCartridge({
    'x/imsmanifest.xml': manifest(item('p', '一'), base),
    'x/a/p.html': webPage(
      '<p>文<img src="../b/1.png"/><img src="$IMS-CC-FILEBASE$../b/1.png"/><img src="%24IMS_CC_FILEBASE%24/b/1.png" alt="[x]"/></p>',
    ),
    'x/b/1.png': new Uint8Array([1]),
    '__MACOSX/x': '',
  });
  expect(course.lessons.map(markdownOf)).toEqual([
    '# 一\n\n文![](picture-1.png)![](picture-1.png)![\\[x\\]](picture-1.png)\n',
  ]);
});

test('a course has at most 200 lessons and a quiz 200 questions', async () => {
  const numbers = Array.from({ length: 205 }, (_, at) => at);
  const { course, notCarried } = await goodCartridge({
    'imsmanifest.xml': manifest(
      item('q', '测') + numbers.map((at) => item(`p${at}`, `页 ${at}`)).join(''),
      resource('q', ASSESSMENT, 'q.xml') +
        numbers.map((at) => resource(`p${at}`, 'webcontent', `p${at}.html`)).join(''),
    ),
    'q.xml': assessment(
      '测',
      numbers.map((at) => choice(`i${at}`, `题 ${at}`, ['甲', '乙'])).join(''),
    ),
    ...Object.fromEntries(numbers.map((at) => [`p${at}.html`, webPage('<p>文</p>')])),
  });
  expect(course.lessons).toHaveLength(200);
  expect(course.lessons.slice(0, 3).map(({ title }) => title)).toEqual([
    '测 (1/2)',
    '测 (2/2)',
    '页 0',
  ]);
  expect(notCarried.map(({ code }) => code)).toEqual(Array(7).fill('cartridge-left-beyond'));
});

test('quizzes of which nothing comes in, and those that drew their questions', async () => {
  const empty = '<questestinterop><assessment ident="a" title="空"/></questestinterop>';
  const drawn = bank('库', choice('b', '题', ['甲', '乙'])).replace(
    '<item ',
    '<section><selection_ordering><selection><selection_number>1</selection_number></selection></selection_ordering></section><item ',
  );
  const { course, notCarried } = await goodCartridge({
    'imsmanifest.xml': manifest(
      item('e', '空') + item('x', '坏'),
      resource('e', ASSESSMENT, 'e.xml') +
        resource('x', ASSESSMENT, 'x.xml') +
        resource('d', BANK, 'd.xml'),
    ),
    'e.xml': empty,
    'x.xml': '<questestinterop><item>',
    'd.xml': drawn,
  });
  expect(course.lessons).toMatchObject([
    { id: 'quiz-1', title: '库', required: true, attempts: null },
  ]);
  expect(notCarried.map(({ code }) => code)).toEqual([
    'questions-none',
    'cartridge-left-quiz',
    'xml-syntax',
    'cartridge-left-quiz',
    'cartridge-left-draw',
  ]);
});

test('what is refused whole', async () => {
  const page = { 'p.html': webPage('<p>文</p>') };
  const good = manifest(item('p', '一'), resource('p', 'webcontent', 'p.html'));
  const codes = async (xml: string) => {
    const read = await readFiles({ 'imsmanifest.xml': xml, ...page });
    return read.ok ? [] : codesOf(read.errors);
  };
  expect(await codes(good)).toEqual([]);
  const read = await readFiles({ 'a/x.txt': '', 'b/imsmanifest.xml': good });
  expect(read.ok ? [] : codesOf(read.errors)).toEqual(['cartridge-manifest-missing']);
  expect(
    await codes(good.replace('IMS Common', 'ADL SCORM').replace('imsccv1p3/imscp', 'x/imscp')),
  ).toEqual(['cartridge-other 2']);
  expect(await codes('<other/>')).toEqual(['xml-other 1']);
  expect(await codes('<manifest')).toEqual(['xml-syntax 1']);
  expect(
    await codes(
      good.replace('</metadata>', '</metadata><authorizations access="cartridge" import="true"/>'),
    ),
  ).toEqual(['cartridge-protected 2']);
  expect(
    await codes(
      manifest('', '<resource identifier="t" type="imsdt_xmlv1p3"><file href="t.xml"/></resource>'),
    ),
  ).toEqual(['cartridge-no-lesson', 'cartridge-left-discussion 8']);
  const locked = good.replace('type="webcontent"', 'type="webcontent" protected="true"');
  expect(await codes(locked)).toEqual(['cartridge-no-lesson', 'cartridge-left-protected 5']);
});

test('its sentences hide none of others, and say the same in both languages', () => {
  for (const [code, { 'zh-CN': chinese, en }] of Object.entries(cartridgeSentences)) {
    expect(sentences).toHaveProperty([code, 'en'], en);
    expect(en, code).toMatch(/^[A-Z"{][^]*\.$/);
    expect(chinese, code).toMatch(/。$/);
    const names = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
    expect(names(chinese), code).toEqual(names(en));
  }
});
