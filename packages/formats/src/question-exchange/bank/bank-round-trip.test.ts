// What goes out of a bank, as a table or as its own files, comes back the same: finished or not.
import fc from 'fast-check';
import { CONTENT_AREAS } from '@xueshi/domain';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EMPTY_ITEM, ITEM_FORM_KINDS, type ItemForm } from '../../course/forms/item-form.ts';
import { writeZip } from '../../archive/write-zip.ts';
import { readSheet } from '../../spreadsheet/read-sheet.ts';
import type { QuestionsRead } from '../item-reading.ts';
import { readQuestions } from '../read-questions.ts';
import { readQuestionRows } from '../sheet/read-question-rows.ts';
import { writeQuestionRows, type BankedQuestion } from '../sheet/write-question-rows.ts';
import { writeBankFiles } from './write-bank-files.ts';

const sign = fc.constantFrom(
  ...['甲', '乙', '，', '（', '＝', '；', '／', '😀', 'a', 'B', '1', ' ', '_', '*', '#', '"', "'"],
  ...['/', ';', '=', '\\', '0', 'x', '{', '}', '<', '>', '&', '|', ':', '-', '+', '.', '@'],
);
const line = (maxLength: number) => fc.string({ unit: sign, maxLength }).map((text) => text.trim());
const lines = fc.array(line(20), { maxLength: 3 }).map((each) => each.join('\n\n').trim());
const some = <T>(one: fc.Arbitrary<T>, maxLength: number) => fc.array(one, { maxLength });

const SHARED = new Map([
  ['g1', '某村要修路。\n\n村民意见不一。'],
  ['case-2', '= 这是一段材料 ='],
]);

const matter = fc.record({
  options: some(fc.record({ text: line(12), right: fc.boolean() }), 10),
  truth: fc.constantFrom(true, false, null),
  blanks: some(some(line(8), 3), 4),
  steps: some(line(12), 9),
  pairs: some(fc.record({ left: line(8), right: line(8) }), 8),
  extra: some(line(8), 4),
  guide: lines,
});

/** Only what its kind has; a single choice is ticked once at most. */
function ofKind(kind: ItemForm['kind'], all: Partial<ItemForm>): Partial<ItemForm> {
  const { options = [], truth = null, blanks = [], steps = [], pairs = [], extra = [] } = all;
  const first = options.findIndex(({ right }) => right);
  switch (kind) {
    case 'single':
      return { options: options.map(({ text }, at) => ({ text, right: at === first })) };
    case 'multiple':
      return { options };
    case 'true_false':
      return { truth };
    case 'fill_in':
      return { blanks };
    case 'ordering':
      return { steps };
    case 'matching':
      return { pairs, extra };
    case 'short_answer':
      return { guide: all.guide ?? '' };
  }
}

const form: fc.Arbitrary<ItemForm> = fc
  .record({
    kind: fc.constantFrom(...ITEM_FORM_KINDS),
    matter,
    stem: lines,
    explanation: lines,
    statute: fc.constantFrom('', '信访工作条例'),
    article: fc.constantFrom('', '第三十四条'),
    difficulty: fc.constantFrom(null, 1, 2, 3, 7.5),
    points: fc.constantFrom(null, 1, 5),
    group: fc.constantFrom('', ...SHARED.keys()),
    area: fc.constantFrom('', ...CONTENT_AREAS),
    tags: some(line(6), 3),
    source: line(12),
  })
  .map(({ matter: all, ...rest }) => ({ ...EMPTY_ITEM, ...rest, ...ofKind(rest.kind, all) }));

const bank: fc.Arbitrary<BankedQuestion[]> = fc
  .array(fc.record({ form, state: fc.constantFrom('ready' as const, 'unfinished', 'retired') }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((questions) =>
    questions.map(({ form: one, state }, at) => ({ form: { ...one, id: `q${at + 1}` }, state })),
  );

/** As they were, with the shared text in the place of its id. */
function cameBack(read: QuestionsRead) {
  if (!read.ok) return read.errors;
  const texts = new Map(read.groups?.map(({ id, text }) => [id, text]));
  return read.items
    .map((item) =>
      item.problems.length > 0
        ? item.problems
        : {
            ...{ ...EMPTY_ITEM, ...item.form, group: texts.get(item.form?.group ?? '') ?? '' },
            isRetired: item.isRetired,
          },
    )
    .sort((one, other) => ('id' in one && 'id' in other ? (one.id < other.id ? -1 : 1) : 0));
}
const wentOut = (questions: readonly BankedQuestion[]) =>
  questions.map(({ form: one, state }) => ({
    ...one,
    group: SHARED.get(one.group) ?? '',
    isRetired: state === 'retired',
  }));

test('as a table', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bank-table-'));
  const path = join(folder, 'bank.xlsx');
  await fc.assert(
    fc.asyncProperty(bank, async (questions) => {
      await writeFile(path, writeQuestionRows(questions, SHARED));
      expect(cameBack(await readQuestionRows('bank.xlsx', readSheet(path)))).toEqual(
        wentOut(questions),
      );
    }),
    { numRuns: 30 },
  );
  await rm(folder, { recursive: true });
});

const FACTS = {
  name: 'village',
  title: { 'zh-CN': '村务', en: 'Village' },
  area: 'law',
  source: '自编',
};

async function zipped(questions: readonly BankedQuestion[]): Promise<Uint8Array> {
  const files = await writeBankFiles(FACTS, questions, SHARED);
  return Buffer.concat(await writeZip(files, new Date(2027, 0, 1)).toArray());
}

test('as its own files in a zip', async () => {
  await fc.assert(
    fc.asyncProperty(bank, async (questions) => {
      const read = await readQuestions('village.zip', await zipped(questions));
      expect(cameBack(read)).toEqual(wentOut(questions));
    }),
    { numRuns: 40 },
  );
});
