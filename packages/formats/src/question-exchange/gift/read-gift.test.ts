import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sentenceOf } from '../../located-error.ts';
import { plainText } from '../../markdown/plain-text.ts';
import type { ItemRead } from '../item-reading.ts';
import { escapeMarkdown } from '../rich-text.ts';
import { readGift } from './read-gift.ts';

function itemsOf(source: string): readonly ItemRead[] {
  const read = readGift('a.gift', source);
  return read.ok ? read.items : [];
}
const problemOf = (source: string) => {
  const item = itemsOf(source).at(-1);
  const problem = item?.problems[0];
  return [problem?.code, problem?.line, item?.question];
};
const notesOf = (source: string) => itemsOf(source)[0]?.notes.map(({ code }) => code);

test('each kind becomes its own', () => {
  const items = itemsOf(
    [
      '::村规::村规民约由谁表决？{=村民会议 ~村委会 ~乡镇政府 ####《村组法》第二十七条}',
      '哪些要公开？{~%50%财务 ~%50%低保 ~%-100%个人存款}',
      '六十日内作出处理意见。{T}',
      '期限为 {=六十日 =60日} 。',
      '配对 {=信访 -> 六十日 =复议 -> 十五日 = -> 一年}',
      '谈谈体会。{}',
    ].join('\n\n'),
  );
  expect(items.map(({ question }) => question)).toMatchObject([
    {
      kind: 'single',
      stem: '村规民约由谁表决？',
      options: ['村民会议', '村委会', '乡镇政府'],
      answer: 'A',
      explanation: '《村组法》第二十七条',
    },
    { kind: 'multiple', answer: ['A', 'B'] },
    { kind: 'true_false', answer: true },
    { kind: 'fill_in', stem: '期限为 ____ 。', blanks: [['六十日', '60日']] },
    {
      kind: 'matching',
      pairs: [
        { left: '信访', right: '六十日' },
        { left: '复议', right: '十五日' },
      ],
      extra: ['一年'],
    },
    { kind: 'short_answer', guide: null },
  ]);
  expect(items.map(({ scoresAlike }) => scoresAlike)).toEqual([
    true,
    false,
    true,
    true,
    true,
    true,
  ]);
  expect(new Set(items.map(({ question }) => question?.id)).size).toBe(6);
});

test('an error names its line, and the other items come in all the same', () => {
  expect(problemOf('好题{T}\n\n坏题\n第二行 {=甲 ~乙')).toEqual(['gift-unclosed', 4, null]);
  expect(problemOf('坏题 } {T}')).toEqual(['gift-unopened', 1, null]);
  expect(problemOf('\n\n坏题 {~甲 ~乙}')).toEqual(['no-right-answer', 3, null]);
  expect(problemOf('坏题 {=甲 =乙 ~丙}')).toEqual(['several-right', 1, null]);
  expect(problemOf('坏题 {=甲 ~甲}')).toEqual(['options-same', 1, null]);
  expect(problemOf('坏题 {=%200%甲 ~乙}')).toEqual(['gift-weight', 1, null]);
  expect(problemOf('坏题 {=甲 -> =乙 -> 丙}')).toEqual(['gift-answer', 1, null]);
  expect(problemOf('坏题 {#3:1}')).toEqual(['number-range', 1, null]);
  expect(problemOf('坏题 {=金*}')).toEqual(['answer-pattern', 1, null]);
  expect(problemOf('只是一段话。')).toEqual(['question-not', 1, null]);
  const [good, bad] = itemsOf('好题{T}\n\n坏题 {=甲 ~乙');
  expect([good?.question?.kind, bad?.question]).toEqual(['true_false', null]);
  const problem = bad?.problems[0];
  expect(problem && sentenceOf(problem, 'zh-CN')).toBe('“2”的左花括号没有对应的右花括号；请补上。');
});

test('what stays behind is said', () => {
  expect(notesOf('题 {=甲#好 ~乙#再想想}')).toEqual(['left-feedback']);
  expect(notesOf('题 {=甲 ~%50%乙 ~%-20%丙}')).toEqual(['score-partial', 'score-negative']);
  expect(notesOf('题 {=《民法典》}')).toEqual(['score-marks']);
  expect(notesOf('题 {#-5}')).toEqual(['number-as-text']);
  expect(notesOf('[html]<img src\\="a/图.png" onerror\\="x()">题 {T}')).toEqual([
    'left-image',
    'left-active',
  ]);
});

test('scripts, frames and dangerous links never reach the Markdown', () => {
  const hostile =
    '[html]<script>alert(1)</script><p onclick\\="x()">题<iframe src\\="//evil"></iframe> <a href\\="javascript\\:alert(1)">点</a> &lt;b&gt;</p>{T}';
  const [item] = itemsOf(hostile);
  expect(item?.question?.stem).toBe('题 点 \\<b\\>');
  expect(item?.notes.map(({ code }) => code)).toEqual([
    'left-active',
    'left-active',
    'left-active',
    'left-link',
  ]);
  const [markdown] = itemsOf(
    '[markdown]题 <script>x</script> ![](javascript\\:x) [点](data\\:x) {T}',
  );
  expect(markdown?.question?.stem).not.toMatch(/script|javascript|data:/);
});

test('plain words stay exactly what they are, whatever signs they hold', () => {
  const words = fc
    .string({ unit: fc.constantFrom(...'*_`[]()<>#-+=~|&;:!1.\\ \n甲乙ab$') })
    .map((text) => text.trim());
  fc.assert(
    fc.property(words, (text) => {
      const wanted = text.replaceAll(/\s+/g, '');
      expect(plainText(escapeMarkdown(text)).replaceAll(/\s/g, '')).toBe(wanted);
    }),
    { numRuns: 2000, examples: [['*\n:-']] },
  );
});

test('whatever comes in, nothing is thrown and each item is a question or has a reason', () => {
  const source = fc.string({
    unit: fc.constantFrom(...'{}=~#%:->\\\n\n$T1甲 [html]<b>//'),
    maxLength: 200,
  });
  fc.assert(
    fc.property(source, (text) => {
      for (const { question, problems } of itemsOf(text)) {
        expect((question === null) === problems.length > 0).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

test('a huge or cunning file costs no more than its length', () => {
  const started = performance.now();
  itemsOf('{\n$CATEGORY: a\n'.repeat(50_000));
  itemsOf(`题 ${'<b>'.repeat(30_000)}{T}`);
  itemsOf(`题 ${'<br>'.repeat(20_000)}{T}`);
  itemsOf('题{T}\n\n'.repeat(100_000));
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(readGift('a.gift', '题{T}\n\n'.repeat(3000))).toMatchObject({
    ok: false,
    errors: [{ code: 'questions-too-many' }],
  });
});
