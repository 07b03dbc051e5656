import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareEditions } from './compare-editions.ts';
import { editionFor, editionInForce, editionOfYear, supersededOn } from './editions.ts';
import { parseStatute } from './parse-statute.ts';
import { findEdition, statutesOn } from './statute.ts';

const edition = (adoptedOn: string, inForceFrom: string, repealedOn: string | null = null) => ({
  adoptedOn,
  inForceFrom,
  repealedOn,
});
const old = edition('2007-08-30', '2007-11-01');
const now = edition('2024-06-28', '2024-11-01', '2030-01-01');
const both = [now, old];

test.each([
  ['2007-10-31', null],
  ['2007-11-01', old],
  ['2024-10-31', old],
  ['2024-11-01', now],
  ['2029-12-31', now],
  ['2030-01-01', null],
])('on %s the edition in force is found', (day, expected) => {
  expect(editionInForce(both, day)).toBe(expected);
});

test('a text is read by the edition to come, or by the last, where none is in force', () => {
  expect(editionFor(both, '2000-01-01')).toBe(old);
  expect(editionFor(both, '2031-01-01')).toBe(now);
  expect(editionFor([], '2031-01-01')).toBeNull();
});

test('an edition is named by its year and gives way to the next', () => {
  expect(editionOfYear(both, 2007)).toBe(old);
  expect(editionOfYear(both, 2008)).toBeNull();
  expect(supersededOn(both, old)).toBe('2024-11-01');
  expect(supersededOn(both, now)).toBeNull();
});

const days = fc.integer({ min: 0, max: 9000 }).map((day) => new Date(day * 86_400_000 + 1e12));
const written = days.map((day) => day.toISOString().slice(0, 10));

test('on every day the edition in force began by then, and none that began later was passed over', () => {
  fc.assert(
    fc.property(fc.uniqueArray(written, { minLength: 1 }), written, (starts, day) => {
      const found = editionInForce(
        starts.map((start) => edition(start, start)),
        day,
      );
      const expected = starts
        .filter((start) => start <= day)
        .sort()
        .at(-1);
      expect(found?.inForceFrom).toBe(expected);
    }),
  );
});

const articles = (text: string) => parseStatute('甲', text);

test('articles are followed by their words when their numbers shift', () => {
  const changes = compareEditions(
    articles(
      '第一条 为了保障人民群众的生命安全，制定本法。\n第二条 村民委员会由主任、副主任和委员组成。\n第三条 本条已无用处。\n第四条 本法自公布之日起施行。',
    ),
    articles(
      '第一条 为了保障人民群众的生命安全，制定本法。\n第二条 完全新的一段规定。\n第三条 村民委员会由主任、副主任和三名委员组成。\n第四条 附带另外新内容。\n第五条 本法自公布之日起施行。',
    ),
  );
  expect(
    changes.map(({ state, before, after }) => [
      state,
      before?.number ?? null,
      after?.number ?? null,
    ]),
  ).toEqual([
    ['same', '第一条', '第一条'],
    ['new', null, '第二条'],
    ['changed', '第二条', '第三条'],
    ['gone', '第三条', null],
    ['new', null, '第四条'],
    ['moved', '第四条', '第五条'],
  ]);
});

test('every article of both editions is told once', () => {
  const text = fc.string({ unit: fc.constantFrom('甲', '乙', '丙', '丁', '。'), minLength: 1 });
  const some = fc.array(text, { maxLength: 12 }).map((texts) => ({
    articles: new Map(
      texts.map((words, index) => [`第${index}条`, { number: `第${index}条`, text: words }]),
    ),
  }));
  fc.assert(
    fc.property(some, some, (before, after) => {
      const changes = compareEditions(before, after);
      const numbers = (which: 'before' | 'after') =>
        changes.flatMap((change) => change[which]?.number ?? []);
      expect([...numbers('before')].sort()).toEqual([...before.articles.keys()].sort());
      expect(numbers('after')).toEqual([...after.articles.keys()]);
    }),
  );
});

test('a citation means the edition of the day, or the one whose year it names', () => {
  const info = (day: string) => `# 甲法\n${day} 第一次会议修订\n<!-- INFO END -->\n`;
  const first = parseStatute(
    '甲法',
    `${info('2017年9月1日')}第一条 旧。\n第二条 自2018年1月1日起施行。`,
  );
  const second = parseStatute(
    '甲法',
    `${info('2023年9月1日')}第一条 新。\n第二条 自2024年1月1日起施行。`,
  );
  const on = (day: string) => statutesOn([second, first], day);
  const words = (day: string, year: number | null) =>
    findEdition(on(day), { statute: '甲法', year })?.articles.get('第一条')?.text;
  expect(words('2026-01-01', null)).toBe('新。');
  expect(words('2023-12-31', null)).toBe('旧。');
  expect(words('2026-01-01', 2017)).toBe('旧。');
  expect(words('2026-01-01', 2016)).toBeUndefined();
});
