import { renderMarkdown } from '@xueshi/formats';
import type { CaseContent } from '../catalogue/service.ts';
import { pictureUrlIn } from '../media/service.ts';

/** A text of a case as HTML, with the pictures that it shows. */
export const caseHtml = ({ pictures }: Pick<CaseContent, 'pictures'>, text: string): string =>
  renderMarkdown(text, { pictureUrl: pictureUrlIn(pictures) });
