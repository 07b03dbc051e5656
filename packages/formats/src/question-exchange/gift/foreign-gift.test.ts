import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { foreignSet, printTable, shareOf, whyNot } from '../foreign-sets.fixture.ts';
import type { ItemRead } from '../item-reading.ts';
import { letterAt, type Question } from '../question.ts';
import { readGift } from './read-gift.ts';

const folder = foreignSet('gift');
const reason = folder === null ? whyNot('gift') : '';

const Text = Type.Object({ text: Type.String() });
const Choice = Type.Object({
  isCorrect: Type.Boolean(),
  weight: Type.Union([Type.Number(), Type.Null()]),
  text: Type.Union([Text, Type.Object({ type: Type.String(), number: Type.Number() })]),
});
const Exact = Type.Object({ type: Type.Literal('simple'), number: Type.Number() });
/** What another parser, written by others, makes of an item. */
const Parsed = Type.Object({
  type: Type.String(),
  isTrue: Type.Optional(Type.Boolean()),
  choices: Type.Optional(Type.Unknown()),
  matchPairs: Type.Optional(
    Type.Array(Type.Object({ subquestion: Text, subanswer: Type.String() })),
  ),
});

function filesOf(path: string) {
  return readdirSync(path)
    .filter((name) => name.endsWith('.gift'))
    .map((file) => ({
      file,
      read: readGift(file, readFileSync(join(path, file), 'utf8')),
      parsed: Value.Parse(
        Type.Array(Parsed),
        JSON.parse(readFileSync(join(path, file.replace('.gift', '.json')), 'utf8')),
      ).filter(({ type }) => type !== 'Category'),
    }));
}

const KINDS: Readonly<Record<string, readonly Question['kind'][]>> = {
  TF: ['true_false'],
  MC: ['single', 'multiple'],
  Short: ['fill_in'],
  Numerical: ['fill_in'],
  Matching: ['matching'],
  Essay: ['short_answer'],
};

/** What each option or wording earns by the other parser's reading, per cent. */
const weightsOf = (choices: unknown) => {
  if (Value.Check(Exact, choices)) return [{ text: String(choices.number), weight: 100 }];
  return Value.Check(Type.Array(Choice), choices)
    ? choices.map(({ isCorrect, weight, text }) => ({
        text: 'text' in text ? text.text : String(text.number),
        weight: weight ?? (isCorrect ? 100 : 0),
      }))
    : [];
};

/** Answers and what they earn by the other parser's reading. */
function expected(
  question: Question,
  { isTrue, choices, matchPairs }: { isTrue?: boolean; choices?: unknown; matchPairs?: unknown[] },
): [Parameters<typeof shareOf>[1], number][] {
  const weights = weightsOf(choices);
  switch (question.kind) {
    case 'true_false':
      return [
        [true, isTrue === true ? 100 : 0],
        [false, isTrue === true ? 0 : 100],
      ];
    case 'single':
      return weights.map(({ weight }, at) => [[letterAt(at)], weight]);
    case 'multiple':
      return [[weights.flatMap(({ weight }, at) => (weight > 0 ? [letterAt(at)] : [])), 100]];
    case 'fill_in':
      // Of a range and a number the same digits may stand twice; the better one counts.
      return weights.map(({ text }) => [
        [text],
        Math.max(...weights.filter((each) => each.text === text).map(({ weight }) => weight)),
      ]);
    case 'matching': {
      const letters = (matchPairs ?? [])
        .slice(0, question.pairs.length)
        .map((_, at) => letterAt(at));
      return [
        [letters, 100],
        [letters.toReversed(), letters.length % 2 === 0 ? 0 : 100 / letters.length],
      ];
    }
    case 'ordering':
    case 'short_answer':
      return [];
  }
}

function compare(item: ItemRead, parsed: Parameters<typeof expected>[1]): number {
  const { question } = item;
  if (question === null) return 0;
  const cases = expected(question, parsed).filter(
    ([, share]) => item.scoresAlike || share === 100 || share <= 0,
  );
  for (const [answer, share] of cases) {
    expect(shareOf(question, answer), item.name).toBeCloseTo(Math.max(0, share), 1);
  }
  return cases.length;
}

test.skipIf(folder === null)(
  `real GIFT files come in and score as another parser reads them${reason}`,
  () => {
    const files = filesOf(folder ?? '');
    const tally = printTable('gift', files);
    expect(tally.items).toBeGreaterThanOrEqual(45);
    let compared = 0;
    for (const { file, read, parsed } of files) {
      if (!read.ok) {
        expect(parsed, file).toEqual([]); // A file of nothing but categories.
        continue;
      }
      expect(read.items.length, file).toBe(parsed.length);
      for (const [at, item] of read.items.entries()) {
        const other = parsed[at];
        if (item.question === null || other === undefined) continue;
        expect(KINDS[other.type], `${file} ${item.name}`).toContain(item.question.kind);
        compared += compare(item, other);
      }
    }
    expect(compared).toBeGreaterThan(60);
    const supported = tally.items - tally.noSuchKind;
    expect((tally.alike + tally.otherwise) / supported).toBeGreaterThanOrEqual(0.95);
  },
);
