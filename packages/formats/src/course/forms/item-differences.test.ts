// What an author is told of a change to a question.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { itemDifferences } from './item-differences.ts';
import { EMPTY_ITEM, ITEM_FORM_KINDS, type ItemForm } from './item-form.ts';

const words = fc.string({ maxLength: 6 });
const forms: fc.Arbitrary<ItemForm> = fc.record({
  id: words,
  kind: fc.constantFrom(...ITEM_FORM_KINDS),
  stem: words,
  options: fc.array(fc.record({ text: words, right: fc.boolean() }), { maxLength: 3 }),
  truth: fc.option(fc.boolean()),
  blanks: fc.array(fc.array(words, { maxLength: 2 }), { maxLength: 2 }),
  steps: fc.array(words, { maxLength: 2 }),
  pairs: fc.array(fc.record({ left: words, right: words }), { maxLength: 2 }),
  extra: fc.array(words, { maxLength: 2 }),
  guide: words,
  explanation: words,
  statute: words,
  article: words,
  difficulty: fc.option(fc.constantFrom(1, 2, 3)),
  points: fc.option(fc.integer({ min: 1, max: 9 })),
  group: words,
  area: words,
  tags: fc.array(words, { maxLength: 2 }),
  source: words,
});

test('every field that reads otherwise is told, once, and no other; backwards it reads backwards', () => {
  fc.assert(
    fc.property(forms, forms, (one, other) => {
      const told = itemDifferences(one, other);
      const fields = (Object.keys(one) as (keyof ItemForm)[]).filter(
        (field) => field !== 'id' && JSON.stringify(one[field]) !== JSON.stringify(other[field]),
      );
      expect(told.map(({ field }) => field).sort()).toEqual(fields.sort());
      const back = itemDifferences(other, one);
      expect(back.map(({ after, before }) => [after, before])).toEqual(
        told.map(({ before, after }) => [before, after]),
      );
      expect(itemDifferences(one, one)).toEqual([]);
    }),
  );
});

test('a right answer that moved to another option is told with the options', () => {
  const options = (right: number): ItemForm => ({
    ...EMPTY_ITEM,
    options: ['登记', '退回'].map((text, at) => ({ text, right: at === right })),
  });
  expect(itemDifferences(options(0), options(1))).toEqual([
    { field: 'options', before: 'A. 登记 ✓\nB. 退回', after: 'A. 登记\nB. 退回 ✓' },
  ]);
});
