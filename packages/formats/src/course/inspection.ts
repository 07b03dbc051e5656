import { findFile, readTextFile, type FileProblem } from '../folder.ts';
import { locatedError, WHOLE_FILE, type LocatedError, type Place } from '../located-error.ts';
import type { ErrorCode } from '../error-sentences.ts';
import { COURSEWARE_LIMITS } from '../courseware/limits.ts';
import type { Banks } from './bank.ts';
import type { MediaFile } from './course-source.ts';
import type { Statutes } from '../statute/statute.ts';
import { readYaml, type YamlDocument } from './yaml-document.ts';

const MIB = 1024 * 1024;
/** TRUST: sizes are bounded before anything is parsed. */
export const LIMITS = {
  yamlBytes: MIB,
  markdownBytes: MIB / 4,
  timelineBytes: MIB,
  subtitlesBytes: MIB,
  imageBytes: 8 * MIB,
  videoBytes: 4 * 1024 * MIB,
  coursewareBytes: COURSEWARE_LIMITS.archiveBytes,
} as const;

/** Pictures that are kept, by the names that texts call them by; `bytes` is the size of the file. */
export type KeptPictures = ReadonlyMap<string, { readonly path: string; readonly bytes: number }>;

/** One reading of a course folder: what it may use, and what it has found so far. */
export interface Inspection {
  folder: string;
  statutes: Statutes;
  /** The question banks that quizzes may draw from. */
  banks: Banks;
  requireMedia: boolean;
  /** Of a bank that is kept: the pictures that it has, by name. Missing: they lie in the folder. */
  pictures?: KeptPictures;
  errors: LocatedError[];
  /** Names of the files the course consists of; they make the content hash. */
  files: Set<string>;
}

/** Notes an error. */
export function refuse(
  inspection: Inspection,
  code: ErrorCode,
  file: string,
  place: Place,
  params: Record<string, string | number> = {},
): void {
  inspection.errors.push(locatedError(code, file, place, params));
}

/** Where a file is named; errors about the file itself are told there. */
export interface Mention {
  file: string;
  place: Place;
}

/** Reads a text the course names; null, and an error noted, when it cannot be used. */
export async function readNamedText(
  inspection: Inspection,
  name: string,
  mention: Mention,
  maxBytes: number,
): Promise<string | null> {
  const read = await readTextFile(inspection.folder, name, maxBytes);
  if (read.ok) {
    inspection.files.add(name);
    return read.text;
  }
  if (read.problem === 'not-utf8') {
    refuse(inspection, 'not-utf8', name, { line: read.line, column: null });
  } else if (read.problem === 'nul') {
    const place = { line: read.line, column: null };
    refuse(inspection, 'bad-character', name, place, { character: 'U+0000' });
  } else {
    refuseFile(inspection, read.problem, name, mention, maxBytes);
  }
  return null;
}

/** Finds a binary file the course names, without reading it: its absolute path and size. */
export async function findNamedFile(
  inspection: Inspection,
  name: string,
  mention: Mention,
  maxBytes: number,
): Promise<{ path: string; bytes: number } | null> {
  const found = await findFile(inspection.folder, name, maxBytes);
  if (found.ok) {
    inspection.files.add(name);
    return { path: found.path, bytes: found.bytes };
  }
  refuseFile(inspection, found.problem, name, mention, maxBytes);
  return null;
}

/** A picture that a text shows, by its name, and the words for whoever does not see it. */
export interface ShownPicture {
  readonly name: string;
  readonly words: string;
  readonly place: Place;
}

/** Those that the bank has. It is written in an editor that asks for the words, so here they are demanded. */
function keptPictures(
  inspection: Inspection,
  kept: KeptPictures,
  file: string,
  shown: readonly ShownPicture[],
): MediaFile[] {
  return shown.flatMap(({ name, words, place }) => {
    if (words.trim() === '') refuse(inspection, 'picture-without-words', file, place, { name });
    const found = kept.get(name);
    if (found) return [{ name, ...found }];
    refuse(inspection, 'picture-not-sent', file, place, { name });
    return [];
  });
}

/** What browsers show as a picture; SVG may carry a script. */
const PICTURE = /\.(?:webp|png|jpe?g|gif|avif)$/i;

/** Finds the pictures that a text shows; one that cannot be used is left out, with an error. */
export async function findPictures(
  inspection: Inspection,
  file: string,
  shown: readonly ShownPicture[],
): Promise<MediaFile[]> {
  if (inspection.pictures) return keptPictures(inspection, inspection.pictures, file, shown);
  const images: MediaFile[] = [];
  for (const { name, place } of shown) {
    if (!PICTURE.test(name)) {
      const expected = '.webp .png .jpg .gif .avif';
      refuse(inspection, 'file-kind', file, place, { name, expected });
      continue;
    }
    const found = await findNamedFile(inspection, name, { file, place }, LIMITS.imageBytes);
    if (found !== null) images.push({ name, ...found });
  }
  return images;
}

function refuseFile(
  inspection: Inspection,
  problem: FileProblem,
  name: string,
  mention: Mention,
  maxBytes: number,
): void {
  const params = problem === 'too-large' ? { name, limitMiB: maxBytes / MIB } : { name };
  refuse(inspection, `file-${problem}`, mention.file, mention.place, params);
}

/** Whether a file's name ends as it should; else an error is noted. */
export function checkExtension(
  inspection: Inspection,
  name: string,
  expected: string,
  mention: Mention,
): boolean {
  if (name.endsWith(expected)) return true;
  refuse(inspection, 'file-kind', mention.file, mention.place, {
    name,
    expected,
  });
  return false;
}

/** Reads a YAML file the course names; null, and its errors noted, when it is malformed. */
export async function readNamedYaml(
  inspection: Inspection,
  name: string,
  mention: Mention = { file: name, place: WHOLE_FILE },
): Promise<YamlDocument | null> {
  const text = await readNamedText(inspection, name, mention, LIMITS.yamlBytes);
  if (text === null) return null;
  const read = readYaml(name, text);
  if (read.ok) return read.document;
  inspection.errors.push(...read.errors);
  return null;
}
