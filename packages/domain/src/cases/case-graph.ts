/** A case study as a graph of decision points (docs/author/course-format.md, DOMAIN M11). */
export interface CaseGraph {
  /** Id of the first decision point. */
  readonly start: string;
  readonly nodes: readonly CaseNode[];
  readonly endings: readonly CaseEnding[];
}

export interface CaseNode {
  readonly id: string;
  readonly options: readonly CaseOption[];
}

export interface CaseOption {
  readonly id: string;
  /** Id of another node or of an ending. */
  readonly next: string;
}

export interface CaseEnding {
  readonly id: string;
}

/** What an author has to mend. `nodeId` names a node, or an ending for the two ending codes. */
export type CaseProblem =
  | { readonly code: 'unknown-start'; readonly nodeId: string }
  | { readonly code: 'duplicate-id'; readonly nodeId: string }
  | { readonly code: 'duplicate-option'; readonly nodeId: string; readonly optionId: string }
  | {
      readonly code: 'unknown-target';
      readonly nodeId: string;
      readonly optionId: string;
      readonly next: string;
    }
  | { readonly code: 'unreachable-node'; readonly nodeId: string }
  | { readonly code: 'unreachable-ending'; readonly nodeId: string }
  | { readonly code: 'dead-end'; readonly nodeId: string }
  | {
      readonly code: 'cycle';
      readonly nodeId: string;
      readonly optionId: string;
      readonly next: string;
    };

/**
 * Everything that keeps a case from being walked to an end: unknown targets, ids used twice,
 * decision points and endings that nobody can reach, decision points from which no ending can be
 * reached, and options that lead back to an earlier decision. An empty list means a sound case.
 * Takes time linear in the number of options, and never recurses, so a hostile file does no harm.
 * Source: docs/author/course-format.md, case.yaml ("every node can be reached …"); DOMAIN M11.
 */
export function checkCaseGraph(graph: CaseGraph): CaseProblem[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const endings = new Set(graph.endings.map((ending) => ending.id));
  return [
    ...findDuplicates(graph),
    ...findUnknownTargets(graph, nodes, endings),
    ...findUnreachable(graph, nodes),
    ...findDeadEnds(graph, nodes, endings),
    ...findCycles(graph, nodes),
  ];
}

type NodesById = ReadonlyMap<string, CaseNode>;

function findDuplicates(graph: CaseGraph): CaseProblem[] {
  const problems: CaseProblem[] = [];
  const seen = new Set<string>();
  for (const { id } of [...graph.nodes, ...graph.endings]) {
    if (seen.has(id)) problems.push({ code: 'duplicate-id', nodeId: id });
    seen.add(id);
  }
  for (const node of graph.nodes) {
    const seenOptions = new Set<string>();
    for (const option of node.options) {
      if (seenOptions.has(option.id)) {
        problems.push({ code: 'duplicate-option', nodeId: node.id, optionId: option.id });
      }
      seenOptions.add(option.id);
    }
  }
  return problems;
}

function findUnknownTargets(
  graph: CaseGraph,
  nodes: NodesById,
  endings: ReadonlySet<string>,
): CaseProblem[] {
  const problems: CaseProblem[] = [];
  if (!nodes.has(graph.start)) problems.push({ code: 'unknown-start', nodeId: graph.start });
  for (const node of graph.nodes) {
    for (const { id, next } of node.options) {
      if (nodes.has(next) || endings.has(next)) continue;
      problems.push({ code: 'unknown-target', nodeId: node.id, optionId: id, next });
    }
  }
  return problems;
}

function findUnreachable(graph: CaseGraph, nodes: NodesById): CaseProblem[] {
  const reached = new Set<string>([graph.start]);
  const toVisit = [graph.start];
  for (let id = toVisit.pop(); id !== undefined; id = toVisit.pop()) {
    for (const { next } of nodes.get(id)?.options ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      toVisit.push(next);
    }
  }
  return [
    ...graph.nodes
      .filter((node) => !reached.has(node.id))
      .map((node) => ({ code: 'unreachable-node', nodeId: node.id }) as const),
    ...graph.endings
      .filter((ending) => !reached.has(ending.id))
      .map((ending) => ({ code: 'unreachable-ending', nodeId: ending.id }) as const),
  ];
}

function findDeadEnds(
  graph: CaseGraph,
  nodes: NodesById,
  endings: ReadonlySet<string>,
): CaseProblem[] {
  const cameFrom = new Map<string, string[]>();
  const leadsOut = new Set<string>();
  for (const node of graph.nodes) {
    for (const { next } of node.options) {
      // An unknown target is reported by itself; calling its node a dead end too would only confuse.
      if (endings.has(next) || !nodes.has(next)) leadsOut.add(node.id);
      const sources = cameFrom.get(next);
      if (sources) sources.push(node.id);
      else cameFrom.set(next, [node.id]);
    }
  }
  const toVisit = [...leadsOut];
  for (let id = toVisit.pop(); id !== undefined; id = toVisit.pop()) {
    for (const source of cameFrom.get(id) ?? []) {
      if (leadsOut.has(source)) continue;
      leadsOut.add(source);
      toVisit.push(source);
    }
  }
  return graph.nodes
    .filter((node) => !leadsOut.has(node.id))
    .map((node) => ({ code: 'dead-end', nodeId: node.id }) as const);
}

/** Depth-first with a stack of our own: an option that leads to a node still open closes a cycle. */
function findCycles(graph: CaseGraph, nodes: NodesById): CaseProblem[] {
  const problems: CaseProblem[] = [];
  const state = new Map<string, 'open' | 'done'>();
  for (const root of [graph.start, ...nodes.keys()]) {
    if (state.has(root)) continue;
    const path: { node: CaseNode; nextOption: number }[] = [];
    const enter = (id: string) => {
      const node = nodes.get(id);
      if (!node) return;
      state.set(id, 'open');
      path.push({ node, nextOption: 0 });
    };
    enter(root);
    for (let here = path[path.length - 1]; here; here = path[path.length - 1]) {
      const option = here.node.options[here.nextOption];
      here.nextOption += 1;
      if (!option) {
        state.set(here.node.id, 'done');
        path.pop();
      } else if (state.get(option.next) === 'open') {
        const { id: optionId, next } = option;
        problems.push({ code: 'cycle', nodeId: here.node.id, optionId, next });
      } else if (!state.has(option.next)) {
        enter(option.next);
      }
    }
  }
  return problems;
}
