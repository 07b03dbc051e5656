import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syncPath, syncTree } from './durable.ts';
import type { PackageRefusal } from './refusal.ts';

/** The steps of packaging, in order. A finished one is never done again for the same inputs. */
export const STAGES = ['ladder', 'poster', 'thumbs', 'subtitles', 'playlists', 'manifest'] as const;
export type StageName = (typeof STAGES)[number];

/** Share of the whole work, for progress; measured on a slide lecture of five minutes. */
const SHARES: Record<StageName, number> = {
  ladder: 0.9,
  poster: 0.02,
  thumbs: 0.03,
  subtitles: 0.01,
  playlists: 0.01,
  manifest: 0.03,
};

/** Does one stage inside `folder`, a scratch folder whose content becomes part of the package. */
export type StageWork = (
  folder: string,
  onProgress: (fraction: number) => void,
) => Promise<PackageRefusal | null>;

const STAMPS = '.stages';
const SCRATCH = '.scratch-';
const RECIPE = 'recipe';

/**
 * Makes a folder ready for work on `recipe`: what an earlier attempt finished is kept if it was for the same
 * inputs, what it left half done is removed. An orphaned ffmpeg of a killed process writes into a scratch
 * folder that is gone, and so harms nothing.
 */
export async function preparePartial(partial: string, recipe: string): Promise<void> {
  const stamped = await readFile(join(partial, STAMPS, RECIPE), 'utf8').catch(() => null);
  if (stamped !== recipe) await rm(partial, { recursive: true, force: true });
  await mkdir(join(partial, STAMPS), { recursive: true });
  for (const name of await readdir(partial)) {
    if (name.startsWith(SCRATCH)) await rm(join(partial, name), { recursive: true, force: true });
  }
  if (stamped !== recipe) await writeFile(join(partial, STAMPS, RECIPE), recipe);
}

/**
 * Runs a stage unless its stamp is there. Its output moves into place only when it is whole; on a refusal or
 * an exception nothing of it is left, which also gives back the space on a full disk.
 */
export async function runStage(
  partial: string,
  stage: StageName,
  work: StageWork,
  onProgress: (overall: number) => void,
): Promise<PackageRefusal | null> {
  const before = STAGES.slice(0, STAGES.indexOf(stage)).reduce((sum, s) => sum + SHARES[s], 0);
  const report = (fraction: number) =>
    onProgress(before + SHARES[stage] * Math.min(1, Math.max(0, fraction)));
  const stamp = join(partial, STAMPS, stage);
  const done = await readFile(stamp).then(
    () => true,
    () => false,
  );
  if (!done) {
    const scratch = await mkdtemp(join(partial, SCRATCH));
    try {
      const refusal = await work(scratch, report);
      if (refusal) return refusal;
      // Before the stamp: after a power cut a stamp must never vouch for files that did not reach the disk.
      await syncTree(scratch);
      for (const name of await readdir(scratch)) {
        await rm(join(partial, name), { recursive: true, force: true });
        await rename(join(scratch, name), join(partial, name));
      }
      await writeFile(stamp, '');
      await syncPath(join(partial, STAMPS));
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }
  report(1);
  return null;
}

/** Removes what only resuming needs. After this the folder holds the package and nothing else. */
export async function removeStamps(folder: string): Promise<void> {
  await rm(join(folder, STAMPS), { recursive: true, force: true });
}
