// Moodle XML and QTI 1.2 bring their pictures along: packed into the file, or beside it in a zip.
import type { KeptQuestionBank, QuestionsReading } from '@xueshi/contracts';
import { ONE_POINT_PNG } from '@xueshi/testkit';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { download } from '../../testing/download.ts';
import { BANKS, WrittenBank } from '../../testing/question-bank.ts';
import {
  openTestInstallation,
  ORIGIN,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let author: Visitor;
let bank: WrittenBank;
let banks = 0;

beforeAll(async () => {
  here = await openTestInstallation();
  author = await here.signIn('zhoumin');
});
afterAll(() => here.close());

const PNG = ONE_POINT_PNG.toString('base64');
const bytes = (text: string) => new TextEncoder().encode(text);

/** Reads a file for a bank that has no pictures yet. */
async function read(fileName: string, content: string | Uint8Array): Promise<QuestionsReading> {
  bank = await WrittenBank.begin(author, `files-${(banks += 1)}`);
  const sent = await here.app.inject({
    method: 'POST',
    url: `${BANKS}/${bank.name}/question-readings?fileName=${fileName}&form=file`,
    headers: {
      'content-type': 'application/octet-stream',
      cookie: author.cookie(),
      origin: ORIGIN,
    },
    payload: Buffer.from(typeof content === 'string' ? bytes(content) : content),
  });
  return sent.json<QuestionsReading>();
}

const picturesOf = async () =>
  (await author.get<KeptQuestionBank>(`${BANKS}/${bank.name}`)).body.pictures;

/** Every question and its picture come as they were in the file, and one of them into the bank. */
async function expectShown({ questions }: QuestionsReading, count: number): Promise<void> {
  expect(questions).toHaveLength(count);
  expect(questions.flatMap(({ notes }) => notes)).toEqual([]);
  const [kept, ...more] = await picturesOf();
  expect(more).toEqual([]);
  for (const { preview } of questions) {
    expect(preview?.asked.stemHtml).toContain(`src="${kept?.url ?? '?'}"`);
    expect(preview?.asked.stemHtml).toContain('alt="流程图"');
  }
  expect((await download(here, author, kept?.url ?? '')).bytes).toEqual(ONE_POINT_PNG);
  const item = questions[0]?.item;
  if (!item) throw new Error('the question was not read');
  const [id = ''] = await bank.add({ ...item, explanation: '略。', difficulty: 1 });
  expect((await bank.sheet(id)).state).toBe('ready');
}

const file = (name: string, content: string, path = '/') =>
  `<file name="${name}" path="${path}" encoding="base64">${content}</file>`;

const asked = (text: string, files = '', format = 'html') =>
  `<question type="truefalse"><name><text>看图</text></name>
<questiontext format="${format}"><text><![CDATA[${text}]]></text>${files}</questiontext>
<generalfeedback format="html"><text></text></generalfeedback><defaultgrade>1</defaultgrade><penalty>1</penalty><hidden>0</hidden>
<answer fraction="100" format="moodle_auto_format"><text>true</text><feedback format="html"><text></text></feedback></answer>
<answer fraction="0" format="moodle_auto_format"><text>false</text><feedback format="html"><text></text></feedback></answer>
</question>`;
const moodle = (...questions: readonly string[]) => `<?xml version="1.0"?>
<quiz>
<question type="category"><category><text>$course$/信访</text></category></question>
${questions.join('\n')}
</quiz>`;

test('Moodle XML brings the pictures that lie in its texts: by name, in a folder, in Markdown, as an address', async () => {
  const questions = [
    asked(
      '<p>看图：<img src="@@PLUGINFILE@@/%E6%B5%81%E7%A8%8B%20%E5%9B%BE.png?time=17" alt="流程图"></p>',
      file('流程 图.png', PNG.replaceAll(/.{40}/g, '$&\n')),
    ),
    asked('<img src="@@PLUGINFILE@@/a/b.png" alt="流程图">对。', file('b.png', PNG, '/a/')),
    asked('看图：![流程图](@@PLUGINFILE@@/a.png)', file('a.png', PNG), 'markdown'),
    asked(`看图<img alt="流程图" src="data:image/png;base64,${PNG}">`),
  ];
  await expectShown(await read('quiz.xml', moodle(...questions)), questions.length);
});

const item12 = (material: string) =>
  `<item ident="看图" title="看图"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel><fieldentry>true_false_question</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>
<presentation><material>${material}</material><response_lid ident="r" rcardinality="Single"><render_choice>
<response_label ident="1"><material><mattext>True</mattext></material></response_label><response_label ident="2"><material><mattext>False</mattext></material></response_label></render_choice></response_lid></presentation>
<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE"/></outcomes><respcondition continue="No"><conditionvar><varequal respident="r">1</varequal></conditionvar><setvar action="Set" varname="SCORE">100</setvar></respcondition></resprocessing></item>`;
const qti12 = (...materials: readonly string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="a" title="测验"><section ident="root_section">
${materials.map(item12).join('\n')}
</section></assessment></questestinterop>`;
const html = (text: string) =>
  `<mattext texttype="text/html">${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</mattext>`;
const within = `${html('看图')}<matimage imagtype="image/png" embedded="base64" label="流程图">${PNG}</matimage>`;

const packed = (xml: string, pictures: Record<string, Uint8Array>) =>
  zipSync({
    'imsmanifest.xml': bytes(
      '<manifest xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"><resources><resource identifier="r" type="imsqti_xmlv1p2"><file href="quiz/quiz.xml"/></resource></resources></manifest>',
    ),
    'quiz/quiz.xml': bytes(xml),
    ...pictures,
  });

test('a package of QTI 1.2 brings its pictures, by the addresses of Canvas and by those of others', async () => {
  const materials = [
    html('<p>看图</p><img src="$IMS-CC-FILEBASE$/Uploaded%20Media/a.png" alt="流程图">'),
    html('看图<img src="img/b.png" alt="流程图">'),
    `${html('看图')}<matimage imagtype="image/png" uri="../c.png" label="流程图"/>`,
    within,
  ];
  const pictures = {
    'web_resources/Uploaded Media/a.png': ONE_POINT_PNG,
    'quiz/img/b.png': ONE_POINT_PNG,
    'c.png': ONE_POINT_PNG,
  };
  await expectShown(await read('a.zip', packed(qti12(...materials), pictures)), materials.length);
});

test('a single file of QTI 1.2 brings what lies within it', async () => {
  await expectShown(await read('a.xml', qti12(within)), 1);
});

const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
const script = SVG.toString('base64');
const shown = (name: string) => `看图<img src="@@PLUGINFILE@@/${name}" alt="流程图">`;

test('what is no picture, damaged, too large or not there stays behind, and its question says why', async () => {
  const { questions } = await read(
    'quiz.xml',
    moodle(
      asked(shown('a.png'), file('a.png', script)),
      asked(shown('a.svg'), file('a.svg', script)),
      asked(`看图<img src="data:image/svg+xml;base64,${script}" alt="流程图">`),
      asked(shown('a.png'), file('a.png', '')),
      asked(shown('a.png'), file('a.png', '这不是')),
      asked(shown('b.png'), file('a.png', PNG)),
      asked(shown('a.png'), file('a.png', 'AAAA'.repeat(1.5 * 1024 * 1024))),
      asked('看图<img src="https://example.org/a.png" alt="流程图">'),
    ),
  );
  for (const { item, notes } of questions) {
    expect(item?.stem).toContain('（图：流程图）');
    expect(notes).toHaveLength(1);
  }
  const said = questions.map(({ notes }) => notes[0]?.['zh-CN'].replace(/；.*/, ''));
  expect(said).toEqual([
    '“看图”的图片 a.png 没有带过来：不是 PNG、JPEG 或 WebP 图片，或者太大',
    '“看图”的图片 a.svg 没有带过来：不是 PNG、JPEG 或 WebP 图片，或者太大',
    '“看图”的图片 data: 没有带过来：不是 PNG、JPEG 或 WebP 图片，或者太大',
    '“看图”的图片 a.png 没有带过来：内容是空的或已损坏',
    '“看图”的图片 a.png 没有带过来：内容是空的或已损坏',
    '“看图”的图片 b.png 没有带过来：文件里没有这张图',
    '“看图”的图片 a.png 没有带过来：超过 4 MB',
    '“看图”的图片 a.png 没有带过来',
  ]);
  expect(await picturesOf()).toEqual([]);
});
