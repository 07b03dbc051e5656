import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkCaseGraph, type CaseGraph } from './case-graph.ts';

const option = (id: string, next: string) => ({ id, next });
const petition: CaseGraph = {
  start: 'reception',
  nodes: [
    { id: 'reception', options: [option('a', 'classify'), option('b', 'settled')] },
    { id: 'classify', options: [option('a', 'settled'), option('b', 'returned')] },
  ],
  endings: [{ id: 'settled' }, { id: 'returned' }],
};

test('a case that can be walked to each of its endings has no problems', () => {
  expect(checkCaseGraph(petition)).toEqual([]);
});

test.each([
  {
    promise: 'a start that is no decision point is named',
    graph: { ...petition, start: 'elsewhere' },
    problem: { code: 'unknown-start', nodeId: 'elsewhere' },
  },
  {
    promise: 'an ending cannot be the start',
    graph: { ...petition, start: 'settled' },
    problem: { code: 'unknown-start', nodeId: 'settled' },
  },
  {
    promise: 'an option that leads nowhere is named with its decision point',
    graph: {
      ...petition,
      nodes: [...petition.nodes, { id: 'lost', options: [option('c', 'nowhere')] }],
    },
    problem: { code: 'unknown-target', nodeId: 'lost', optionId: 'c', next: 'nowhere' },
  },
  {
    promise: 'a decision point nobody can come to is named',
    graph: {
      ...petition,
      nodes: [...petition.nodes, { id: 'island', options: [option('a', 'settled')] }],
    },
    problem: { code: 'unreachable-node', nodeId: 'island' },
  },
  {
    promise: 'an ending nobody can come to is named',
    graph: { ...petition, endings: [...petition.endings, { id: 'never' }] },
    problem: { code: 'unreachable-ending', nodeId: 'never' },
  },
  {
    promise: 'a decision point without options is a dead end',
    graph: {
      ...petition,
      nodes: [
        { id: 'reception', options: [option('a', 'classify'), option('b', 'stuck')] },
        petition.nodes[1] ?? { id: 'missing', options: [] },
        { id: 'stuck', options: [] },
      ],
    },
    problem: { code: 'dead-end', nodeId: 'stuck' },
  },
  {
    promise: 'an option that leads back is named',
    graph: {
      ...petition,
      nodes: [
        { id: 'reception', options: [option('a', 'classify'), option('b', 'settled')] },
        { id: 'classify', options: [option('a', 'returned'), option('b', 'reception')] },
      ],
    },
    problem: { code: 'cycle', nodeId: 'classify', optionId: 'b', next: 'reception' },
  },
  {
    promise: 'an id that names a decision point and an ending is refused',
    graph: { ...petition, endings: [...petition.endings, { id: 'classify' }] },
    problem: { code: 'duplicate-id', nodeId: 'classify' },
  },
  {
    promise: 'two options of one decision point cannot share an id',
    graph: {
      ...petition,
      nodes: [
        { id: 'reception', options: [option('a', 'classify'), option('a', 'settled')] },
        petition.nodes[1] ?? { id: 'missing', options: [] },
      ],
    },
    problem: { code: 'duplicate-option', nodeId: 'reception', optionId: 'a' },
  },
])('$promise', ({ graph, problem }) => {
  expect(checkCaseGraph(graph)).toContainEqual(problem);
});

const anyGraph = fc
  .record({
    nodeCount: fc.integer({ min: 1, max: 6 }),
    targets: fc.array(fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 3 }), { maxLength: 6 }),
  })
  .map(({ nodeCount, targets }): CaseGraph => {
    const nodes = Array.from({ length: nodeCount }, (_, index) => ({
      id: `n${index}`,
      options: (targets[index] ?? []).map((target, place) =>
        option(`o${place}`, target < nodeCount ? `n${target}` : `e${target % 2}`),
      ),
    }));
    return { start: 'n0', nodes, endings: [{ id: 'e0' }, { id: 'e1' }] };
  });

/** Slow and plain: every walk of at most as many decisions as there are decision points, and one. */
function walksEveryWay(graph: CaseGraph): { reached: Set<string>; alwaysEnds: boolean } {
  const reached = new Set<string>([graph.start]);
  let standing = new Set([graph.start]);
  for (let step = 0; step <= graph.nodes.length; step += 1) {
    const after = new Set<string>();
    for (const node of graph.nodes.filter(({ id }) => standing.has(id))) {
      if (node.options.length === 0) return { reached, alwaysEnds: false };
      for (const { next } of node.options) {
        after.add(next);
        reached.add(next);
      }
    }
    standing = after;
  }
  return { reached, alwaysEnds: standing.size === 0 };
}

test('a case passes exactly when everything is reached and every way of walking it ends', () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const { reached, alwaysEnds } = walksEveryWay(graph);
      const all = [...graph.nodes, ...graph.endings].every(({ id }) => reached.has(id));
      expect(checkCaseGraph(graph).length === 0).toBe(all && alwaysEnds);
    }),
    { numRuns: 2000 },
  );
});

test('a hostile case of fifty thousand decisions in one line is still checked', () => {
  const length = 50_000;
  const nodes = Array.from({ length }, (_, index) => ({
    id: `n${index}`,
    options: [option('a', index + 1 < length ? `n${index + 1}` : 'n0')],
  }));
  const codes = checkCaseGraph({ start: 'n0', nodes, endings: [] }).map(({ code }) => code);
  expect(codes.filter((code) => code === 'dead-end')).toHaveLength(length);
  expect(codes.filter((code) => code === 'cycle')).toHaveLength(1);
});
