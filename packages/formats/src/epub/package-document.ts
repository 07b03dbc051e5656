// What an EPUB says of itself: which file lists its parts, what they are and in which order they are read.
import type { ForeignArchive } from '../archive/foreign-archive.ts';
import { partBehind, type Parts } from '../cartridge/addresses.ts';
import { oneLine } from '../cartridge/facts.ts';
import type { LocatedError } from '../located-error.ts';
import { partText } from '../question-exchange/qti/read-package.ts';
import { childOf, childrenOf, findAll, readXml, textIn, type XmlMark } from '../xml/xml.ts';
import { EPUB_LIMITS } from './epub-limits.ts';

export interface EpubPart {
  /** In the archive. */
  readonly part: string;
  readonly mediaType: string;
  readonly isContents: boolean;
}

export interface PackageDocument {
  /** Empty where it says none. */
  readonly title: string;
  readonly language: 'zh-CN' | 'en';
  /** The files of text in the order of reading. */
  readonly spine: readonly EpubPart[];
  /** EPUB 3's table of contents, and EPUB 2's. */
  readonly contents: string | null;
  readonly ncx: string | null;
}

const CONTAINER = 'META-INF/container.xml';
const TEXTS = new Set(['application/xhtml+xml', 'text/html', 'application/x-dtbook+xml']);
/** Encryption of fonts alone, which every reader undoes and we do not need (EPUB OCF 3.3, "Font obfuscation"). */
const FONT_ENCRYPTION = new Set([
  'http://www.idpf.org/2008/embedding',
  'http://ns.adobe.com/pdf/enc#RC',
]);
/** Licences of Adobe, of LCP and of Apple. */
const LICENCES = ['META-INF/rights.xml', 'META-INF/license.lcpl', 'META-INF/sinf.xml'];

/** The root of one part that is read as XML; null where it is missing, too large or no XML. */
export async function xmlOf(
  archive: ForeignArchive,
  name: string,
): Promise<XmlMark | readonly LocatedError[]> {
  if (archive.claimedBytes(name) > EPUB_LIMITS.listBytes) return [];
  const text = await partText(archive, name);
  if (typeof text !== 'string') return [text];
  // Tables of contents of EPUB 2 name their document type; one that declares entities is refused.
  const read = readXml(name, text, { allowsType: true });
  return read.ok ? read.root : read.errors;
}

export const isErrors = (
  read: XmlMark | readonly LocatedError[],
): read is readonly LocatedError[] => Array.isArray(read);

/** Whether its content is kept from readers that were not paid for (EPUB OCF 3.3, `encryption.xml`). */
export async function isLocked(archive: ForeignArchive): Promise<boolean> {
  if (LICENCES.some((name) => archive.has(name))) return true;
  const name = 'META-INF/encryption.xml';
  if (!archive.has(name)) return false;
  const read = await xmlOf(archive, name);
  if (isErrors(read)) return true;
  return findAll(read, 'EncryptedData').some((data) => {
    const method = childOf(data, 'EncryptionMethod')?.attributes['Algorithm'] ?? '';
    return !FONT_ENCRYPTION.has(method);
  });
}

/** Reads the container and the package document (EPUB 3.3, "Package document"); errors where they are unfit. */
export async function readPackageDocument(
  archive: ForeignArchive,
  parts: Parts,
): Promise<PackageDocument | readonly LocatedError[]> {
  const container = await xmlOf(archive, CONTAINER);
  if (isErrors(container)) return container;
  const path = findAll(container, 'rootfile')[0]?.attributes['full-path'] ?? '';
  const opf = await xmlOf(archive, path);
  if (isErrors(opf)) return opf;
  const metadata = childOf(opf, 'metadata');
  const byId = new Map<string, EpubPart>();
  for (const { attributes } of childrenOf(childOf(opf, 'manifest'), 'item')) {
    const part = partBehind(parts, path, attributes['href'] ?? '');
    if (part === null) continue;
    byId.set(attributes['id'] ?? '', {
      part,
      mediaType: (attributes['media-type'] ?? '').trim().toLowerCase(),
      isContents: (attributes['properties'] ?? '').split(/\s+/).includes('nav'),
    });
  }
  const spine = childOf(opf, 'spine');
  const read = childrenOf(spine, 'itemref').flatMap(({ attributes }) => {
    const found = byId.get(attributes['idref'] ?? '');
    const isText = found !== undefined && TEXTS.has(found.mediaType);
    return isText && attributes['linear'] !== 'no' ? [found] : [];
  });
  const all = [...byId.values()];
  const language = textIn(childOf(metadata, 'language')).trim();
  return {
    title: oneLine(textIn(childOf(metadata, 'title')), 120),
    language: /^en\b/i.test(language) ? 'en' : 'zh-CN',
    spine: read,
    contents: all.find(({ isContents }) => isContents)?.part ?? null,
    ncx:
      byId.get(spine?.attributes['toc'] ?? '')?.part ??
      all.find(({ mediaType }) => mediaType === 'application/x-dtbncx+xml')?.part ??
      null,
  };
}
