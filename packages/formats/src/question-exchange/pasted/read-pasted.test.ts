import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sentenceOf } from '../../located-error.ts';
import type { ItemRead } from '../item-reading.ts';
import { readPasted } from './read-pasted.ts';

function itemsOf(source: string): readonly ItemRead[] {
  const read = readPasted('粘贴的文字', source);
  return read.ok ? read.items : [];
}
const problemsOf = (source: string) =>
  itemsOf(source).flatMap(({ problems }) =>
    problems.map(({ code, line }) => `${code}:${line ?? ''}`),
  );

const PAPER = `一、单项选择题（每题2分）
1．村规民约由（\u3000\u3000）表决通过。
A．村民委员会  B．村民会议
C．乡镇政府    D．村党支部
答案：B
解析：《村民委员会组织法》第二十七条。
难度：2

2、信访事项的办理期限是
六十日吗，下列说法对的是（A）
A、六十日
B、三十日

二、多项选择题
3. 应当公开的有
Ａ．财务收支
Ｂ．低保名单
Ｃ．个人存款
【答案】A、B
【解析】第三十条

三、判断题
4. 村务监督委员会向村民会议负责。（√）
5. 低保可以由村干部指定。
答案：错误

四、填空题
6. 应当自受理之日起____日内办结，延长不超过____日。
答案：60/六十；30/三十
7. 国家的根本法是（\u3000\u3000）。
答案：宪法

五、简答题
8. 怎样开好村民会议？
参考答案：先公告议题，
再充分讨论。

9.【排序题】处置顺序
A. 报告
B. 到场
C. 疏散
答案：BCA`;

test('a paper as people write it comes in', () => {
  const items = itemsOf(PAPER);
  expect(items.flatMap(({ problems }) => problems)).toEqual([]);
  expect(items.map(({ question }) => question)).toMatchObject([
    {
      kind: 'single',
      options: ['村民委员会', '村民会议', '乡镇政府', '村党支部'],
      answer: 'B',
      explanation: '《村民委员会组织法》第二十七条。',
      difficulty: 2,
    },
    { kind: 'single', answer: 'A', stem: '信访事项的办理期限是\\\n六十日吗，下列说法对的是（ ）' },
    {
      kind: 'multiple',
      options: ['财务收支', '低保名单', '个人存款'],
      answer: ['A', 'B'],
      explanation: '第三十条',
    },
    { kind: 'true_false', answer: true, stem: '村务监督委员会向村民会议负责。（ ）' },
    { kind: 'true_false', answer: false },
    {
      kind: 'fill_in',
      blanks: [
        ['60', '六十'],
        ['30', '三十'],
      ],
    },
    { kind: 'fill_in', stem: '国家的根本法是 ____ 。', blanks: [['宪法']] },
    { kind: 'short_answer', guide: '先公告议题，\\\n再充分讨论。' },
    { kind: 'ordering', steps: ['到场', '疏散', '报告'] },
  ]);
});

test('without numbers, an empty line after the answer begins the next question', () => {
  const items = itemsOf('甲是谁？\nA. 一\nB. 二\n答案：A\n\n乙对吗？\n答案：对');
  expect(items.map(({ question }) => question?.kind)).toEqual(['single', 'true_false']);
});

test('a key at the end answers the questions by their numbers, section by section', () => {
  const items = itemsOf(
    '一、单选题\n1. 甲\nA. 一\nB. 二\n2. 乙\nA. 一\nB. 二\n二、判断题\n1. 丙\n2. 丁\n参考答案\n一、单选题\n1-2 BA\n二、判断题\n1.√ 2.×',
  );
  expect(items.flatMap(({ problems }) => problems)).toEqual([]);
  expect(items.map(({ question }) => question)).toMatchObject([
    { kind: 'single', answer: 'B' },
    { kind: 'single', answer: 'A' },
    { kind: 'true_false', answer: true },
    { kind: 'true_false', answer: false },
  ]);
  expect(problemsOf('1. 甲\nA. 一\nB. 二\n答案：1.A 2.B')).toEqual(['paste-key:4']);
});

test('a number that is none, and a word that names no field, stay in the text', () => {
  const [item] = itemsOf('1. 人均收入\n1.5万元以上，\n答案是什么并不难\nA. 是\nB. 否\n答案：A');
  expect(item?.question?.stem).toBe('人均收入\\\n1.5万元以上，\\\n答案是什么并不难');
});

test('errors stand at the line to mend', () => {
  expect(problemsOf('1. 题\nA. 甲\nB. 乙')).toEqual(['paste-no-answer:1']);
  expect(problemsOf('1. 题\nA. 甲\nC. 乙\n答案：A')).toEqual(['paste-letters:3']);
  expect(problemsOf('1. 题\nA. 甲\nB. 乙\n答案：C')).toEqual(['paste-answer:4']);
  expect(problemsOf('1. 题\nA. 甲\nB. 乙\n答案：AA')).toEqual(['paste-answer:4']);
  expect(problemsOf('1.【多选】题\nA. 甲\nB. 乙\n答案：A')).toEqual(['paste-kind:4']);
  expect(problemsOf('1.【单选题】题\nA. 甲\nB. 乙\n答案：AB')).toEqual(['paste-kind:4']);
  expect(problemsOf('1.【判断】题\n答案：也许')).toEqual(['paste-kind:2']);
  expect(problemsOf('1. 题\nA. 甲\nB. 乙\n答案：A\n答案：B')).toEqual(['paste-twice:5']);
  expect(problemsOf('1. 题____\n答案：甲；乙')).toEqual([]);
  expect(problemsOf('1. 题____和____\n答案：甲')).toEqual(['blanks-count:1']);
  expect(problemsOf('答案：A\n1. 题\n答案：对')).toEqual(['paste-no-number:1']);
  expect(problemsOf('1. 题\nA. 甲\nB. 甲\n答案：A')).toEqual(['options-same:1']);
  expect(readPasted('粘贴的文字', '\n \n')).toMatchObject({
    ok: false,
    errors: [{ code: 'questions-none' }],
  });
  const problem = itemsOf('7. 题\nA. 甲\nB. 乙')[0]?.problems[0];
  expect(problem && sentenceOf(problem, 'zh-CN')).toBe('第 7 题没有写答案；请加一行“答案：…”。');
  expect(problem && sentenceOf(problem, 'en')).toBe(
    'Question 7 has no answer; add a line "答案：…".',
  );
});

test('whatever is pasted, nothing is thrown and each question is one or has a reason', () => {
  const source = fc.string({
    unit: fc.constantFrom(...'1.A.B、（）答案：对错\n\n_题【多选】 解析|/'),
    maxLength: 200,
  });
  fc.assert(
    fc.property(source, (text) => {
      for (const { question, problems } of itemsOf(text)) {
        expect((question === null) === problems.length > 0).toBe(true);
      }
    }),
    { numRuns: 3000 },
  );
});

test('a huge text costs no more than its length', () => {
  const started = performance.now();
  itemsOf(`1. ${'A. 甲 '.repeat(100_000)}`);
  itemsOf(`1. 题\nA. ${'B. 甲 '.repeat(50_000)}`);
  itemsOf(`1. ${'（'.repeat(100_000)}\n答案：对`);
  itemsOf(`1. 题\n${'一段话\n'.repeat(100_000)}答案：对`);
  itemsOf(`${' '.repeat(200_000)}题`);
  itemsOf(`1${' '.repeat(200_000)}题`);
  itemsOf(`1. 题\n${'1.A '.repeat(100_000)}`);
  expect(performance.now() - started).toBeLessThan(10_000);
});
