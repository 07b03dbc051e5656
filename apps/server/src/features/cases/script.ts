import type { CaseScript } from '@xueshi/contracts';
import { caseMinimumSeconds } from '@xueshi/domain';
import type { CaseContent } from '../catalogue/service.ts';
import { caseHtml } from './case-html.ts';
import { statutesOf } from './run-view.ts';

/**
 * The whole of a case, judgements and commentary with it: walking it without a link needs them. A case
 * is not marked, so nothing is given away that would count; what others chose stays on the server.
 */
export const scriptOf = (content: CaseContent): CaseScript => ({
  start: content.start,
  nodes: content.nodes.map(({ id, text, question, options }) => ({
    id,
    textHtml: caseHtml(content, text),
    question,
    options: options.map(({ consequence, ...option }) => ({
      ...option,
      consequenceHtml: caseHtml(content, consequence),
    })),
  })),
  endings: content.endings.map(({ id, title, text }) => ({
    id,
    title,
    textHtml: caseHtml(content, text),
  })),
  commentaryHtml: caseHtml(content, content.commentary),
  statutes: statutesOf(content),
  minimumSeconds: caseMinimumSeconds(content.minutes),
});
