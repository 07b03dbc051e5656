import { schema } from '@xueshi/database';
import { isNotNull } from 'drizzle-orm';
import { problemOfKept } from '../../platform/kept-files.ts';
import type { Platform } from '../../platform/platform.ts';
import { keptPath } from './folders.ts';

export interface KeptProblem {
  readonly file: string;
  readonly problem: string;
}

/** Compares every file of a draft with the hash that it is called by. */
export async function checkDraftFiles(
  platform: Platform,
): Promise<{ files: number; problems: KeptProblem[] }> {
  const rows = await platform.db
    .selectDistinct({ keptAs: schema.draftFiles.keptAs })
    .from(schema.draftFiles)
    .where(isNotNull(schema.draftFiles.keptAs));
  const problems: KeptProblem[] = [];
  for (const { keptAs } of rows) {
    if (keptAs === null) continue;
    const problem = await problemOfKept(keptPath(platform, keptAs), keptAs.split('.')[0] ?? '');
    if (problem !== null) problems.push({ file: keptAs, problem });
  }
  return { files: rows.length, problems };
}
