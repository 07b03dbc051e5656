import { schema } from '@xueshi/database';
import { problemOfKept } from '../../platform/kept-files.ts';
import type { Platform } from '../../platform/platform.ts';
import { bankPicturePath } from '../catalogue/service.ts';
import type { KeptProblem } from '../uploads/service.ts';

/** Compares every picture of a bank with what was sent. */
export async function checkBankPictures(
  platform: Platform,
): Promise<{ files: number; problems: KeptProblem[] }> {
  const { keptAs, sha256 } = schema.questionBankPictures;
  const rows = await platform.db.select({ keptAs, sha256 }).from(schema.questionBankPictures);
  const problems: KeptProblem[] = [];
  for (const row of rows) {
    const problem = await problemOfKept(bankPicturePath(platform, row.keptAs), row.sha256);
    if (problem !== null) problems.push({ file: row.keptAs, problem });
  }
  return { files: rows.length, problems };
}
