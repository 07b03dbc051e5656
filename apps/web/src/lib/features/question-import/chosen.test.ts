import { expect, test } from 'vitest';
import { itemsIn } from './chosen.ts';

test('ticked questions come as their boxes hold them, and a difficulty only where none is said', () => {
  const boxes = [
    '{"id":"q1","difficulty":null}',
    '{"id":"q2","difficulty":3}',
    'nothing',
    '[1]',
    7,
  ];
  expect(itemsIn(boxes, 2)).toEqual([
    { id: 'q1', difficulty: 2 },
    { id: 'q2', difficulty: 3 },
  ]);
});
