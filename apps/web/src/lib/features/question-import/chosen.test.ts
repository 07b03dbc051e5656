import { expect, test } from 'vitest';
import { groupsIn, itemsIn, withoutRetired } from './chosen.ts';

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

test('questions that were out of use are told by their places', () => {
  expect(withoutRetired([{ id: 'q1' }, { id: 'q2', isRetired: true }])).toEqual({
    items: [{ id: 'q1' }, { id: 'q2' }],
    retired: [1],
  });
  expect(groupsIn('[{"id":"g1","text":"材料"}]')).toEqual([{ id: 'g1', text: '材料' }]);
  expect([groupsIn('{}'), groupsIn('no'), groupsIn(null)]).toEqual([[], [], []]);
});
