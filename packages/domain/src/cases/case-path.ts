import type { CaseGraph } from './case-graph.ts';

/** One decision taken: which option, at which decision point. */
export interface CaseDecision {
  readonly nodeId: string;
  readonly optionId: string;
}

/** Where a learner stands in a case, or why a decision cannot stand. `step` counts from 0. */
export type CaseStanding =
  | { readonly kind: 'at-node'; readonly nodeId: string }
  | { readonly kind: 'ended'; readonly endingId: string }
  | {
      readonly kind: 'refused';
      readonly reason: 'not-current-node' | 'unknown-option' | 'already-ended';
      readonly step: number;
      readonly nodeId: string;
      readonly optionId: string;
    };

/**
 * Follows the decisions from the start of a case. Each decision must be taken at the decision point
 * where the learner then stands and choose one of its options; the first that does not is refused.
 * The same path always gives the same standing, so a run can be rebuilt from its decisions alone.
 * Expects a graph in which `checkCaseGraph` found nothing (a published version, DESIGN decision 6);
 * a target that is no decision point is taken to be an ending. Source: DOMAIN M11.
 */
export function walkCase(graph: CaseGraph, path: readonly CaseDecision[]): CaseStanding {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  let here = graph.start;
  for (const [step, { nodeId, optionId }] of path.entries()) {
    const node = nodes.get(here);
    if (!node) return { kind: 'refused', reason: 'already-ended', step, nodeId, optionId };
    if (node.id !== nodeId) {
      return { kind: 'refused', reason: 'not-current-node', step, nodeId, optionId };
    }
    const chosen = node.options.find((option) => option.id === optionId);
    if (!chosen) return { kind: 'refused', reason: 'unknown-option', step, nodeId, optionId };
    here = chosen.next;
  }
  return nodes.has(here) ? { kind: 'at-node', nodeId: here } : { kind: 'ended', endingId: here };
}
