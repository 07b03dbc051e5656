// Pictures come into a quiz with the questions of a file, and go out with them, through the HTTP API.
import type { ItemForm } from '@xueshi/contracts';
import { ONE_POINT_PNG } from '@xueshi/testkit';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { download } from '../../testing/download.ts';
import { itemsOf, WrittenQuiz } from '../../testing/written-quiz.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let author: Visitor;
let quiz: WrittenQuiz;

beforeAll(async () => {
  here = await openTestInstallation();
  author = await here.signIn('zhoumin');
});
afterAll(() => here.close());
beforeEach(async () => {
  quiz = await WrittenQuiz.begin(here, author);
});

const PNG = Buffer.from(ONE_POINT_PNG).toString('base64');
const moodle = (picture: string, name = 'flow.png') => `<?xml version="1.0" encoding="UTF-8"?>
<quiz><question type="truefalse"><name><text>一</text></name>
<questiontext format="html"><text><![CDATA[<p>看图回答：按图办理。<img src="@@PLUGINFILE@@/${name}" alt="接访流程图"></p>]]></text><file name="${name}" path="/" encoding="base64">${picture}</file></questiontext>
<generalfeedback format="html"><text>见《信访工作条例》。</text></generalfeedback>
<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question></quiz>`;

const send = (text: string) => quiz.send(text, { fileName: 'quiz.xml' });
const exported = (form: 'moodle' | 'qti') =>
  download(here, author, `${quiz.at('quiz', 'question-export')}?form=${form}`);

async function takeIn(): Promise<ItemForm> {
  const { body } = await send(moodle(PNG));
  const items = itemsOf(body).map((item) => ({ ...item, difficulty: 1 }));
  expect((await quiz.add(items)).body.added).toBe(1);
  return items[0] ?? expect.unreachable('a question was read');
}

test('a picture of the file comes along, is seen before the question is taken, and is whole in the draft', async () => {
  const { body } = await send(moodle(PNG));
  const [found] = body.questions;
  expect(found?.notes).toEqual([]);
  const { pictures } = await quiz.read();
  expect(pictures).toMatchObject([{ fileName: 'flow.png', state: 'usable' }]);
  const [picture] = pictures;
  expect(found?.item?.stem).toContain(`![接访流程图](${picture?.name})`);
  const url = `/media/drafts/${quiz.id}/${picture?.file}`;
  expect(found?.preview?.asked.stemHtml).toContain(`src="${url}"`);
  expect((await download(here, author, url)).bytes).toEqual(ONE_POINT_PNG);
  await takeIn();
  expect((await quiz.read()).faults).toEqual([]);
  // The same file once more: the picture is there already.
  expect((await quiz.read()).pictures).toHaveLength(1);
});

test('what is no picture stays behind, and the question says so', async () => {
  const { body } = await send(moodle(Buffer.from('<svg/>').toString('base64')));
  const [found] = body.questions;
  expect(found?.item?.stem).toContain('按图办理');
  expect(found?.notes).toHaveLength(1);
  expect((await quiz.read()).pictures).toEqual([]);
});

test('questions go out with their pictures, and come back the same', async () => {
  const taken = await takeIn();
  const told = await author.get<{ moodle: unknown[]; qti: unknown[] }>(
    quiz.at('quiz', 'question-exports'),
  );
  expect(told.body).toMatchObject({ questions: 1, moodle: [], qti: [] });
  const xml = (await exported('moodle')).bytes.toString('utf8');
  expect(xml).toContain(PNG);
  expect(itemsOf((await send(xml)).body)[0]?.stem).toBe(taken.stem);
  const packed = (await exported('qti')).bytes;
  const files = unzipSync(packed);
  const picture = Object.keys(files).find((name) => name.startsWith('pictures/'));
  expect(Buffer.from(files[picture ?? ''] ?? [])).toEqual(ONE_POINT_PNG);
  expect(strFromU8(files['imsmanifest.xml'] ?? new Uint8Array())).toContain(picture);
  const back = itemsOf((await quiz.send(packed, { fileName: 'quiz.zip' })).body);
  expect(back[0]?.stem).toBe(taken.stem);
});
