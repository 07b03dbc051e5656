// Where the steps of a case stand in its picture: in columns, by how many decisions lead there.
import type { CaseGraph } from '@xueshi/domain';

export interface Box {
  readonly id: string;
  readonly isEnding: boolean;
  /** Column and row, from 0. */
  readonly column: number;
  readonly row: number;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly optionId: string;
  /** Leads back to its own column or before: a decision made twice. */
  readonly isBack: boolean;
}

export interface Layout {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  readonly columns: number;
  readonly rows: number;
}

/**
 * Lays a case out: the start in the first column, every other step in the column after the farthest
 * that leads there (loops aside), endings in the last. What cannot be reached stands in a column of its
 * own before the endings. Each step once, however often its id is given.
 */
export function layOut({ start, nodes, endings }: CaseGraph): Layout {
  const options = new Map(nodes.map((node) => [node.id, node.options]));
  const depths = depthsOf(start, options);
  const deepest = Math.max(0, ...depths.values());
  const hasLost = nodes.some(({ id }) => !depths.has(id));
  const last = deepest + (hasLost ? 2 : 1);
  const used: number[] = [];
  const boxes: Box[] = [];
  const place = (id: string, column: number, isEnding: boolean) => {
    if (boxes.some((box) => box.id === id)) return;
    const row = used[column] ?? 0;
    used[column] = row + 1;
    boxes.push({ id, isEnding, column, row });
  };
  for (const { id } of nodes) place(id, depths.get(id) ?? deepest + 1, false);
  for (const { id } of endings) place(id, last, true);
  const columnOf = new Map(boxes.map(({ id, column }) => [id, column]));
  const arrows = nodes.flatMap(({ id: from, options: leading }) =>
    leading.flatMap(({ id: optionId, next: to }) => {
      const [there, here] = [columnOf.get(to), columnOf.get(from) ?? 0];
      return there === undefined ? [] : [{ from, to, optionId, isBack: there <= here }];
    }),
  );
  return {
    boxes,
    arrows,
    columns: last + 1,
    rows: Math.max(1, ...Array.from(used, (rows) => rows ?? 0)),
  };
}

type Options = ReadonlyMap<string, CaseGraph['nodes'][number]['options']>;

/** For each decision that can be reached the longest way to it that passes none twice. */
function depthsOf(start: string, options: Options): Map<string, number> {
  const depths = new Map<string, number>();
  const order = topological(start, options);
  if (options.has(start)) depths.set(start, 0);
  const rank = new Map(order.map((id, at) => [id, at]));
  for (const id of order) {
    const depth = depths.get(id) ?? 0;
    for (const { next } of options.get(id) ?? []) {
      const isForward = (rank.get(next) ?? -1) > (rank.get(id) ?? 0);
      if (isForward) depths.set(next, Math.max(depths.get(next) ?? 0, depth + 1));
    }
  }
  return depths;
}

/** Decisions that can be reached, each before those it leads to; of a loop, as they are met. */
function topological(start: string, options: Options): string[] {
  const done: string[] = [];
  const seen = new Set<string>();
  const path: { readonly id: string; at: number }[] = [];
  const enter = (id: string) => {
    if (seen.has(id) || !options.has(id)) return;
    seen.add(id);
    path.push({ id, at: 0 });
  };
  enter(start);
  for (let here = path.at(-1); here; here = path.at(-1)) {
    const option = options.get(here.id)?.[here.at];
    here.at += 1;
    if (option) enter(option.next);
    else {
      done.push(here.id);
      path.pop();
    }
  }
  return done.reverse();
}
