// One reading of a cartridge: what it may use and what has been found so far.
import type { ForeignArchive } from '../archive/foreign-archive.ts';
import type { ErrorCode } from '../error-sentences.ts';
import { locatedError, WHOLE_FILE, type LocatedError } from '../located-error.ts';
import { ARCHIVE_WIDE, partText } from '../question-exchange/qti/read-package.ts';
import { partOf, type Parts } from './addresses.ts';
import { oneLine } from './facts.ts';
import type { Resource } from './manifest.ts';

type Params = Record<string, string | number>;

export interface CartridgeReading extends Parts {
  /** The archive, as errors name it; empty to name its parts alone. */
  readonly file: string;
  readonly archive: ForeignArchive;
  /** The manifest, as errors name it. */
  readonly manifest: string;
  /** What is wrong with the cartridge as a whole. */
  readonly errors: LocatedError[];
  /** What stays behind or was changed. */
  readonly notes: LocatedError[];
}

/** A part of the archive, as errors name it. */
export const namedPart = ({ file }: Pick<CartridgeReading, 'file'>, part: string): string =>
  file === '' ? part : `${file}/${part}`;

/** Notes what stays behind, at its line of the manifest. */
export function leave(
  { notes, manifest }: CartridgeReading,
  code: ErrorCode,
  line: number,
  params: Params = {},
): void {
  notes.push(locatedError(code, manifest, { line, column: null }, params));
}

/** A text of the cartridge as a sentence shows it. */
export const shown = (text: string): string => oneLine(text, 120);

/** The part that a resource opens; null, with a note, where it is not in the archive or outside. */
export function openedPart(
  reading: CartridgeReading,
  resource: Resource,
  title: string,
): string | null {
  const [href = ''] = resource.files;
  const part = partOf(reading, resource.bases, href);
  if (part === null) {
    leave(reading, 'cartridge-left-missing', resource.line, { title, name: shown(href) });
  }
  return part;
}

/**
 * The words of a part; null, with a note, where it is larger than `limit` bytes or no text. Where the
 * archive itself is at fault an error is noted.
 */
export async function textOfPart(
  reading: CartridgeReading,
  part: string,
  limit: number,
): Promise<string | null> {
  const named = namedPart(reading, part);
  if (reading.archive.claimedBytes(part) > limit) {
    const params = { name: shown(part), limitMiB: limit / 1024 ** 2 };
    reading.notes.push(locatedError('file-too-large', named, WHOLE_FILE, params));
    return null;
  }
  const text = await partText(reading.archive, part);
  if (typeof text === 'string') return text;
  const list = ARCHIVE_WIDE.has(text.code) ? reading.errors : reading.notes;
  list.push({ ...text, file: named });
  return null;
}
