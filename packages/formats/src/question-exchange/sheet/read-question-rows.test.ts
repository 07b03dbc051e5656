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
