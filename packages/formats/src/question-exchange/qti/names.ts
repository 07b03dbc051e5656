import type { XmlMark } from '../../xml/xml.ts';

/**
 * An item of QTI 3.0 with the names of 2.x, in which the reader thinks: `qti-choice-interaction` is
 * `choiceInteraction`, `max-choices` is `maxChoices`. What has no `qti-` (HTML) stays as it is.
 */
export function asVersion2(mark: XmlMark): XmlMark {
  const isOwn = mark.name.startsWith('qti-');
  return {
    ...mark,
    name: isOwn ? camel(mark.name.slice(4)) : mark.name,
    attributes: isOwn
      ? Object.fromEntries(
          Object.entries(mark.attributes).map(([name, value]) => [camel(name), value]),
        )
      : mark.attributes,
    children: mark.children.map((child) => (typeof child === 'string' ? child : asVersion2(child))),
  };
}

const camel = (name: string): string =>
  name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
