// Pictures that the questions of a QTI package show come into the bank with them.
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

beforeAll(async () => {
  here = await openTestInstallation();
  author = await here.signIn('zhoumin');
  bank = await WrittenBank.begin(author, 'imported');
});
afterAll(() => here.close());

const bytes = (text: string) => new TextEncoder().encode(text);

const item = (stem: string, explanation: string, option = '登记') =>
  `<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="one" title="看图" adaptive="false" timeDependent="false">
<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier"><correctResponse><value>A</value></correctResponse></responseDeclaration>
<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
<itemBody><p>看图回答。${stem}</p><choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">
<simpleChoice identifier="A">${option}</simpleChoice><simpleChoice identifier="B">退回</simpleChoice></choiceInteraction></itemBody>
<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>
<modalFeedback outcomeIdentifier="FEEDBACK" identifier="EXPLANATION" showHide="show">${explanation}</modalFeedback>
</assessmentItem>`;

const MANIFEST = `<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources><resource identifier="r" type="imsqti_item_xmlv2p1" href="items/one.xml"/></resources></manifest>`;

async function read(
  xml: string,
  pictures: Record<string, Uint8Array>,
  to = `${BANKS}/${bank.name}`,
): Promise<QuestionsReading> {
  const files = { 'imsmanifest.xml': bytes(MANIFEST), 'items/one.xml': bytes(xml), ...pictures };
  const sent = await here.app.inject({
    method: 'POST',
    url: `${to}/question-readings?fileName=package.zip&form=file`,
    headers: {
      'content-type': 'application/octet-stream',
      cookie: author.cookie(),
      origin: ORIGIN,
    },
    payload: Buffer.from(zipSync(files)),
  });
  return sent.json<QuestionsReading>();
}
const one = async (...sent: Parameters<typeof read>) => {
  const { questions } = await read(...sent);
  expect(questions).toHaveLength(1);
  return questions[0];
};
const picturesOf = async () =>
  (await author.get<KeptQuestionBank>(`${BANKS}/${bank.name}`)).body.pictures;

test('stem and explanation show their pictures with their words, in the preview and in the bank', async () => {
  const found = await one(
    item(
      '<img src="../img/flow%20chart.png" alt="接访流程图"/>',
      '见图。<img src="../img/flow%20chart.png" alt="同一张图"/>',
    ),
    { 'img/flow chart.png': ONE_POINT_PNG },
  );
  const [kept] = await picturesOf();
  expect(kept).toMatchObject({ fileName: 'flow chart.png' });
  expect(found?.notes).toEqual([]);
  expect(found?.preview?.asked.stemHtml).toContain(`src="${kept?.url}"`);
  expect((await download(here, author, kept?.url ?? '')).bytes).toEqual(ONE_POINT_PNG);
  const [id = ''] = await bank.add({ ...(found?.item ?? never()), difficulty: 1 });
  const { preview, state } = await bank.sheet(id);
  expect(state).toBe('ready');
  expect(preview.asked.stemHtml).toContain('alt="接访流程图"');
  expect(preview.explanationHtml).toContain('alt="同一张图"');
  // The same package once more brings nothing twice.
  await read(item('<img src="../img/a.png" alt="图"/>', '略。'), { 'img/a.png': ONE_POINT_PNG });
  expect(await picturesOf()).toHaveLength(1);
});

test('a picture without words comes in, and the fault of its question says that it needs some', async () => {
  const found = await one(item('<img src="a.png"/>', '略。'), { 'items/a.png': ONE_POINT_PNG });
  const [id = ''] = await bank.add({ ...(found?.item ?? never()), difficulty: 1 });
  expect(JSON.stringify((await bank.sheet(id)).faults)).toContain('没有文字说明');
});

test.each([
  ['no picture', 'a.png', { 'items/a.png': bytes('<svg/>') }],
  ['nothing', 'a.png', { 'items/a.png': new Uint8Array() }],
  ['another kind', 'a.svg', { 'items/a.svg': bytes('<svg/>') }],
  ['not in the package', 'b.png', {}],
  ['elsewhere', 'https://example.org/a.png', {}],
  ['out of the package', '../../../a.png', { 'a.png': ONE_POINT_PNG }],
])(
  'what is %s stays behind, its words in its place, and the question says so',
  async (_what, src, files) => {
    const before = await picturesOf();
    const found = await one(item(`<img src="${src}" alt="流程_图"/>`, '略。'), files);
    expect(found?.item?.stem).toContain('（图：流程');
    expect(found?.item?.stem).not.toContain('](');
    expect(found?.notes.map((note) => note['zh-CN']).join('')).toMatch(/图片 .* 没有带过来/);
    expect(await picturesOf()).toEqual(before);
  },
);

test('options are plain words, and show none', async () => {
  const found = await one(item('', '略。', '登记<img src="a.png" alt="表"/>'), {
    'items/a.png': ONE_POINT_PNG,
  });
  expect(found?.item?.options[0]?.text).toBe('登记（图：表）');
  expect(found?.notes).toHaveLength(1);
});

function never(): never {
  throw new Error('the question was not read');
}
