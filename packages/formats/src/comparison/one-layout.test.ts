import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { inOneLayout } from './one-layout.ts';

test('what is laid out in another way is the same', () => {
  const byHand = `format: 1
title: { zh-CN: 接访, en: Receiving } # of the course
lessons: # in order
  - { id: a, kind: reading, source: a.md }
`;
  const written = `lessons:
  - kind: reading
    id: a
    source: a.md
title:
  zh-CN: 接访
  en: Receiving
format: 1
`;
  const [before, after] = inOneLayout(byHand, written);
  expect(after).toBe(before);
  expect(before).toContain('title:\n  zh-CN: 接访\n');
});

test('what says something else stays different, wherever its keys stand', () => {
  const [before, after] = inOneLayout('{"a": 1, "b": [1, 2]}', '{"c": 3, "b": [1], "a": 1}');
  expect(before).toBe('a: 1\nb:\n  - 1\n  - 2\n');
  expect(after).toBe('a: 1\nb:\n  - 1\nc: 3\n');
});

test('a text that cannot be read is compared as it is', () => {
  for (const broken of ['a: [', 'a: *nothing', '{"a": 1} {"b": 2}'])
    expect(inOneLayout(broken, 'a: 1')).toEqual([broken, 'a: 1']);
});

test('JSON and YAML of the same value are the same', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.jsonValue()), (value) => {
      const [before, after] = inOneLayout(JSON.stringify(value), stringify(value));
      expect(after).toBe(before);
    }),
  );
});
