import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALIKE, KnownTexts, type ComparedText } from './similar-texts.ts';

const known = (...texts: ComparedText[]) => {
  const all = new KnownTexts();
  for (const text of texts) all.add(text);
  return all;
};
const of = (...parts: string[]): ComparedText => ({ parts });
const words = fc.string({
  unit: fc.constantFrom(...'村民会议信访条例第一二三十条的是吗'),
  minLength: 2,
});
const text = fc.array(words, { minLength: 1, maxLength: 5 }).map((parts) => ({ parts }));

test('a text is wholly like itself, whatever the order of its parts, width, signs and case', () => {
  fc.assert(
    fc.property(text, fc.array(text, { maxLength: 5 }), (one, others) => {
      const turned = { parts: one.parts.toReversed().map((part) => `（ ${part}，____ ）`) };
      expect(known(...others, one).mostLike(turned)?.share).toBe(1);
    }),
  );
  expect(known(of('Ａ村 60 日？')).mostLike(of('a村60日'))).toEqual({ at: 0, share: 1 });
});

test('likeness goes both ways, lies between 0 and 1, and is that of counting every pair', () => {
  const pairs = ({ parts }: ComparedText) =>
    new Set(parts.flatMap((part) => [...part].slice(1).map((sign, at) => [...part][at] + sign)));
  fc.assert(
    fc.property(text, text, (one, other) => {
      const there = known(other).mostLike(one, Number.MIN_VALUE);
      expect(known(one).mostLike(other, Number.MIN_VALUE)?.share).toBe(there?.share);
      const [first, second] = [pairs(one), pairs(other)];
      const both = first.intersection(second).size;
      expect(there?.share ?? 0).toBe(both === 0 ? 0 : both / first.union(second).size);
    }),
  );
});

test('of several the most like one is found, and none where nothing is like it', () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), text, (texts, asked) => {
      const found = known(...texts).mostLike(asked, Number.MIN_VALUE);
      const shares = texts.map((one) => known(one).mostLike(asked, Number.MIN_VALUE)?.share ?? 0);
      expect(found?.share ?? 0).toBe(Math.max(...shares));
      if (found) expect(found.at).toBe(shares.indexOf(found.share));
    }),
  );
  expect(known(of('完全不同')).mostLike(of('甲乙丙丁'))).toBeNull();
  expect(known(of('，。')).mostLike(of('？'))).toBeNull();
});

test('reworded questions are found, and others about the same matter are not', () => {
  const question = of(
    '村民会议由本村十八周岁以上的村民组成，召开时应当有过半数参加。',
    '正确',
    '错误',
  );
  const all = known(question);
  const reworded = of(
    '村民会议由本村十八周岁以上村民组成，召开村民会议应当有过半数参加',
    '错误',
    '正确',
  );
  expect(all.mostLike(reworded)?.share).toBeGreaterThanOrEqual(ALIKE);
  expect(all.mostLike(of('村民会议每年至少召开几次？', '一次', '两次'))).toBeNull();
});

test('a bank of thousands costs no more than moments', () => {
  const signs = '村民会议信访条例办理期限申请复议公开事项监督委员';
  const made = (seed: number) =>
    of(
      Array.from(
        { length: 60 },
        (_, at) => signs[(seed * 7 + at * at * (seed % 13)) % signs.length],
      ).join(''),
    );
  const all = known(...Array.from({ length: 5000 }, (_, at) => made(at)));
  const started = performance.now();
  for (let at = 0; at < 200; at += 1) all.mostLike(made(at * 3 + 1));
  expect(performance.now() - started).toBeLessThan(5_000);
});
