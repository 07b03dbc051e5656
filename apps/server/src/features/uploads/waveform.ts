// The sound of a recording as the studio draws it, found while the recording is looked through and kept beside it:
// for every draft that has the same recording. One that was taken in before there were any has none.
import type { DraftWaveform } from '@xueshi/contracts';
import { PEAKS_PER_SECOND } from '@xueshi/media';
import { readFile, writeFile } from 'node:fs/promises';
import { syncPath } from '../../platform/kept-files.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { arrivingPath, keep, keptPath } from './folders.ts';
import { hasCode } from './error-code.ts';
import { findFile } from './store.ts';

/** The name of the waveform that goes with a kept file. */
export const waveformOf = (keptAs: string): string => `${keptAs.split('.')[0]}.wave`;

/** A number for the form of the file, and how many peaks it has for each second. */
const HEAD = [1, PEAKS_PER_SECOND] as const;

/** Puts the peaks of a recording among the kept files, under its hash. */
export async function keepWaveform(
  platform: Platform,
  fileId: string,
  sha256: string,
  peaks: Uint8Array,
): Promise<void> {
  // Goes with the other traces of the arriving file.
  const path = `${arrivingPath(platform, fileId)}.wave`;
  await writeFile(path, Buffer.concat([Buffer.from(HEAD), peaks]));
  await syncPath(path);
  await keep(platform, path, waveformOf(sha256));
}

export async function readDraftWaveform(
  platform: Platform,
  { draftId, fileId }: { readonly draftId: string; readonly fileId: string },
): Promise<DraftWaveform> {
  const file = await findFile(platform.db, draftId, fileId);
  if (file?.kind !== 'recording' || file.keptAs === null) throw new Refused('not-found');
  const bytes = await readFile(keptPath(platform, waveformOf(file.keptAs))).catch(
    (error: unknown) => {
      if (hasCode(error, 'ENOENT')) throw new Refused('not-found');
      throw error;
    },
  );
  if (bytes[0] !== HEAD[0]) throw new Refused('not-found');
  return {
    perSecond: bytes[1] ?? PEAKS_PER_SECOND,
    peaks: bytes.subarray(HEAD.length).toString('base64'),
  };
}
