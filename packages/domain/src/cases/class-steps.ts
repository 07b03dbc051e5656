import type { CaseGraph } from './case-graph.ts';
import { walkCase, type CaseDecision } from './case-path.ts';

/** What a class looks at, in the order in which it comes; voting to consequence once a decision. */
export const CLASS_PHASES = [
  'situation',
  'voting',
  'result',
  'consequence',
  'ending',
  'commentary',
  'law',
  'reflection',
] as const;
export type ClassPhase = (typeof CLASS_PHASES)[number];

/** Where a class stands in a case: what it looks at, and the decisions it has taken together. */
export interface ClassStanding {
  readonly phase: ClassPhase;
  readonly path: readonly CaseDecision[];
}

/** What the presenter does: go on, let the class vote once more, or take an option as its choice. */
export type ClassMove =
  | { readonly kind: 'advance' }
  | { readonly kind: 'reopen' }
  | { readonly kind: 'choose'; readonly optionId: string };

export type ClassMoved =
  | { readonly kind: 'moved'; readonly standing: ClassStanding }
  | {
      readonly kind: 'refused';
      readonly reason: 'choice-needed' | 'not-now' | 'unknown-option' | 'at-end';
    };

/** Where every class begins. */
export const CLASS_START: ClassStanding = { phase: 'situation', path: [] };

/** A class can be joined for this long, ms; its code is dead afterwards. */
export const CLASS_LIFETIME_MS = 12 * 3_600_000;

/**
 * One step of a class through a case. A vote is closed before a choice is taken; the choice is the
 * presenter's to take, whatever the vote said. `closing` are the parts after the ending that the case
 * has. Expects a sound graph, as `walkCase` does. Source: DOMAIN M11, docs/decisions/0018.
 */
export function moveClass(
  graph: CaseGraph,
  { phase, path }: ClassStanding,
  move: ClassMove,
  closing: readonly ClassPhase[],
): ClassMoved {
  const moved = (to: ClassPhase, along = path): ClassMoved => ({
    kind: 'moved',
    standing: { phase: to, path: along },
  });
  if (move.kind === 'reopen')
    return phase === 'result' ? moved('voting') : { kind: 'refused', reason: 'not-now' };
  if (move.kind === 'choose') {
    const here = walkCase(graph, path);
    if (phase !== 'result' || here.kind !== 'at-node')
      return { kind: 'refused', reason: 'not-now' };
    const along = [...path, { nodeId: here.nodeId, optionId: move.optionId }];
    return walkCase(graph, along).kind === 'refused'
      ? { kind: 'refused', reason: 'unknown-option' }
      : moved('consequence', along);
  }
  switch (phase) {
    case 'situation':
      return moved('voting');
    case 'voting':
      return moved('result');
    case 'result':
      return { kind: 'refused', reason: 'choice-needed' };
    case 'consequence':
      return moved(walkCase(graph, path).kind === 'ended' ? 'ending' : 'voting');
    default: {
      const next = closing[closing.indexOf(phase) + 1];
      return next ? moved(next) : { kind: 'refused', reason: 'at-end' };
    }
  }
}

/** The option with the most votes; null where nobody voted or the most went to several. */
export function mostVoted(votes: ReadonlyMap<string, number>): string | null {
  const [first, second] = [...votes].sort((a, b) => b[1] - a[1]);
  if (!first || first[1] === 0 || first[1] === second?.[1]) return null;
  return first[0];
}
