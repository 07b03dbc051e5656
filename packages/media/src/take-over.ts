import { copyFile, link } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageJob } from './job.ts';
import { readManifest, verifyPackage } from './manifest.ts';

/**
 * Puts pictures and sound of the package alike into `folder`, by the same bytes under another name where the
 * disk allows; the folders of the renditions are there. False, and nothing is put there, where there is no such
 * package, its pictures and sound were made from or for anything else, or a byte of it is not as it was.
 */
export async function takeOverRenditions(job: PackageJob, folder: string): Promise<boolean> {
  const { alike, encodedFrom, rungs, audio, signal } = job;
  const manifest = alike === undefined ? null : await readManifest(alike);
  if (alike === undefined || manifest?.encodedFrom !== encodedFrom) return false;
  if (!(await verifyPackage(alike, { signal })).ok) return false;
  const folders = [...rungs, audio].map((rendition) => `${rendition.folder}/`);
  for (const { path } of manifest.files) {
    if (!folders.some((one) => path.startsWith(one))) continue;
    const [from, to] = [join(alike, path), join(folder, path)];
    await link(from, to).catch(() => copyFile(from, to));
  }
  return true;
}
