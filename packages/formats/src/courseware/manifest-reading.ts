import type { CoursewareUnit } from '@xueshi/domain';
import type { ErrorCode } from '../error-sentences.ts';
import { locatedError, type LocatedError } from '../located-error.ts';
import type { XmlMark } from '../xml/xml.ts';
import { launchAddress, type LaunchAddress } from './launch-address.ts';
import { MANIFEST_LIMITS } from './limits.ts';

/** One reading of a manifest: what it may name, and what has been found so far. */
export interface ManifestReading {
  /** The manifest, as errors name it. */
  readonly file: string;
  /** The folder in the archive that everything lies in, with its `/` at the end; empty for none. */
  readonly folder: string;
  /** The names in the archive. */
  readonly names: ReadonlySet<string>;
  readonly units: CoursewareUnit[];
  readonly errors: LocatedError[];
  /** What the package asks for and nobody follows here. */
  readonly notes: LocatedError[];
}

type Params = Record<string, string | number>;

/** Notes an error; the package is refused. */
export function refuse(
  { errors, file }: ManifestReading,
  code: ErrorCode,
  { line }: XmlMark,
  params: Params = {},
): void {
  errors.push(locatedError(code, file, { line, column: null }, params));
}

/** Notes what stays behind; the package is played without it. */
export function leave(
  { notes, file }: ManifestReading,
  code: ErrorCode,
  { line }: XmlMark,
  params: Params = {},
): void {
  notes.push(locatedError(code, file, { line, column: null }, params));
}

const MOST_SHOWN = 120;
/** A text of the manifest as a sentence shows it. */
export const shown = (text: string): string => text.slice(0, MOST_SHOWN);

/**
 * A text that is kept whole or not at all, at most as long as its limit; null, and an error noted, when it
 * is longer.
 */
export function boundedText(
  reading: ManifestReading,
  mark: XmlMark,
  key: string,
  text: string,
  limit: number,
): string | null {
  if (text.length <= limit) return text;
  refuse(reading, 'too-long', mark, { key, limit });
  return null;
}

/** A name for people, on one line, cut where it goes on and on. */
export function titleOf(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  const characters = [...line];
  if (characters.length <= MANIFEST_LIMITS.title) return line;
  return `${characters.slice(0, MANIFEST_LIMITS.title - 1).join('')}…`;
}

/**
 * The file that a unit is launched from. Null, with a note, when it lies outside on the web: the unit is
 * left out; null, with an error, when it leads out of the package or is not in it.
 */
export function findLaunch(
  reading: ManifestReading,
  mark: XmlMark,
  bases: readonly string[],
  href: string,
): Extract<LaunchAddress, { ok: true }> | null {
  const limit = MANIFEST_LIMITS.address;
  if (boundedText(reading, mark, 'href', href, limit) === null) return null;
  const address = launchAddress(bases, href);
  if (!address.ok) {
    if (address.problem === 'elsewhere') {
      leave(reading, 'courseware-elsewhere', mark, { href: shown(href) });
    } else {
      refuse(reading, 'courseware-outside', mark, { href: shown(href) });
    }
    return null;
  }
  if (address.file === '' && href === '') {
    refuse(reading, 'courseware-element-missing', mark, { name: 'href' });
    return null;
  }
  const file = reading.folder + address.file;
  if (!reading.names.has(file)) {
    refuse(reading, 'courseware-file-missing', mark, {
      name: shown(address.file === '' ? href : file),
    });
    return null;
  }
  const query = boundedText(reading, mark, 'href', address.query, MANIFEST_LIMITS.query);
  return query === null ? null : { ...address, file, query };
}

/** Adds a unit; notes an error for one beyond what is read. */
export function addUnit(reading: ManifestReading, mark: XmlMark, unit: CoursewareUnit): void {
  const limit = MANIFEST_LIMITS.units;
  if (reading.units.length < limit) reading.units.push(unit);
  else refuse(reading, 'courseware-too-many', mark, { limit });
}
