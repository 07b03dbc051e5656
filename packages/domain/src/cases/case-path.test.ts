import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseGraph } from './case-graph.ts';
import { walkCase, type CaseDecision } from './case-path.ts';

const graph: CaseGraph = {
  start: 'reception',
  nodes: [
    {
      id: 'reception',
      options: [
        { id: 'a', next: 'classify' },
        { id: 'b', next: 'returned' },
      ],
    },
    {
      id: 'classify',
      options: [
        { id: 'a', next: 'settled' },
        { id: 'b', next: 'returned' },
      ],
    },
  ],
  endings: [{ id: 'settled' }, { id: 'returned' }],
};
const chose = (nodeId: string, optionId: string): CaseDecision => ({ nodeId, optionId });

test('a case begins at its first decision point', () => {
  expect(walkCase(graph, [])).toEqual({ kind: 'at-node', nodeId: 'reception' });
});

test('a decision leads to the next decision point', () => {
  const standing = walkCase(graph, [chose('reception', 'a')]);
  expect(standing).toEqual({ kind: 'at-node', nodeId: 'classify' });
});

test('the last decision leads to its ending', () => {
  const standing = walkCase(graph, [chose('reception', 'a'), chose('classify', 'a')]);
  expect(standing).toEqual({ kind: 'ended', endingId: 'settled' });
});

test.each([
  {
    promise: 'an option that does not exist is refused',
    path: [chose('reception', 'z')],
    refusal: { reason: 'unknown-option', step: 0 },
  },
  {
    promise: 'a decision point cannot be skipped',
    path: [chose('classify', 'a')],
    refusal: { reason: 'not-current-node', step: 0 },
  },
  {
    promise: 'a decision cannot be taken twice',
    path: [chose('reception', 'a'), chose('reception', 'b')],
    refusal: { reason: 'not-current-node', step: 1 },
  },
  {
    promise: 'nothing more is decided after the end',
    path: [chose('reception', 'b'), chose('returned', 'a')],
    refusal: { reason: 'already-ended', step: 1 },
  },
])('$promise', ({ path, refusal }) => {
  expect(walkCase(graph, path)).toMatchObject({ kind: 'refused', ...refusal });
});

test('a longer path never mends a refused one', () => {
  const decision = fc.record({
    nodeId: fc.constantFrom('reception', 'classify', 'settled', 'x'),
    optionId: fc.constantFrom('a', 'b', 'z'),
  });
  fc.assert(
    fc.property(fc.array(decision, { maxLength: 4 }), decision, (path, more) => {
      const before = walkCase(graph, path);
      fc.pre(before.kind !== 'at-node');
      const after = walkCase(graph, [...path, more]);
      expect(after).toEqual(
        before.kind === 'refused'
          ? before
          : { kind: 'refused', reason: 'already-ended', step: path.length, ...more },
      );
    }),
    { numRuns: 1000 },
  );
});
