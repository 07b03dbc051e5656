import { decodeText } from '../../folder.ts';
import { locatedError, WHOLE_FILE, type LocatedError } from '../../located-error.ts';
import { openArchive, type ForeignArchive } from '../../archive/foreign-archive.ts';
import { ItemReading, withIds, type ItemRead, type QuestionsRead } from '../item-reading.ts';
import { EXCHANGE_LIMITS, MOST_QUESTIONS } from '../limits.ts';
import { PackagePictures } from '../package-pictures.ts';
import { readQti12 } from '../qti12/read-qti12.ts';
import { readTags } from '../weighted-answers.ts';
import { readXml } from '../../xml/xml.ts';
import { readManifest, type ListedItem } from './manifest.ts';
import { readQtiXml } from './read-qti.ts';

/**
 * Reads a content package of QTI 1.2, 2.1, 2.2 or 3.0: a zip whose imsmanifest.xml lists items. One
 * file that cannot be read refuses its items; a hostile or damaged archive is refused whole. Never
 * throws. `withPictures`: what stems and explanations show comes along.
 */
export async function readQtiPackage(
  file: string,
  bytes: Uint8Array,
  { withPictures = false } = {},
): Promise<QuestionsRead> {
  const opened = await openArchive(file, bytes, EXCHANGE_LIMITS);
  if (!opened.ok) return opened;
  const { archive } = opened;
  const refuse = (...errors: LocatedError[]): QuestionsRead => ({ ok: false, errors });
  const [path] = archive.names
    .filter((name) => /(?:^|\/)imsmanifest\.xml$/i.test(name))
    .sort((a, b) => a.length - b.length); // One further down belongs to a package within.
  if (path === undefined) return refuse(locatedError('manifest-missing', file, WHOLE_FILE));
  const text = await partText(archive, path);
  if (typeof text !== 'string') return refuse(text);
  const xml = readXml(path, text);
  if (!xml.ok) return refuse(...xml.errors);
  const { items: listed, others } = readManifest(xml.root);
  if (listed.length === 0) return refuse(locatedError('questions-none', path, WHOLE_FILE));
  const tooMany = locatedError('questions-too-many', path, WHOLE_FILE, { limit: MOST_QUESTIONS });
  if (listed.length > MOST_QUESTIONS) return refuse(tooMany);
  const folder = path.slice(0, path.length - 'imsmanifest.xml'.length);
  const pictures = withPictures ? new PackagePictures(archive) : null;
  const items: ItemRead[] = [];
  for (const each of listed) {
    const read = await readListed(archive, { ...each, path: folder + each.path }, pictures);
    if (!read.ok) return read;
    items.push(...read.items);
    if (items.length > MOST_QUESTIONS) return refuse(tooMany);
  }
  const notes = others.map((name) =>
    locatedError('left-part', path, WHOLE_FILE, { item: file, name }),
  );
  const shown = pictures === null ? {} : { pictures: await pictures.read() };
  return { ok: true, items: withIds(items), notes, ...shown };
}

/** What is wrong with the whole archive, not with one part of it. */
export const ARCHIVE_WIDE = new Set(['archive-bomb', 'archive-too-much', 'archive-damaged']);

/** The items of one listed file; not ok only where the whole archive is at fault. */
async function readListed(
  archive: ForeignArchive,
  listed: ListedItem,
  pictures: PackagePictures | null,
): Promise<QuestionsRead> {
  const text = await partText(archive, listed.path);
  if (typeof text !== 'string') {
    const errors = [text];
    return ARCHIVE_WIDE.has(text.code)
      ? { ok: false, errors }
      : { ok: true, items: [unread(listed, errors)], notes: [] };
  }
  const { path, version } = listed;
  const read =
    version === 1
      ? readQti12(path, text, pictures?.takerFor(path))
      : readQtiXml(path, text, pictures?.takerFor(path));
  if (!read.ok) return { ok: true, items: [unread(listed, read.errors)], notes: [] };
  return { ...read, items: read.items.map((item) => withMetadata(item, listed)) };
}

/** A file that cannot be read stands among the items with its reasons. */
function unread({ path }: ListedItem, errors: readonly LocatedError[]): ItemRead {
  const item = new ItemReading(path, WHOLE_FILE, path.slice(0, 80));
  return { ...item.done('', null), problems: errors };
}

function withMetadata(read: ItemRead, { tags, difficulty }: ListedItem): ItemRead {
  if (read.question === null) return read;
  const item = new ItemReading(read.file, read.place, read.name);
  readTags(item, tags);
  const { notes } = item.done('', null);
  return {
    ...read,
    question: { ...read.question, tags: item.tags, difficulty: difficulty ?? item.difficulty },
    notes: [...read.notes, ...notes],
  };
}

/** The words of a part of an archive, UTF-8; or why they cannot be had, told of `path`. */
export async function partText(
  archive: ForeignArchive,
  path: string,
): Promise<string | LocatedError> {
  const bytes = await archive.read(path);
  if ('code' in bytes) return bytes;
  const text = decodeText(bytes);
  if (text.ok) return text.text;
  const place = { line: 'line' in text ? text.line : null, column: null };
  return text.problem === 'nul'
    ? locatedError('bad-character', path, place, { character: 'U+0000' })
    : locatedError('not-utf8', path, place);
}
