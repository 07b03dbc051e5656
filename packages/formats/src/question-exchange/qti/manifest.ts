import { posix } from 'node:path';
import { childOf, childrenOf, findAll, textIn, type XmlMark } from '../../xml/xml.ts';

/** An item that a package lists. */
export interface ListedItem {
  /** Its path in the archive. */
  readonly path: string;
  /** 1 for a file of QTI 1.2, which may hold many items; 2 also for QTI 3. */
  readonly version: 1 | 2;
  readonly tags: readonly string[];
  /** LOM's: easy, medium or difficult among others. */
  readonly difficulty: 1 | 2 | 3 | null;
}

export interface Manifest {
  readonly items: readonly ListedItem[];
  /** Tests, stimuli and the like: what else the package lists, by its type. */
  readonly others: readonly string[];
}

const ITEM_TYPE = /^imsqti_item_xmlv[23]p\d(?:p\d)?$/;
/** Canvas and others; the second is that of Common Cartridges. */
const FILE_TYPE_12 =
  /^(?:imsqti_xmlv1p\d|imsqti_xmlv1p\d\/imscc_xmlv1p\d\/(?:assessment|question-bank))$/;
/** Files that items bring with them. */
const SILENT_TYPES = /^(?:webcontent|associatedcontent|controlfile|css2|extension|pls|imslti|$)/;

/** What an `imsmanifest.xml` lists. */
export function readManifest(root: XmlMark): Manifest {
  const items: ListedItem[] = [];
  const others: string[] = [];
  for (const resource of childrenOf(childOf(root, 'resources'), 'resource')) {
    const { type = '', href = '' } = resource.attributes;
    const isFile12 = FILE_TYPE_12.test(type);
    if (ITEM_TYPE.test(type) || isFile12) {
      const file = href || (childOf(resource, 'file')?.attributes['href'] ?? '');
      const metadata = metadataOf(childOf(resource, 'metadata'));
      items.push({ path: pathOf(file), version: isFile12 ? 1 : 2, ...metadata });
    } else if (!SILENT_TYPES.test(type)) {
      others.push(type.slice(0, 60));
    }
  }
  return { items, others: [...new Set(others)] };
}

function pathOf(href: string): string {
  try {
    return posix.normalize(decodeURIComponent(href.split('#')[0] ?? ''));
  } catch {
    return href; // A malformed %: no archive holds it, which is then said.
  }
}

function metadataOf(metadata: XmlMark | undefined): Pick<ListedItem, 'tags' | 'difficulty'> {
  const tags = findAll(metadata, 'keyword').map((keyword) => textIn(keyword).trim());
  const [level] = findAll(metadata, 'difficulty').map((mark) =>
    textIn(childOf(mark, 'value')).trim(),
  );
  return { tags, difficulty: level === undefined ? null : difficultyOf(level) };
}

function difficultyOf(level: string): 1 | 2 | 3 | null {
  if (/^(?:very )?easy$/.test(level)) return 1;
  if (level === 'medium') return 2;
  return /^(?:very )?difficult$/.test(level) ? 3 : null;
}
