import { keptPath, problemOfKept } from '../../platform/kept-files.ts';
import type { Platform } from '../../platform/platform.ts';
import { keptHashes } from './kept-hashes.ts';

/** Compares every file of a published version, and of a textbook, with the hash that it is kept under. */
export async function checkSources(
  platform: Platform,
): Promise<{ files: number; problems: { file: string; problem: string }[] }> {
  const { ofCourses, ofTextbooks } = await keptHashes(platform.db);
  const hashes = new Set([...ofCourses, ...ofTextbooks]);
  const problems: { file: string; problem: string }[] = [];
  for (const sha256 of hashes) {
    const problem = await problemOfKept(keptPath(platform, sha256), sha256);
    if (problem !== null) problems.push({ file: sha256, problem });
  }
  return { files: hashes.size, problems };
}
