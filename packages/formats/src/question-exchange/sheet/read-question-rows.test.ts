import { expect, test } from 'vitest';
import type { CellValue, SheetRow } from '../../spreadsheet/cell.ts';
import { QUESTION_HEADINGS } from './columns.ts';
import { cellOfError, readQuestionRows } from './read-question-rows.ts';

async function* rowsOf(rows: readonly (readonly CellValue[])[]): AsyncGenerator<SheetRow> {
  for (const [at, cells] of rows.entries()) yield { number: at + 1, cells };
}
const read = (...rows: (readonly CellValue[])[]) => readQuestionRows('题目.xlsx', rowsOf(rows));
const row = (values: Partial<Record<(typeof QUESTION_HEADINGS)[number], CellValue>>) =>
  QUESTION_HEADINGS.map((heading) => values[heading] ?? null);

async function faults(...rows: (readonly CellValue[])[]): Promise<string[]> {
  const found = await read(QUESTION_HEADINGS, ...rows);
  const errors = found.ok ? found.items.flatMap(({ problems }) => problems) : found.errors;
  return errors.map((error) => `${error.code}@${cellOfError(error) ?? ''}`);
}

test('every kind comes in from a row, below a title and whatever the headings are called', async () => {
  const found = await read(
    ['2026 年第一次考试'],
    QUESTION_HEADINGS,
    row({
      题型: '单选题',
      题干: '谁表决？',
      选项A: '村委会',
      选项B: '村民会议',
      答案: 'B',
      难度: 2,
    }),
    row({
      题型: '多选',
      题干: '公开哪些？',
      选项A: '财务',
      选项B: '低保',
      选项C: '存款',
      答案: 'A、B',
    }),
    row({ 题型: '判断', 题干: '低保由村干部指定。', 答案: '错', 解析: '应当民主评议。' }),
    row({ 题型: '填空', 题干: '____日内办结', 答案: 60 }),
    row({ 题型: '排序', 题干: '顺序', 选项A: '报告', 选项B: '到场', 选项C: '疏散', 答案: 'BCA' }),
    row({ 题型: '连线', 题干: '配对', 选项A: '甲 = 一', 选项B: '乙＝二', 选项C: '三' }),
    row({ 题型: '简答', 题干: '怎么办？', 答案: '先登记\n再转办', 分值: 5, 标签: '信访 基层' }),
    row({}),
  );
  const items = found.ok ? found.items : [];
  expect(items.flatMap(({ problems }) => problems)).toEqual([]);
  expect(items.map(({ question }) => question)).toMatchObject([
    { kind: 'single', options: ['村委会', '村民会议'], answer: 'B', difficulty: 2 },
    { kind: 'multiple', answer: ['A', 'B'] },
    { kind: 'true_false', answer: false, explanation: '应当民主评议。' },
    { kind: 'fill_in', blanks: [['60']] },
    { kind: 'ordering', steps: ['到场', '疏散', '报告'] },
    {
      kind: 'matching',
      pairs: [
        { left: '甲', right: '一' },
        { left: '乙', right: '二' },
      ],
      extra: ['三'],
    },
    { kind: 'short_answer', guide: '先登记\\\n再转办', points: 5, tags: ['信访', '基层'] },
  ]);
  const other = await read(
    ['序号', '试题内容', 'A', 'B', '正确答案'],
    [1, '谁表决？', '村委会', '村民会议', 'Ｂ'],
  );
  expect(other).toMatchObject({ ok: true, items: [{ question: { kind: 'single', answer: 'B' } }] });
});

test('faults stand at the cell to mend', async () => {
  const options = { 选项A: '甲', 选项B: '乙' };
  expect(await faults(row({ 题干: '题', ...options, 答案: 'C' }))).toEqual(['paste-answer@I2']);
  expect(await faults(row({ 题干: '题', ...options }))).toEqual(['paste-no-answer@I2']);
  expect(await faults(row({ 题型: '单选', 题干: '题', ...options, 答案: 'AB' }))).toEqual([
    'paste-kind@I2',
  ]);
  expect(await faults(row({ 题型: '口试', 题干: '题', 答案: '对' }))).toEqual(['sheet-kind@A2']);
  expect(await faults(row({ 题干: '题', 选项A: '甲', 选项C: '丙', 答案: 'A' }))).toEqual([
    'sheet-option-gap@D2',
  ]);
  expect(await faults(row({ 题干: '题', 选项A: '甲', 选项B: '甲', 答案: 'A' }))).toEqual([
    'options-same@C2',
  ]);
  expect(await faults(row({ ...options, 答案: 'A' }))).toEqual(['blank-text@B2']);
  expect(await faults()).toEqual(['questions-none@']);
  expect(await read(['姓名', '年龄'], ['张三', 30])).toMatchObject({
    ok: false,
    errors: [{ code: 'sheet-no-headings' }],
  });
});

test('in a table of a bank, faults stand at their cells, and rows that people add are read as people write', async () => {
  const headings = [
    '编号',
    '状态',
    '题型',
    '题干',
    '选项A',
    '选项B',
    '选项C',
    '答案',
    '难度',
    '法规',
    '共用材料',
    '文字格式',
  ];
  const found = await read(
    headings,
    ['q1', null, '单选', '**甲**', '一/二', '\\0', null, 'A', '2', null, '材料', 'Markdown'],
    ['q2', '已停用', '判断', '乙', null, null, null, '对', null, null, null, 'Markdown'],
    [null, null, null, '丙*', '一', '二', null, 'B', 1, '《信访工作条例》', '材料', null],
    ['q4', null, '单选', '丁', '一', null, '三', 'A', null, null, null, 'Markdown'],
    ['q5', null, '单选', '戊', '一', '二', null, 'Z', '难', null, null, 'Markdown'],
    ['q6', null, '填图', '己', null, null, null, null, null, null, null, 'Markdown'],
  );
  const items = found.ok ? found.items : [];
  expect(items.map(({ form, isRetired }) => ({ ...form, isRetired }))).toMatchObject([
    {
      id: 'q1',
      stem: '**甲**',
      options: [{ text: '一/二', right: true }, { text: '' }],
      group: 'g1',
    },
    { id: 'q2', truth: true, isRetired: true },
    { statute: '信访工作条例', group: 'g1', isRetired: false },
    {},
    {},
    {},
  ]);
  expect(items[2]?.question).toMatchObject({ stem: '丙\\*', answer: 'B', difficulty: 1 });
  expect(
    items.flatMap(({ problems }) =>
      problems.map((each) => `${each.code}@${cellOfError(each) ?? ''}`),
    ),
  ).toEqual(['sheet-option-gap@F5', 'paste-answer@H6', 'sheet-number@I6', 'sheet-kind@C7']);
});
