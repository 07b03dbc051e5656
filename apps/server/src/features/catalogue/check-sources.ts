import { schema } from '@xueshi/database';
import { keptPath, problemOfKept } from '../../platform/kept-files.ts';
import type { Platform } from '../../platform/platform.ts';

/** Compares every file of a published version with the hash that it is kept under. */
export async function checkSources(
  platform: Platform,
): Promise<{ files: number; problems: { file: string; problem: string }[] }> {
  const { sha256 } = schema.courseVersionFiles;
  const rows = await platform.db.selectDistinct({ sha256 }).from(schema.courseVersionFiles);
  const problems: { file: string; problem: string }[] = [];
  for (const row of rows) {
    const problem = await problemOfKept(keptPath(platform, row.sha256), row.sha256);
    if (problem !== null) problems.push({ file: row.sha256, problem });
  }
  return { files: rows.length, problems };
}
