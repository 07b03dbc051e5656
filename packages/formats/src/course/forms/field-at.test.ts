import { expect, test } from 'vitest';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadBanks } from '../bank.ts';
import { fieldsOfErrors } from './field-at.ts';

/** The errors of a bank with these items, by the field they are about. */
async function faultsOf(items: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'fields-'));
  const text = `format: 1
title: { zh-CN: 题库, en: Bank }
area: law
source: 试题
items:
${items}`;
  await writeFile(join(folder, 'bank.yaml'), text);
  const { refused } = await loadBanks(folder, new Map());
  await rm(folder, { recursive: true });
  const errors = refused[0]?.errors ?? [];
  return fieldsOfErrors(text, errors).map((field, at) => `${errors[at]?.code}@${field}`);
}

test('every fault is about the field that it is about, however the text is laid out', async () => {
  const block = `  - id: q1
    kind: single
    stem: ''
    options: [甲, 乙, 甲]
    answer: E
    explanation:
    difficulty: 4
    statute: { statute: 民法典, article: 十条 }
  - { id: q1, kind: fill_in, stem: 空____, blanks: [[一], ['']], difficulty: 1 }
  - id: q3
    kind: true_false
    stem: |
      第一行

      <b>粗</b>
    answer: true
    explanation: 对
    difficulty: 1
    hint: 无
`;
  expect(await faultsOf(block)).toEqual([
    'blank-text@items.0.stem',
    'wrong-type@items.0.explanation',
    'not-allowed@items.0.difficulty',
    'bad-form@items.0.statute.article',
    'missing-key@items.1.explanation',
    'blank-text@items.1.blanks.1.0',
    'unknown-key@items.2.hint',
  ]);
  const item = (rest: string) => `  - { id: q1, explanation: 对, difficulty: 1, ${rest} }\n`;
  expect(await faultsOf(item('kind: single, stem: 题, options: [甲, 乙, 甲], answer: E'))).toEqual([
    'options-same@items.0.options.2',
    'answer-unknown@items.0.answer',
  ]);
  expect(await faultsOf(item('kind: fill_in, stem: 空____, blanks: [[一], [二]]'))).toEqual([
    'blanks-count@items.0.blanks',
  ]);
  expect(
    await faultsOf(`  - id: q1
    kind: true_false
    stem: |
      第一行

      <b>粗</b>
    answer: true
    explanation: 对
    difficulty: 1
`),
  ).toEqual(['markdown-html@items.0.stem', 'markdown-html@items.0.stem']);
  expect(await faultsOf('  - [')).toEqual(['yaml-syntax@null']);
});
