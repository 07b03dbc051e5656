import { expect, test } from 'vitest';
import { findCitations, parseCitation, parseSignature } from './citation.ts';

test.each([
  ['见《宪法》第二十七条。', ['宪法 第二十七条']],
  ['《宪法》 第二条第二款第三项', ['宪法 第二条']],
  ['《甲法》第三条、第五条和第七条之一', ['甲法 第三条', '甲法 第五条', '甲法 第七条之一']],
  [
    '《甲法》第三条第一款、第五条，以及《乙法》第一条',
    ['甲法 第三条', '甲法 第五条', '乙法 第一条'],
  ],
  ['《甲法》第十条至第十二条', ['甲法 第十条', '甲法 第十二条']],
  ['《甲法》第17条', ['甲法 第17条']],
  ['《甲法》规定，第三条不适用', []],
  ['《甲法》第三章', []],
  ['条例第三条', []],
])('in “%s” the cited articles are found', (text, expected) => {
  expect(findCitations(text).map(({ statute, article }) => `${statute} ${article}`)).toEqual(
    expected,
  );
});

test.each([
  ['《甲法》（2017年修正）第二十条', '甲法', 2017, '第二十条'],
  ['《甲法》(2017年)第二十条', '甲法', 2017, '第二十条'],
  ['《甲法（2017年修正）》第二十条第一款', '甲法', 2017, '第二十条'],
  ['《甲条例（试行）》第二条', '甲条例（试行）', null, '第二条'],
])('%s names its edition', (text, statute, year, article) => {
  expect(parseCitation(text)).toMatchObject({ statute, year, article });
  expect(findCitations(text)[0]).toMatchObject({ statute, year, article });
  expect(parseSignature(`—— ${text}`)?.citation).toMatchObject({ statute, year, article });
});

test('the words that name each article are told apart', () => {
  const text = '见《甲法》第三条第一款、第五条和《乙法》（2020年）第一条。';
  expect(findCitations(text).map(({ from, to }) => text.slice(from, to))).toEqual([
    '《甲法》第三条第一款',
    '第五条',
    '《乙法》（2020年）第一条',
  ]);
});

test('a citation knows where it stands', () => {
  expect(findCitations('一二《甲法》第三条').map(({ offset }) => offset)).toEqual([2]);
});

test.each([
  [' 《信访工作条例》第十七条 ', '第十七条'],
  ['《信访工作条例》第十七条第二款', '第十七条'],
  ['《信访工作条例》第十七条之一', '第十七条之一'],
  ['《信访工作条例》', null],
  ['依《信访工作条例》第十七条', null],
  ['《信访工作条例》第十七条、第十八条', null],
])('“%s” alone is a source: %s', (text, article) => {
  expect(parseCitation(text)?.article ?? null).toBe(article);
});

test.each([
  ['—— 《甲法》第一条', '第一条'],
  ['——《甲法》第一条', '第一条'],
  ['-- 《甲法》第一条', '第一条'],
])('“%s” signs a quotation', (line, article) => {
  expect(parseSignature(line)?.citation?.article).toBe(article);
});

test('a signature that names no article is that of an ordinary quotation', () => {
  expect(parseSignature('—— 毛泽东《反对本本主义》')).toBeNull();
  expect(parseSignature('《甲法》第一条')).toBeNull();
  expect(parseSignature('—— 《甲法》第一条、第二条')).toEqual({
    text: '《甲法》第一条、第二条',
    citation: null,
  });
});

test('a long line of opening marks is searched without delay', () => {
  expect(findCitations('《'.repeat(200_000))).toEqual([]);
  expect(findCitations(`《甲》${'第一'.repeat(100_000)}`)).toEqual([]);
  expect(findCitations(`《甲》第一条${'、'.repeat(100_000)}`)).toHaveLength(1);
});
