import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  openArchiveFile,
  type ArchiveLimits,
  type Extracting,
  type ForeignArchive,
} from '../archive/foreign-archive.ts';
import { checkShape } from '../course/shape-errors.ts';
import { readYaml } from '../course/yaml-document.ts';
import { decodeText, staysInside } from '../folder.ts';
import { locatedError, WHOLE_FILE, type LocatedError } from '../located-error.ts';
import { MANIFEST_FILE, ManifestShape, SHA_256, type PackageManifest } from './manifest.ts';

const MIB = 1024 * 1024;

/** Lectures of hours fit in; a package beyond this is refused. */
export const PACKAGE_LIMITS: ArchiveLimits = {
  archiveBytes: 8 * 1024 * MIB,
  unpackedBytes: 8 * 1024 * MIB,
  partBytes: 4 * 1024 * MIB,
  archiveEntries: 2_100,
  ratio: 200,
  smallBytes: 4 * MIB,
};

export type Unpacked =
  | { readonly ok: true; readonly folder: string; readonly manifest: PackageManifest }
  | { readonly ok: false; readonly errors: readonly LocatedError[] };

/** Who waits for a large one, and may stop it. */
export interface Unpacking {
  /** May be smaller than PACKAGE_LIMITS, for who is trusted with less. */
  readonly limits?: ArchiveLimits;
  readonly signal?: AbortSignal | undefined;
  /** Told as it goes on: the fraction that is unpacked, 0–1. */
  readonly onProgress?: (fraction: number) => void;
}

/**
 * Unpacks a course package into `room`, an empty folder, and gives the course's folder: to be read by
 * `readCourse`. Every file is compared with the manifest. A hostile or damaged one is refused whole; what
 * was written until then is left in `room`, which the caller removes. No file is ever in memory whole. Throws where
 * the disk fails, and the signal's reason when it is stopped.
 */
export async function unpackCoursePackage(
  path: string,
  room: string,
  { limits = PACKAGE_LIMITS, signal, onProgress }: Unpacking = {},
): Promise<Unpacked> {
  const opened = await openArchiveFile('', path, limits);
  if (!opened.ok) return opened;
  const { archive } = opened;
  try {
    const read = await readManifest(archive);
    if (!read.ok) return read;
    const { manifest } = read;
    const errors = unlisted(archive, manifest);
    if (errors.length > 0) return { ok: false, errors };
    const folder = join(room, manifest.slug);
    const all = Math.max(
      1,
      manifest.files.reduce((sum, { bytes }) => sum + bytes, 0),
    );
    let done = 0;
    const watching = {
      signal,
      onPiece: (piece: Buffer) => onProgress?.(Math.min(1, (done += piece.length) / all)),
    };
    for (const file of manifest.files) {
      signal?.throwIfAborted();
      const error = await unpack(archive, manifest.slug, { file, folder }, watching);
      if (error) return { ok: false, errors: [error] };
    }
    return { ok: true, folder, manifest };
  } finally {
    archive.close();
  }
}

type ListedFile = PackageManifest['files'][number];

const refuse = (...errors: LocatedError[]) => ({ ok: false, errors }) as const;

type ManifestRead = { ok: true; manifest: PackageManifest } | { ok: false; errors: LocatedError[] };

async function readManifest(archive: ForeignArchive): Promise<ManifestRead> {
  const missing = locatedError('package-manifest-missing', '', WHOLE_FILE, { name: MANIFEST_FILE });
  if (!archive.has(MANIFEST_FILE)) return refuse(missing);
  const bytes = await archive.read(MANIFEST_FILE);
  if ('code' in bytes) return refuse(bytes);
  const text = decodeText(bytes);
  if (!text.ok) return refuse(locatedError('not-utf8', MANIFEST_FILE, WHOLE_FILE));
  const document = readYaml(MANIFEST_FILE, text.text); // JSON is YAML, and this reader knows lines.
  if (!document.ok) return refuse(...document.errors);
  const examples = { [SHA_256]: '9f86d081…' };
  const { value } = document.document;
  const shaped = checkShape(ManifestShape, document.document, [], value, examples);
  return shaped.ok ? { ok: true, manifest: shaped.value } : refuse(...shaped.errors);
}

/** What is in the archive beside what the manifest says. */
function unlisted(archive: ForeignArchive, { slug, files }: PackageManifest): LocatedError[] {
  const known = new Set([
    MANIFEST_FILE,
    'README.txt',
    ...files.map(({ name }) => `${slug}/${name}`),
  ]);
  return [
    ...archive.names
      .filter((name) => !known.has(name))
      .map((name) => locatedError('package-file-unlisted', MANIFEST_FILE, WHOLE_FILE, { name })),
    ...files
      .filter(({ name }) => !staysInside(name))
      .map(({ name }) => locatedError('archive-path', MANIFEST_FILE, WHOLE_FILE, { name })),
  ];
}

async function unpack(
  archive: ForeignArchive,
  slug: string,
  { file: { name, bytes, sha256 }, folder }: { file: ListedFile; folder: string },
  { signal, onPiece }: Extracting,
): Promise<LocatedError | null> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  const hash = createHash('sha256');
  let found = 0;
  const error = await archive.extract(`${slug}/${name}`, path, {
    signal,
    onPiece: (piece) => {
      hash.update(piece);
      found += piece.length;
      onPiece?.(piece);
    },
  });
  if (error) return error;
  if (found === bytes && hash.digest('hex') === sha256) return null;
  return locatedError('package-file-changed', MANIFEST_FILE, WHOLE_FILE, { name });
}
