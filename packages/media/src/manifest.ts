import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from './refusal.ts';
import { hashFile, listFiles } from './durable.ts';

export const MANIFEST_FILE = 'manifest.json';

/** A picture or sound rendition as the manifest lists it; rates in bits per second. */
export interface ManifestRendition {
  readonly kind: 'video' | 'audio';
  readonly playlist: string;
  readonly codec: string;
  readonly bytes: number;
  readonly peakBitsPerSecond: number;
  readonly averageBitsPerSecond: number;
  /** For pictures only. */
  readonly width?: number;
  readonly height?: number;
  readonly frameRate?: number;
}

export interface ManifestFile {
  /** Relative to the package, with forward slashes. */
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/** What is in a package. The same inputs and the same ffmpeg give the same manifest: it holds no clock time. */
export interface Manifest {
  readonly format: 1;
  /** Fingerprint of source, subtitles and settings. */
  readonly madeFrom: string;
  /** Fingerprint of what pictures and sound alone were made from; packages of before have none. */
  readonly encodedFrom?: string;
  /** Whole milliseconds, the longer of picture and sound. */
  readonly durationMs: number;
  readonly master: string;
  readonly poster: string;
  readonly thumbnails: string;
  /** Highest picture first, sound last. */
  readonly renditions: readonly ManifestRendition[];
  readonly subtitles: readonly {
    readonly lang: string;
    readonly label: string;
    readonly file: string;
  }[];
  readonly files: readonly ManifestFile[];
}

export interface PackageProblem {
  readonly file: string;
  readonly problem: 'missing' | 'size' | 'hash';
}

/** Lists every file of the package with size and SHA-256; progress is 0–1. */
export async function listPackageFiles(
  folder: string,
  options: { signal?: AbortSignal | undefined; onProgress?: (fraction: number) => void } = {},
): Promise<ManifestFile[]> {
  const files: ManifestFile[] = [];
  // Dot folders belong to work in progress, and the manifest cannot list itself.
  const paths = (await listFiles(folder)).filter(
    (path) => !path.startsWith('.') && path !== MANIFEST_FILE,
  );
  for (const path of paths) {
    const { size } = await stat(join(folder, path));
    files.push({ path, size, sha256: await hashFile(join(folder, path), options.signal) });
    options.onProgress?.(files.length / paths.length);
  }
  return files;
}

/** The text of manifest.json: the manifest and a seal over it, so that the manifest itself can be checked. */
export function sealManifest(manifest: Manifest): string {
  return `${JSON.stringify({ ...manifest, seal: sealOf(manifest) }, null, 2)}\n`;
}

const sealOf = (content: object): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex');

/** The manifest of a package folder; null when it is missing, cut or altered. */
export async function readManifest(folder: string): Promise<Manifest | null> {
  const text = await readFile(join(folder, MANIFEST_FILE), 'utf8').catch(() => '');
  return openManifest(text);
}

function openManifest(text: string): Manifest | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null) return null;
  const { seal, ...content } = { seal: '', ...parsed };
  return seal === sealOf(content) && isManifest(content) ? content : null;
}

/** Shape of what the seal vouches for; paths must stay inside the package. */
function isManifest(content: object): content is Manifest {
  if (!('format' in content && content.format === 1)) return false;
  if (!('files' in content && Array.isArray(content.files))) return false;
  return content.files.every(
    (file: unknown) =>
      typeof file === 'object' &&
      file !== null &&
      'path' in file &&
      typeof file.path === 'string' &&
      !file.path.split(/[\\/]/).some((part) => part === '..' || part === ''),
  );
}

/**
 * Compares a package with its manifest, byte for byte. Problems are listed per file; a manifest that is cut or
 * altered counts as `hash`. Files that the manifest does not know are no problem.
 */
export async function verifyPackage(
  folder: string,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<{ ok: true } | { ok: false; problems: PackageProblem[] }> {
  const manifest = await readManifest(folder);
  if (!manifest) {
    const there = await sizeOf(join(folder, MANIFEST_FILE));
    const problem = there === null ? 'missing' : 'hash';
    return { ok: false, problems: [{ file: MANIFEST_FILE, problem }] };
  }
  const problems: PackageProblem[] = [];
  for (const file of manifest.files) {
    const path = join(folder, file.path);
    const size = await sizeOf(path);
    if (size === null) problems.push({ file: file.path, problem: 'missing' });
    else if (size !== file.size) problems.push({ file: file.path, problem: 'size' });
    else if ((await hashFile(path, options.signal)) !== file.sha256) {
      problems.push({ file: file.path, problem: 'hash' });
    }
  }
  return problems.length === 0 ? { ok: true } : { ok: false, problems };
}

/** Size of a regular file; null when there is none. Other errors (a broken disk) are thrown. */
async function sizeOf(path: string): Promise<number | null> {
  try {
    const stats = await stat(path);
    return stats.isFile() ? stats.size : null;
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return null;
    throw error;
  }
}
