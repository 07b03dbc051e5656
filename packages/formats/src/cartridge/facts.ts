import type { InBothLanguages } from '../course/course-source.ts';
import { childOf, childrenOf, findAll, textIn, type XmlMark } from '../xml/xml.ts';
import type { CartridgeFacts } from './cartridge.ts';

/** As course.yaml takes them, in UTF-16 code units. */
const MOST = { title: 120, summary: 1000, tag: 12, tags: 8, name: 60, rights: 500 } as const;

/** A text on one line, cut with `…` where it is longer than `most` UTF-16 code units. */
export function oneLine(text: string, most: number): string {
  const line = text
    .replaceAll(/[\0-\x1f\x7f\s]+/gu, ' ')
    .trim()
    .toWellFormed();
  if (line.length <= most) return line;
  let cut = '';
  for (const character of line) {
    if (cut.length + character.length > most - 1) break;
    cut += character;
  }
  return `${cut.trimEnd()}…`;
}

/** A title of a lesson or a course; at most 120. */
export const titleLine = (text: string): string => oneLine(text, MOST.title);

/** What the cartridge says of itself: LOM (IEEE 1484.12.1) as the profile of Common Cartridge has it. */
export function factsOf(manifest: XmlMark): CartridgeFacts {
  const metadata = childOf(manifest, 'metadata');
  const lom = childOf(metadata, 'lom') ?? metadata;
  const general = childOf(lom, 'general');
  const title = inBoth(childOf(general, 'title'), MOST.title);
  const tags = childrenOf(general, 'keyword')
    .flatMap(stringsIn)
    .map(({ text }) => oneLine(text, MOST.summary))
    .filter((tag) => tag !== '' && tag.length <= MOST.tag);
  const rights = inBoth(childOf(childOf(lom, 'rights'), 'description'), MOST.rights);
  return {
    title: title ?? { 'zh-CN': '', en: '' },
    summary: inBoth(childOf(general, 'description'), MOST.summary),
    tags: [...new Set(tags)].slice(0, MOST.tags),
    author: authorIn(childOf(lom, 'lifeCycle')),
    rights: rights?.['zh-CN'] ?? null,
  };
}

const stringsIn = (mark: XmlMark | undefined): { language: string; text: string }[] =>
  childrenOf(mark, 'string', 'langstring').map((each) => ({
    language: each.attributes['language'] ?? each.attributes['lang'] ?? '',
    text: textIn(each),
  }));

/** A text in each language; where there is one only it stands for both. */
function inBoth(mark: XmlMark | undefined, most: number): InBothLanguages | null {
  const strings = stringsIn(mark)
    .map(({ language, text }) => ({ language, text: oneLine(text, most) }))
    .filter(({ text }) => text !== '');
  const [first] = strings;
  if (first === undefined) return null;
  const inLanguage = (code: RegExp) =>
    (strings.find(({ language }) => code.test(language)) ?? first).text;
  return { 'zh-CN': inLanguage(/^zh/i), en: inLanguage(/^en/i) };
}

/** The name on the visiting card (vCard, RFC 6350) of whoever is named as author. */
function authorIn(lifeCycle: XmlMark | undefined): string | null {
  const author = childrenOf(lifeCycle, 'contribute').find(
    (each) =>
      textIn(childOf(childOf(each, 'role'), 'value'))
        .trim()
        .toLowerCase() === 'author',
  );
  const [card] = findAll(author, 'entity');
  const name = /^FN(?:;[^:\r\n]*)?:(.+)$/im.exec(textIn(card))?.[1] ?? '';
  return oneLine(name, MOST.name) || null;
}
