import { basename } from 'node:path';
import { openArchiveFile, type ForeignArchive } from '../archive/foreign-archive.ts';
import { locatedError, WHOLE_FILE, type LocatedError } from '../located-error.ts';
import { findAll, readXml, type XmlMark } from '../xml/xml.ts';
import type { CartridgeFacts, CartridgeRead } from './cartridge.ts';
import { readContents } from './contents.ts';
import { factsOf, titleLine } from './facts.ts';
import { readLessons } from './lessons.ts';
import { CARTRIDGE_ARCHIVE, CARTRIDGE_LIMITS } from './limits.ts';
import { asksForLeave, isCartridge, readManifest, schemaOf } from './manifest.ts';
import { namedPart, shown, textOfPart, type CartridgeReading } from './reading.ts';

/**
 * Reads an IMS Common Cartridge on the disk (1.0 to 1.3, also thin ones), as Canvas, Moodle and others
 * export it, as a course: its pages become readings, its assessments and banks of questions (QTI 1.2)
 * quizzes, in the order of its table of contents. All else is told in `notCarried`, item by item, the
 * first 5,000. `file` is the archive as errors name it, as in `course.imscc/imsmanifest.xml:12`; empty to
 * name its parts alone. Nothing is written and no address is followed. A hostile or damaged archive,
 * one whose manifest is none of a cartridge, one that asks for leave and one with nothing that could be a
 * lesson are refused whole. No content makes it throw; it throws where the disk fails.
 */
export async function readCartridge(file: string, path: string): Promise<CartridgeRead> {
  const opened = await openArchiveFile(file, path, CARTRIDGE_ARCHIVE);
  if (!opened.ok) return opened;
  try {
    return await readOpened(file, basename(path), opened.archive);
  } finally {
    opened.archive.close();
  }
}

const MANIFEST = 'imsmanifest.xml';
/** What computers put beside the files they pack. */
const IS_CLUTTER = /^__MACOSX\/|(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini)$/;

async function readOpened(
  file: string,
  fileName: string,
  archive: ForeignArchive,
): Promise<CartridgeRead> {
  const folder = folderOf(archive.names.filter((name) => !IS_CLUTTER.test(name)));
  if (folder === null) {
    return refused(locatedError('cartridge-manifest-missing', file, WHOLE_FILE));
  }
  const manifest = namedPart({ file }, folder + MANIFEST);
  const names = new Set(archive.names);
  const reading: CartridgeReading = {
    ...{ file, folder, names, archive, manifest },
    ...{ errors: [], notes: [] },
  };
  const text = await textOfPart(reading, folder + MANIFEST, CARTRIDGE_LIMITS.manifestBytes);
  if (text === null) return refused(...reading.errors, ...reading.notes);
  const xml = readXml(manifest, text);
  if (!xml.ok) return xml;
  const error = whyRefused(manifest, xml.root);
  return error === null ? readCourse(reading, xml.root, fileName) : refused(error);
}

const refused = (...errors: LocatedError[]): CartridgeRead => ({ ok: false, errors });

/** Where the manifest lies: at the top, or in the one folder that everything lies in, as people pack it. */
function folderOf(names: readonly string[]): string | null {
  const folders = names
    .filter((name) => name === MANIFEST || name.endsWith(`/${MANIFEST}`))
    .map((name) => name.slice(0, name.length - MANIFEST.length))
    .toSorted((one, other) => one.length - other.length);
  return folders.find((folder) => names.every((name) => name.startsWith(folder))) ?? null;
}

function whyRefused(manifest: string, root: XmlMark): LocatedError | null {
  const place = { line: root.line, column: null };
  if (root.name !== 'manifest') {
    const params = { expected: '<manifest>', found: `<${shown(root.name)}>` };
    return locatedError('xml-other', manifest, place, params);
  }
  if (!isCartridge(root)) {
    const found = schemaOf(root) || '?';
    return locatedError('cartridge-other', manifest, place, { found });
  }
  if (asksForLeave(root)) return locatedError('cartridge-protected', manifest, place);
  const limit = CARTRIDGE_LIMITS.entries;
  if (findAll(root, 'item', 'resource').length > limit) {
    return locatedError('cartridge-too-many', manifest, place, { limit });
  }
  return null;
}

async function readCourse(
  reading: CartridgeReading,
  root: XmlMark,
  fileName: string,
): Promise<CartridgeRead> {
  const manifest = readManifest(root);
  const lessons = await readLessons(reading, manifest, await readContents(reading, manifest));
  const { errors, notes } = reading;
  if (errors.length > 0) return refused(...errors);
  const notCarried = notes.slice(0, CARTRIDGE_LIMITS.told);
  if (lessons.length === 0) {
    const none = locatedError('cartridge-no-lesson', reading.manifest, WHOLE_FILE);
    return refused(none, ...notCarried);
  }
  return { ok: true, course: { facts: withTitle(factsOf(root), fileName), lessons }, notCarried };
}

/** A cartridge without a name of its own is called as its file is. */
function withTitle(facts: CartridgeFacts, fileName: string): CartridgeFacts {
  if (facts.title['zh-CN'] !== '') return facts;
  const title = titleLine(fileName.replace(/\.[a-z]+$/i, ''));
  return { ...facts, title: { 'zh-CN': title, en: title } };
}
