import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadBanks, type Banks } from './bank.ts';
import { readCourse } from './read-course.ts';
import { goodCourse, sampleStatutes, writeCourse } from './sample-course.fixture.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xueshi-banks-'));
});
afterEach(() => rm(folder, { recursive: true }));

const bank = (items: string) => `format: 1
title: { zh-CN: 样例题库, en: Sample bank }
area: law
source: 编写组
${items}`;
const three = bank(`items:
  - { id: a, kind: true_false, stem: 甲, answer: true, explanation: 有, difficulty: 1, tags: [信访] }
  - { id: b, kind: true_false, stem: 乙, answer: true, explanation: 有, difficulty: 2 }
  - { id: c, kind: true_false, stem: 丙, answer: true, explanation: 有, difficulty: 2, area: integrity }
`);

const read = () => loadBanks(folder, sampleStatutes);
async function banksOf(text: string): Promise<Banks> {
  await writeFile(join(folder, 'sample.yaml'), text);
  return (await read()).banks;
}

async function courseWith(draw: string, banks: Banks) {
  const files = goodCourse();
  const quiz = String(files['quiz.yaml']).replace('items:', `${draw}\nitems:`);
  const course = await writeCourse({ ...files, 'quiz.yaml': quiz });
  try {
    return await readCourse(course.path, { statutes: sampleStatutes, banks, requireMedia: true });
  } finally {
    await course.remove();
  }
}

test('a folder that is not there has no banks', async () => {
  expect(await loadBanks(join(folder, 'none'), sampleStatutes)).toEqual({
    banks: new Map(),
    refused: [],
  });
});

test('a bank gives its items area and source, unless they say otherwise', async () => {
  const items = (await banksOf(three)).get('sample')?.items;
  expect(items?.map(({ area, source }) => [area, source])).toEqual([
    ['law', '编写组'],
    ['law', '编写组'],
    ['integrity', '编写组'],
  ]);
});

test('a bank with an error is left out, with the place of every error', async () => {
  await writeFile(join(folder, 'good.yaml'), three);
  await writeFile(join(folder, 'bad.yaml'), three.replace('answer: true', 'answer: 甲'));
  const { banks, refused } = await read();
  expect([...banks.keys()]).toEqual(['good']);
  expect(refused).toMatchObject([
    { file: 'bad.yaml', errors: [{ code: 'wrong-type', file: 'bad.yaml', line: 6 }] },
  ]);
});

test('a quiz holds what its rules may draw, and asks as many as they say', async () => {
  const banks = await banksOf(three);
  const result = await courseWith('draw: [{ bank: sample, count: 1, difficulty: [2] }]', banks);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  const quiz = result.course.lessons.find((lesson) => lesson.kind === 'quiz');
  expect(quiz).toMatchObject({
    asked: 4,
    own: ['q1', 'q2', 'q3'],
    draws: [{ count: 1, units: [['sample--b'], ['sample--c']] }],
  });
});

test.each([
  ['draw: [{ bank: sample, count: 4 }]', 'draw-too-few', { wanted: 4, sure: 3 }],
  [
    'draw: [{ bank: sample, count: 2 }, { bank: sample, count: 2 }]',
    'draw-too-few',
    { wanted: 2, sure: 1 },
  ],
  ['draw: [{ bank: sample, caseSets: 1 }]', 'draw-too-few', { wanted: 1, sure: 0 }],
  ['draw: [{ bank: sample, count: 1, tags: [土地] }]', 'draw-too-few', { wanted: 1, sure: 0 }],
  ['draw: [{ bank: sample }]', 'draw-count', {}],
  ['draw: [{ bank: sample, count: 1, caseSets: 1 }]', 'draw-count', {}],
])('%s is refused: %s', async (draw, code, params) => {
  const result = await courseWith(draw, await banksOf(three));
  expect(result).toMatchObject({ ok: false, errors: [{ code, params, file: 'quiz.yaml' }] });
});

test('a change of an item that may be drawn is a change of the course; of any other it is none', async () => {
  const hashOf = async (text: string) => {
    const draw = 'draw: [{ bank: sample, count: 1, difficulty: [2] }]';
    const result = await courseWith(draw, await banksOf(text));
    return result.ok ? result.course.contentHash : 'refused';
  };
  const before = await hashOf(three);
  expect(await hashOf(three.replace('stem: 甲', 'stem: 甲乙'))).toBe(before);
  expect(await hashOf(three.replace('stem: 乙', 'stem: 甲乙'))).not.toBe(before);
});
