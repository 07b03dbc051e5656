// The table of contents of an EPUB: which heading leads to which file.
import type { ForeignArchive } from '../archive/foreign-archive.ts';
import { partBehind, type Parts } from '../cartridge/addresses.ts';
import { oneLine } from '../cartridge/facts.ts';
import { openPage } from '../cartridge/page.ts';
import { wordsIn } from '../cartridge/page-tree.ts';
import { partText } from '../question-exchange/qti/read-package.ts';
import type { Mark, MarkNode } from '../question-exchange/rich-text.ts';
import { childOf, childrenOf, textIn, type XmlMark } from '../xml/xml.ts';
import { EPUB_LIMITS } from './epub-limits.ts';
import { isErrors, xmlOf, type PackageDocument } from './package-document.ts';
import { wholeTags } from './whole-tags.ts';

export interface ListedHeading {
  readonly title: string;
  /** 1 for the topmost. */
  readonly level: number;
  /** In the archive. */
  readonly part: string;
}

const LONGEST = 120;

/** The table of contents as EPUB 3 has it, or else EPUB 2; empty where the book has none that can be read. */
export async function readContents(
  archive: ForeignArchive,
  parts: Parts,
  { contents, ncx }: PackageDocument,
): Promise<ListedHeading[]> {
  const listed = contents === null ? [] : await fromNavigation(archive, parts, contents);
  const found = listed.length > 0 || ncx === null ? listed : await fromNcx(archive, parts, ncx);
  return found
    .filter(({ title, level }) => title !== '' && level <= EPUB_LIMITS.levels)
    .slice(0, EPUB_LIMITS.headings);
}

async function fromNcx(
  archive: ForeignArchive,
  parts: Parts,
  name: string,
): Promise<ListedHeading[]> {
  const ncx = await xmlOf(archive, name);
  if (isErrors(ncx)) return [];
  const below = (mark: XmlMark | undefined, level: number): ListedHeading[] =>
    childrenOf(mark, 'navPoint').flatMap((point) => {
      const title = oneLine(textIn(childOf(childOf(point, 'navLabel'), 'text')), LONGEST);
      const part = partBehind(parts, name, childOf(point, 'content')?.attributes['src'] ?? '');
      return [...(part === null ? [] : [{ title, level, part }]), ...below(point, level + 1)];
    });
  return below(childOf(ncx, 'navMap'), 1);
}

const isMark = (node: MarkNode): node is Mark => typeof node !== 'string';

const marksNamed = (nodes: readonly MarkNode[], name: string): Mark[] =>
  nodes
    .filter(isMark)
    .flatMap((node) => (node.name === name ? [node] : marksNamed(node.children, name)));

async function fromNavigation(
  archive: ForeignArchive,
  parts: Parts,
  name: string,
): Promise<ListedHeading[]> {
  if (archive.claimedBytes(name) > EPUB_LIMITS.listBytes) return [];
  const text = await partText(archive, name);
  if (typeof text !== 'string') return [];
  const lists = marksNamed(openPage(wholeTags(text)).nodes, 'nav');
  const list = lists.find(({ attributes }) => attributes['epub:type'] === 'toc') ?? lists[0];
  const below = (nodes: readonly MarkNode[], level: number): ListedHeading[] =>
    marksNamed(nodes, 'ol').flatMap((ordered) =>
      marksNamed(ordered.children, 'li').flatMap((item) => {
        const [link] = marksNamed(
          item.children.filter((node) => isMark(node) && node.name !== 'ol'),
          'a',
        );
        const part = link ? partBehind(parts, name, link.attributes['href'] ?? '') : null;
        const title = link ? oneLine(wordsIn(link), LONGEST) : '';
        return [
          ...(part === null ? [] : [{ title, level, part }]),
          ...below(item.children, level + 1),
        ];
      }),
    );
  return below(list?.children ?? [], 1);
}
