import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareCharacters } from './compare-characters.ts';

test('the parts of a difference give both texts back', () => {
  const text = fc.string({ unit: fc.constantFrom('甲', '乙', '丙', '，'), maxLength: 30 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = compareCharacters(before, after);
      const without = (kind: string) =>
        parts
          .filter((part) => part.kind !== kind)
          .map((part) => part.text)
          .join('');
      expect(without('added')).toBe(before);
      expect(without('removed')).toBe(after);
    }),
  );
});

test('what has little in common is told as replaced', () => {
  const [before, after] = ['甲'.repeat(4_000), '乙'.repeat(4_000)];
  expect(compareCharacters(before, after)).toEqual([
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ]);
});
