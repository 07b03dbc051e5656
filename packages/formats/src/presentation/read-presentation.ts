import { open } from 'node:fs/promises';
import {
  openArchiveFile,
  type ArchiveLimits,
  type ForeignArchive,
} from '../archive/foreign-archive.ts';
import { decodeText } from '../folder.ts';
import type { LocatedError } from '../located-error.ts';
import { readXml, type XmlMark } from '../xml/xml.ts';
import { compoundNames, isCompoundFile } from './compound-names.ts';

const MIB = 1024 * 1024;

/** What a presentation may unpack to; one beyond this is refused. */
export const PRESENTATION_LIMITS: ArchiveLimits = {
  archiveBytes: 100 * MIB,
  unpackedBytes: 600 * MIB,
  partBytes: 128 * MIB,
  archiveEntries: 10_000,
  ratio: 200,
  smallBytes: 4 * MIB,
};
/** Of one part that is read as XML. */
const XML_BYTES = 32 * MIB;

/** Why a presentation is of no use; where it is a bad zip, `errors` says how. */
export type PresentationProblem = 'not-a-presentation' | 'has-macros' | 'presentation-locked';

export type PresentationKind = 'pptx' | 'odp';

export type PresentationRead =
  | {
      readonly ok: true;
      readonly kind: PresentationKind;
      /** How many slides it has, hidden ones among them. */
      readonly slides: number;
    }
  | {
      readonly ok: false;
      readonly problem: PresentationProblem;
      readonly errors: readonly LocatedError[];
    };

const refused = (
  problem: PresentationProblem,
  errors: readonly LocatedError[] = [],
): PresentationRead => ({ ok: false, problem, errors });

/**
 * Says what a presentation on the disk is before any other program opens it: PowerPoint's (ECMA-376, by its
 * `ppt/presentation.xml`) or OpenDocument's (by its `content.xml`), and how many slides it has. Nothing is written.
 * A hostile or damaged zip (`ForeignArchive`), one with macros and one with a password are refused; so is PowerPoint's
 * format of before 2007. No content makes it throw; it throws where the disk fails.
 */
export async function readPresentation(path: string): Promise<PresentationRead> {
  const locked = await lockedOrOld(path);
  if (locked) return refused(locked);
  const opened = await openArchiveFile('', path, PRESENTATION_LIMITS);
  if (!opened.ok) {
    const isNoZip = opened.errors.every(({ code }) => code === 'archive-damaged');
    return refused('not-a-presentation', isNoZip ? [] : opened.errors);
  }
  try {
    return opened.archive.has('ppt/presentation.xml')
      ? await readPowerPoint(opened.archive)
      : await readOpenDocument(opened.archive);
  } finally {
    opened.archive.close();
  }
}

async function lockedOrOld(path: string): Promise<PresentationProblem | null> {
  await using file = await open(path, 'r');
  const read = async (from: number, bytes: number) => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, from);
    return buffer.subarray(0, bytesRead);
  };
  if (!isCompoundFile(await read(0, 8))) return null;
  const names = await compoundNames(read);
  return names.includes('EncryptedPackage') ? 'presentation-locked' : 'not-a-presentation';
}

async function readPowerPoint(archive: ForeignArchive): Promise<PresentationRead> {
  const types = await readPart(archive, '[Content_Types].xml');
  const presentation = await readPart(archive, 'ppt/presentation.xml');
  if (types === null || presentation === null) return refused('not-a-presentation');
  const isMacro = (text: string) => /macroEnabled|vbaProject/i.test(text);
  if (archive.names.some((name) => /vbaProject|vbaData/i.test(name))) return refused('has-macros');
  if (marksIn(types).some(({ attributes }) => Object.values(attributes).some(isMacro)))
    return refused('has-macros');
  const list = marksIn(presentation).find(({ name }) => name === 'sldIdLst');
  const slides = list ? marksIn(list).filter(({ name }) => name === 'sldId').length : 0;
  return slides === 0 ? refused('not-a-presentation') : { ok: true, kind: 'pptx', slides };
}

/** A module of a script; the lists of libraries alone are written by themselves. */
const ODF_SCRIPT = /^(?:Basic\/(?!.*(?:script|dialog)-l[bc]\.xml$)|Scripts\/).*[^/]$/i;

async function readOpenDocument(archive: ForeignArchive): Promise<PresentationRead> {
  const manifest = await readPart(archive, 'META-INF/manifest.xml');
  if (manifest && marksIn(manifest).some(({ name }) => name === 'encryption-data'))
    return refused('presentation-locked');
  const content = await readPart(archive, 'content.xml');
  if (manifest === null || content === null) return refused('not-a-presentation');
  if (archive.names.some((name) => ODF_SCRIPT.test(name))) return refused('has-macros');
  const body = marksIn(content).find(({ name }) => name === 'presentation');
  const slides = body ? marksIn(body).filter(({ name }) => name === 'page').length : 0;
  return slides === 0 ? refused('not-a-presentation') : { ok: true, kind: 'odp', slides };
}

async function readPart(archive: ForeignArchive, name: string): Promise<XmlMark | null> {
  const text = await readTextPart(archive, name);
  const read = text === null ? null : readXml(name, text);
  return read?.ok ? read.root : null;
}

/** The text of one part in UTF-8; null where it is missing, too large or in another encoding. */
export async function readTextPart(archive: ForeignArchive, name: string): Promise<string | null> {
  if (archive.claimedBytes(name) > XML_BYTES) return null;
  const bytes = await archive.read(name);
  if (!(bytes instanceof Uint8Array) || bytes.length > XML_BYTES) return null;
  const decoded = decodeText(bytes);
  return decoded.ok ? decoded.text : null;
}

/** A mark and all marks within it. */
export function marksIn(mark: XmlMark): XmlMark[] {
  const found = [mark];
  for (const one of found)
    for (const child of one.children) if (typeof child !== 'string') found.push(child);
  return found;
}
