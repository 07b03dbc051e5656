import fc from 'fast-check';
import { expect, test } from 'vitest';
import { articleNumber, type ArticleOrder } from './numerals.ts';
import { faultsOf, paragraphsOf, parseStatute } from './parse-statute.ts';

/** As it is published on a page: all in one bracket, a table of contents, wide spaces. */
const PUBLISHED = `中华人民共和国样例法

（2010年5月1日第一届全国人民代表大会常务委员会第一次会议通过\u3000根据2015年3月2日第一届全国人民代表大会常务委员会第九次会议《关于修改〈中华人民共和国样例法〉的决定》修正\u30002020年6月28日第二届全国人民代表大会常务委员会第三次会议修订）

目\u3000\u3000录

第一编\u3000通\u3000则
第一章\u3000总\u3000则
第二章\u3000便民
第一节\u3000一般规定
附\u3000则

第一编\u3000通\u3000则

第一章\u3000总\u3000则

第一条\u3000为了便民，制定本法。

第二条\u3000下列事项适用本法：

（一）甲；

（二）乙。

另有规定的除外。

第二章\u3000便民

第一节\u3000一般规定

第二条之一\u3000丙。

第三条\u3000丁。

附\u3000则

第四条\u3000本法自2021年1月1日起施行。
`;

test('the text of an official publication is read with its facts and its headings', () => {
  const statute = parseStatute('样例法', PUBLISHED);
  expect(statute).toMatchObject({
    fullTitle: '中华人民共和国样例法',
    adoptedOn: '2020-06-28',
    change: 'revised',
    issuer: '全国人民代表大会常务委员会',
    inForceFrom: '2021-01-01',
    repealedOn: null,
    partial: false,
  });
  expect(statute.notes).toHaveLength(3);
  expect(statute.contents).toEqual([
    {
      level: 'book',
      title: '第一编 通则',
      articles: [],
      children: [
        { level: 'chapter', title: '第一章 总则', articles: ['第一条', '第二条'], children: [] },
        {
          level: 'chapter',
          title: '第二章 便民',
          articles: [],
          children: [
            {
              level: 'section',
              title: '第一节 一般规定',
              articles: ['第二条之一', '第三条'],
              children: [],
            },
          ],
        },
        { level: 'other', title: '附则', articles: ['第四条'], children: [] },
      ],
    },
  ]);
  expect(paragraphsOf(statute.articles.get('第二条')?.text ?? '')).toEqual([
    { text: '下列事项适用本法：', items: ['（一）甲；', '（二）乙。'] },
    { text: '另有规定的除外。', items: [] },
  ]);
  expect(faultsOf('样例法.md', PUBLISHED)).toEqual([]);
});

test.each([
  ['2019年4月23日 第一次会议通过\n2020年1月1日 修正后的规定施行', '2020-01-01'],
  ['2019年4月23日 第一次会议《关于修改〈甲法〉的决定》修正', null],
  ['2019年4月23日 第一次会议通过', '2019-04-23'],
  ['2019年4月23日 第一次会议通过\n2018年1月1日 施行', '2019-04-23'],
  ['2019年2月30日 第一次会议通过', null],
])('below the title: %j; in force from %s', (notes, day) => {
  const text = `# 甲法\n\n${notes}\n\n<!-- INFO END -->\n\n第一条 甲。\n\n第二条 本法自公布之日起施行。`;
  expect(parseStatute('甲法', text).inForceFrom).toBe(day);
});

test('a line that goes on in the next is one, and a document number is found', () => {
  const text =
    '# 甲条例\n2004年8月28日 第一次会议修正\n2019年8月26日 国务院令第9号《关于修改甲\n乙的决定》第三次修正\n<!-- INFO END -->\n第一条 甲。';
  expect(parseStatute('甲条例', text)).toMatchObject({
    adoptedOn: '2019-08-26',
    change: 'amended',
    documentNumber: '国务院令第9号',
    issuer: '国务院',
    inForceFrom: null,
  });
});

test.each([
  ['第一条 甲\n第三条 乙', [['statute-article-order', 2]]],
  ['第一条 甲\n第一条 乙', [['statute-article-order', 2]]],
  ['第一条 甲\n第一条之二 乙', [['statute-article-order', 2]]],
  ['第一条 甲\n第十十条 乙', [['statute-number-form', 2]]],
  ['## 总则\n没有条文', [['statute-no-article', null]]],
  ['第一条 甲\n第二条 乙\n## 附件\n第一条 丙\n第九条 丁', []],
])('%j is told where it is wrong', (text, expected) => {
  expect(faultsOf('甲.md', text).map(({ code, line }) => [code, line])).toEqual(expected);
});

/** Numbers as a statute has them: one after the other, with some put in between. */
const numbered = fc
  .array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 140 })
  .map((insertions): ArticleOrder[] =>
    insertions.flatMap((most, index) =>
      Array.from({ length: most + 1 }, (_, inserted) => ({ count: index + 1, inserted })),
    ),
  );

test('whatever articles a statute has are all read, in order, each with its words', () => {
  fc.assert(
    fc.property(numbered, fc.constantFrom(' ', '\u3000', '  '), (orders, space) => {
      const text = orders
        .map((order) => `${articleNumber(order)}${space}${articleNumber(order)}的内容`)
        .join('\n\n');
      const { articles } = parseStatute('甲', text);
      expect([...articles.keys()]).toEqual(orders.map(articleNumber));
      for (const [number, article] of articles) expect(article.text).toBe(`${number}的内容`);
      expect(faultsOf('甲.md', text)).toEqual([]);
    }),
  );
});

test('an article left out is told at the next', () => {
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 200 }), fc.nat(), (size, pick) => {
      const left = 1 + (pick % (size - 2));
      const text = Array.from({ length: size }, (_, index) => index + 1)
        .filter((count) => count !== left + 1)
        .map((count) => `${articleNumber({ count, inserted: 0 })} 甲`)
        .join('\n');
      const [fault] = faultsOf('甲.md', text);
      expect(fault).toMatchObject({ code: 'statute-article-order', line: left + 1 });
      expect(fault?.params['expected']).toBe(articleNumber({ count: left + 1, inserted: 0 }));
    }),
  );
});

test.each([
  ['spaces', `甲法\n（2020年1月1日${' '.repeat(200_000)}通过`],
  ['brackets', `甲法\n2020年1月1日${'（'.repeat(200_000)}甲`],
  ['days', `甲法\n${'2020年1月1日'.repeat(40_000)}`],
  ['signs of a day', `甲法\n2020年1月1日${'日'.repeat(200_000)}`],
  ['headings', '第一章 总则\n'.repeat(20_000)],
  ['a heading without an end', `## 第${'一 '.repeat(100_000)}`],
])('a text of nothing but %s is read without delay', (_, text) => {
  const began = performance.now();
  expect(parseStatute('甲', text).articles.size).toBe(0);
  expect(faultsOf('甲.md', text)).toHaveLength(1);
  expect(performance.now() - began).toBeLessThan(1_000);
});
