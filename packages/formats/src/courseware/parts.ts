import type { ArchiveLimits, ForeignArchive } from '../archive/foreign-archive.ts';
import { locatedError, WHOLE_FILE, type LocatedError } from '../located-error.ts';

/** The longest name of one file that the usual file systems take, in bytes. */
const LONGEST_STEP = 255;
const MIB = 1024 * 1024;

/**
 * What would be found only while an archive is unpacked: that it is too much, that a name is both a file
 * and a folder, or too long for a disk. Sizes are as the archive claims; they are counted again then.
 */
export function partErrors(
  file: string,
  archive: ForeignArchive,
  { partBytes, unpackedBytes }: ArchiveLimits,
): LocatedError[] {
  const { names } = archive;
  const claimed = names.map((name) => archive.claimedBytes(name));
  const tooMuch = (bytes: number) => [
    locatedError('archive-too-much', file, WHOLE_FILE, { limit: `${bytes / MIB} MiB` }),
  ];
  if (claimed.some((bytes) => bytes > partBytes)) return tooMuch(partBytes);
  if (claimed.reduce((sum, bytes) => sum + bytes, 0) > unpackedBytes) return tooMuch(unpackedBytes);
  const files = new Set(names);
  const bad = names.find(
    (name) =>
      isWithinFile(name, files) ||
      name.split('/').some((step) => Buffer.byteLength(step) > LONGEST_STEP),
  );
  if (bad === undefined) return [];
  return [locatedError('courseware-unstorable', file, WHOLE_FILE, { name: bad.slice(0, 120) })];
}

/** Whether what should be a folder on the way to a name is a file. */
function isWithinFile(name: string, files: ReadonlySet<string>): boolean {
  for (let at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1)) {
    if (files.has(name.slice(0, at))) return true;
  }
  return false;
}
