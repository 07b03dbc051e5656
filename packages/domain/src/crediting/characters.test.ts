import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countCharacters } from './characters.ts';

test.each([
  { promise: 'each Chinese character is one', text: '信访工作', count: 4 },
  { promise: 'punctuation is nothing', text: '《信访工作条例》，第十七条。', count: 10 },
  { promise: 'a Latin word is one', text: 'village committee', count: 2 },
  { promise: 'a date is one', text: '2022-02-25 施行', count: 3 },
  { promise: 'a decimal number is one', text: '3.5 亩', count: 2 },
  { promise: 'a word inside Chinese text is one', text: '用App办理', count: 4 },
  { promise: 'rare characters outside the basic plane are one each', text: '𠮷𡋾', count: 2 },
  { promise: 'a Tibetan word is one, its vowel signs included', text: 'བོད', count: 1 },
  {
    promise: 'headings, stars and quote marks are nothing',
    text: '# 标题\n\n> **强调**文字',
    count: 6,
  },
  {
    promise: 'a table’s lines are nothing',
    text: '| 期限 | 条款 |\n|---|:-:|\n| 十五日 | 一 |',
    count: 8,
  },
  {
    promise: 'a link counts its words only',
    text: '见[原文](https://www.example.cn/a/b)处',
    count: 4,
  },
  { promise: 'a bare address is nothing', text: '见 https://www.example.cn/a 处', count: 2 },
  { promise: 'a picture is nothing', text: '![示意图](map.png)如图', count: 2 },
  { promise: 'tags and entities are nothing', text: '<b class="x">重</b>&nbsp;点', count: 2 },
  { promise: 'an empty text is empty', text: ' \n\t', count: 0 },
])('$promise', ({ text, count }) => {
  expect(countCharacters(text)).toBe(count);
});

test('laying a text out in Markdown does not make it longer', () => {
  const sentence = fc.array(fc.constantFrom('村', '镇', '法', 'land', '42', ' '), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(sentence, (parts) => {
      const text = parts.join(' ');
      const plain = countCharacters(text);
      for (const laidOut of [`# ${text}`, `- **${text}**`, `> ${text}\n>\n> ——`, `| ${text} |`]) {
        expect(countCharacters(laidOut)).toBe(plain);
      }
    }),
    { numRuns: 1000 },
  );
});

test.each(['![', '](', '<a', 'https://', '&#', '[', "a'"])(
  'a million characters of “%s” are counted at once',
  (scrap) => {
    const text = scrap.repeat(1_000_000 / scrap.length);
    const started = performance.now();
    countCharacters(text);
    expect(performance.now() - started).toBeLessThan(2_000);
  },
);
