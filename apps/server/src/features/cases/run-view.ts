import type { CaseRun, CompletionNews } from '@xueshi/contracts';
import type { schema } from '@xueshi/database';
import { walkCase, type CaseGraph } from '@xueshi/domain';
import { renderMarkdown } from '@xueshi/formats';
import type { CaseContent } from '../catalogue/service.ts';
import { caseHtml } from './case-html.ts';
import type { PeersByNode } from './peers.ts';

type RunRow = typeof schema.caseRuns.$inferSelect;

export const graphOf = (content: CaseContent): CaseGraph => ({
  start: content.start,
  nodes: content.nodes.map((node) => ({
    id: node.id,
    options: node.options.map((option) => ({ id: option.id, next: option.next })),
  })),
  endings: content.endings.map((ending) => ({ id: ending.id })),
});

interface Shown {
  readonly run: RunRow;
  readonly content: CaseContent;
  readonly peers: PeersByNode;
  readonly sharing: CaseRun['sharing'];
  readonly discussion: CaseRun['discussion'];
  readonly news: CompletionNews | null;
}

/**
 * A run as far as it has gone. What others chose is told with one's own choice and never before;
 * judgements, commentary and law are told when it has ended.
 */
export function viewOf({ run, content, peers, sharing, discussion, news }: Shown): CaseRun {
  const ended = run.endedAt !== null;
  const ending = content.endings.find((one) => one.id === run.endingId);
  return {
    id: run.id,
    steps: stepsOf(run, content, peers),
    ending: ending
      ? { id: ending.id, title: ending.title, textHtml: caseHtml(content, ending.text) }
      : null,
    commentaryHtml: ended ? caseHtml(content, content.commentary) : null,
    statutes: ended ? statutesOf(content) : [],
    reflectionQuestion: ended ? content.reflection : null,
    reflection: run.reflection,
    sharing,
    discussion,
    news,
  };
}

export const statutesOf = ({ statutes }: CaseContent): CaseRun['statutes'] =>
  statutes.map(({ statute, article, note, text }) => ({
    statute,
    article,
    note,
    textHtml: renderMarkdown(text),
  }));

function stepsOf(run: RunRow, content: CaseContent, peers: PeersByNode): CaseRun['steps'] {
  const nodes = new Map(content.nodes.map((node) => [node.id, node]));
  const standing = walkCase(graphOf(content), run.path);
  const visited = [
    ...run.path.map((decision) => decision.nodeId),
    ...(standing.kind === 'at-node' ? [standing.nodeId] : []),
  ];
  return visited.flatMap((nodeId, at) => {
    const node = nodes.get(nodeId);
    if (!node) return [];
    const chosen = node.options.find((option) => option.id === run.path[at]?.optionId);
    return [
      {
        nodeId,
        textHtml: caseHtml(content, node.text),
        question: node.question,
        options: node.options.map(({ id, text }) => ({ id, text })),
        chosen: chosen
          ? {
              optionId: chosen.id,
              consequenceHtml: caseHtml(content, chosen.consequence),
              judgement: run.endedAt === null ? null : chosen.judgement,
              peers: peers.get(nodeId) ?? null,
            }
          : null,
      },
    ];
  });
}
