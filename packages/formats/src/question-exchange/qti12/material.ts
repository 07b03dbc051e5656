// The texts of QTI 1.2: `material` with `mattext`, as plain words, as HTML in text or as elements.
import type { ItemReading } from '../item-reading.ts';
import { noLoss, type MarkNode } from '../rich-text.ts';
import { lineOfNodes, markdownOfNodes, parseHtml } from '../texts.ts';
import { findAll, isMark, textIn, type XmlMark } from '../../xml/xml.ts';

/** A piece of text as a tree. */
function nodesIn(item: ItemReading, mattext: XmlMark): readonly MarkNode[] {
  if (mattext.children.some(isMark)) return mattext.children;
  if (mattext.attributes['texttype'] !== 'text/html') return [textIn(mattext)];
  const loss = noLoss();
  const nodes = parseHtml(textIn(mattext), loss);
  if (loss.tooDeep) item.refuse('text-too-nested');
  return nodes;
}

const RESPONSE = /^response_(?:lid|str|num|xy|grp)$/;

/** The words of an element's own material, or with `deep` of all below. */
export function lineOfMaterial(item: ItemReading, mark: XmlMark, deep = true): string {
  const scope = deep
    ? [mark]
    : mark.children.filter(isMark).filter(({ name }) => name === 'material');
  const texts = scope.flatMap((each) => findAll(each, 'mattext'));
  return lineOfNodes(
    item,
    texts.flatMap((text) => nodesIn(item, text)),
  );
}

export function markdownOfMaterial(item: ItemReading, mark: XmlMark): string {
  return markdownOfNodes(
    item,
    findAll(mark, 'mattext', 'matimage').flatMap((each) =>
      each.name === 'matimage' ? [pictureIn(each)] : nodesIn(item, each),
    ),
    { mayShow: true },
  );
}

/** A picture beside the file, or within it as base64. */
function pictureIn(mark: XmlMark): MarkNode {
  const { uri = '', imagtype = '', embedded = '', label = '' } = mark.attributes;
  const data = textIn(mark).replaceAll(/\s/g, '');
  const src =
    embedded === 'base64' && uri === '' ? `data:${imagtype || 'image/png'};base64,${data}` : uri;
  return { name: 'img', attributes: { src, alt: label }, children: [] };
}

/** The text that is shown with what is asked; `blank` stands where something is typed. */
export function stemOfPresentation(
  item: ItemReading,
  presentation: XmlMark,
  blank: string,
): string {
  const walk = (mark: XmlMark): readonly MarkNode[] =>
    mark.children.filter(isMark).flatMap((child) => {
      if (child.name === 'mattext') return nodesIn(item, child);
      if (child.name === 'matimage') return [pictureIn(child)];
      if (RESPONSE.test(child.name)) return child.name === 'response_lid' ? [] : [blank];
      return walk(child);
    });
  return markdownOfNodes(item, walk(presentation), { mayShow: true });
}

export const responsesIn = (presentation: XmlMark | undefined): XmlMark[] =>
  (presentation?.children ?? [])
    .filter(isMark)
    .flatMap((child) => (RESPONSE.test(child.name) ? [child] : responsesIn(child)));
