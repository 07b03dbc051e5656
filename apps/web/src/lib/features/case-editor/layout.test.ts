import type { CaseGraph } from '@xueshi/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOut } from './layout.ts';

const graphOf = (start: string, nodes: Record<string, string[]>, endings: string[]): CaseGraph => ({
  start,
  nodes: Object.entries(nodes).map(([id, next]) => ({
    id,
    options: next.map((to, at) => ({ id: String(at), next: to })),
  })),
  endings: endings.map((id) => ({ id })),
});
const columns = (graph: CaseGraph) =>
  Object.fromEntries(layOut(graph).boxes.map(({ id, column }) => [id, column]));

const ids = ['a', 'b', 'c', 'd', 'e'];
const anyGraph = fc
  .record({
    start: fc.constantFrom(...ids, 'x'),
    nodes: fc.dictionary(
      fc.constantFrom(...ids),
      fc.array(fc.constantFrom(...ids, 'x', 'y'), { maxLength: 4 }),
    ),
    endings: fc.subarray(['x', 'y']),
  })
  .map(({ start, nodes, endings }) => graphOf(start, nodes, endings));

test('every step has a place of its own, endings in the last column, whatever the case', () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const { boxes, arrows, columns: count, rows } = layOut(graph);
      expect(boxes).toHaveLength(graph.nodes.length + graph.endings.length);
      expect(new Set(boxes.map(({ column, row }) => `${column} ${row}`)).size).toBe(boxes.length);
      for (const { column, row, isEnding } of boxes) {
        expect(column).toBeLessThan(count);
        expect(row).toBeLessThan(rows);
        expect(isEnding).toBe(column === count - 1);
      }
      const at = new Map(boxes.map(({ id, column }) => [id, column]));
      for (const { from, to, isBack } of arrows)
        expect((at.get(to) ?? 0) > (at.get(from) ?? 0)).toBe(!isBack);
    }),
  );
});

test('a decision stands after all that lead to it', () => {
  const graph = graphOf('a', { a: ['b', 'c'], b: ['c', 'x'], c: ['x', 'y'] }, ['x', 'y']);
  expect(columns(graph)).toEqual({ a: 0, b: 1, c: 2, x: 3, y: 3 });
  expect(layOut(graph).arrows.every(({ isBack }) => !isBack)).toBe(true);
});

test('loops lead back, and what nobody can reach stands apart', () => {
  const graph = graphOf('a', { a: ['b'], b: ['a', 'x'], d: ['x'] }, ['x']);
  expect(columns(graph)).toEqual({ a: 0, b: 1, d: 2, x: 3 });
  expect(layOut(graph).arrows.filter(({ isBack }) => isBack)).toEqual([
    { from: 'b', to: 'a', optionId: '0', isBack: true },
  ]);
});
