import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { inChinese } from './numerals.ts';
import { parseStatute, type StatuteEdition } from './parse-statute.ts';
import {
  findStatute,
  firstDeviation,
  loadStatutes,
  readStatuteFiles,
  quotationStands,
  statutesOn,
  type Statutes,
  titleOfFile,
} from './statute.ts';

const editions = (): StatuteEdition[] => [...statutes.values()].flatMap((one) => one.editions);

const folder = join(import.meta.dirname, '../../../../content/statutes');
let statutes: Statutes = new Map();

beforeAll(async () => {
  const read = await loadStatutes(folder, '2026-11-27');
  if (read.ok) statutes = read.statutes;
});

test('every statute that comes with the product has all its articles, none twice, none missing', () => {
  expect(statutes.size).toBeGreaterThanOrEqual(27);
  for (const statute of editions()) {
    const expected = Array.from(statute.articles, (_, index) => `第${inChinese(index + 1)}条`);
    expect([...statute.articles.keys()], statute.title).toEqual(expected);
    expect(statute.articles.size, statute.title).toBeGreaterThanOrEqual(15);
  }
});

test('no article contains a heading, a comment or nothing', () => {
  for (const statute of editions()) {
    for (const { number, text } of statute.articles.values()) {
      expect(text, `${statute.title} ${number}`).toMatch(/\p{Script=Han}{4}/u);
      expect(text, `${statute.title} ${number}`).not.toMatch(/^#|^第.{1,4}[章节] |<!--/mu);
    }
  }
});

test.each([
  ['信访工作条例', 50],
  ['公务员法', 113],
  ['宪法', 143],
  ['城市居民委员会组织法', 50],
  ['安全生产法', 119],
])('《%s》 has %i articles', (title, count) => {
  expect(statutes.get(title)?.articles.size).toBe(count);
});

test.each([
  [
    '信访工作条例',
    '第十七条',
    '公民、法人或者其他组织可以采用信息网络、书信、电话、传真、走访等形式',
  ],
  ['宪法', '第二十七条', '倾听人民的意见和建议，接受人民的监督'],
  ['信访工作条例', '第五条', '坚持党的全面领导。……坚持以人民为中心。……坚持落实信访工作责任。'],
  ['人民调解法', '第一条', '为了完善人民调解制度 ，\n规范人民调解活动'],
  ['重大行政决策程序暂行条例', '第二条', '地方人民政府（以下称决策机关）重大行政决策'],
])('《%s》%s can be quoted word for word', (title, article, quoted) => {
  const statute = statutes.get(title);
  expect(statute !== undefined && quotationStands(statute, article, quoted)).toBe(true);
});

const sample = parseStatute(
  '样例法',
  '# 中华人民共和国样例法\r\n\r\n2020年1月1日 通过\r\n2021年1月1日　修正\r\n\r\n<!-- INFO END -->\r\n\r\n序言不属于任何一条。\r\n\r\n## 第一章　总　则\r\n\r\n第一条　为了便民（含村民），制定本法。\r\n\r\n第一款以外，另有规定的除外：\r\n\r\n（一）甲；\r\n\r\n### 第一节 细则\r\n\r\n第一条之一 第三条规定的事项，从其规定。\r\n\r\n第二条规定的事项也一样。\r\n\r\n<!-- FORCE BREAK -->\r\n\r\n第二条\u2002乙。\r\n',
);

test('a statute gives its titles, its notes and its articles', () => {
  expect(sample.title).toBe('样例法');
  expect(sample.fullTitle).toBe('中华人民共和国样例法');
  expect(sample.notes).toEqual(['2020年1月1日 通过', '2021年1月1日　修正']);
  expect([...sample.articles.values()]).toEqual([
    {
      number: '第一条',
      text: '为了便民（含村民），制定本法。\n第一款以外，另有规定的除外：\n（一）甲；',
    },
    { number: '第一条之一', text: '第三条规定的事项，从其规定。\n第二条规定的事项也一样。' },
    { number: '第二条', text: '乙。' },
  ]);
});

test('only a book of a code counts as partial', () => {
  expect([...statutes.values()].filter(({ partial }) => partial).map(({ title }) => title)).toEqual(
    ['民法典'],
  );
  expect(statutes.get('民法典')?.fullTitle).toBe('中华人民共和国民法典');
});

test('a statute is found by its short and its full title', () => {
  const known: Statutes = statutesOn([sample], '2026-01-01');
  expect(findStatute(known, '样例法')?.articles).toBe(sample.articles);
  expect(findStatute(known, '中华人民共和国 样例法')?.articles).toBe(sample.articles);
  expect(findStatute(known, '样例')).toBeUndefined();
});

test.each([
  {
    promise: 'spaces and line breaks do not matter',
    quoted: '为了 便民\n（含村民），制定本法。',
    stands: true,
  },
  { promise: 'brackets may be half width', quoted: '为了便民(含村民)', stands: true },
  { promise: 'omissions are marked', quoted: '为了便民……制定本法……（一）甲', stands: true },
  { promise: 'an omission may come first and last', quoted: '……制定本法……', stands: true },
  { promise: 'a changed word is found', quoted: '为了惠民（含村民）', stands: false },
  { promise: 'an unmarked omission is found', quoted: '为了便民，制定本法', stands: false },
  { promise: 'pieces in another order are found', quoted: '制定本法……为了便民', stands: false },
  { promise: 'a piece used twice is found', quoted: '便民……便民', stands: false },
  { promise: 'a quotation of nothing does not stand', quoted: '……', stands: false },
  { promise: 'words of the next article are found', quoted: '从其规定', stands: false },
])('in a quotation $promise', ({ quoted, stands }) => {
  expect(quotationStands(sample, '第一条', quoted)).toBe(stands);
});

test('a quotation that does not stand is told from its first wrong word on', () => {
  expect(firstDeviation(sample, '第一条', '为了便民（含市民），制定本法。')).toBe(
    '市民),制定本法。'.replace(',', '，'),
  );
  expect(firstDeviation(sample, '第九条', '为了便民')).toBe('为了便民');
});

test('whatever is cut from an article and joined by omission marks stands', () => {
  const text = '为了便民含村民制定本法另有规定的除外';
  const statute = parseStatute('甲', `第一条 ${text}`);
  const cuts = fc.uniqueArray(fc.integer({ min: 0, max: text.length }), {
    minLength: 2,
    maxLength: 6,
  });
  fc.assert(
    fc.property(cuts, (places) => {
      const sorted = [...places].sort((a, b) => a - b);
      const pieces = sorted.slice(1).map((end, index) => text.slice(sorted[index], end));
      const kept = pieces.filter((_, index) => index % 2 === 0);
      expect(quotationStands(statute, '第一条', kept.join('……'))).toBe(true);
    }),
  );
});

test('no text makes the reading of a statute throw', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('第', '一', '条', ' ', '\n', '#', '<!-- INFO END -->') }),
      (text) => {
        expect(parseStatute('甲', text).title).toBe('甲');
      },
    ),
  );
});

test('a folder of statutes that does not exist is told', async () => {
  const read = await loadStatutes(join(folder, 'nowhere'), '2026-11-27');
  expect(read).toMatchObject({ ok: false, errors: [{ code: 'folder-missing' }] });
});

test('statutes that are taken already are left out, but one of whose editions one is new is read whole', async () => {
  const all = await readStatuteFiles(folder);
  expect(all.ok).toBe(true);
  if (!all.ok) return;
  const several = all.files.filter(({ edition }) =>
    all.files.some((other) => other.edition.title === edition.title && other.edition !== edition),
  );
  const changed = several[0]?.markdown;
  expect(changed).toBeDefined();
  const read = await readStatuteFiles(folder, (_, markdown) => markdown !== changed);
  const title = titleOfFile(several[0]?.file ?? '');
  const expected = all.files.map(({ file }) => file).filter((file) => titleOfFile(file) === title);
  expect(expected.length).toBeGreaterThan(1);
  expect(read.ok && read.files.map(({ file }) => file)).toEqual(expected);
});
