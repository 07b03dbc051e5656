import type { CourseTextbook } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { prepareKey } from './prepare.job.ts';
import type { TextbookRow } from './store.ts';

const { jobs } = schema;

export const headOf = (row: TextbookRow): CourseTextbook => ({
  code: row.code,
  title: row.title,
  authors: row.authors,
  publisher: row.publisher,
  edition: row.edition,
  format: row.format as CourseTextbook['format'],
  state: row.state as CourseTextbook['state'],
  parts: row.parts,
});

export interface Preparation {
  readonly state: CourseTextbook['state'];
  readonly percent: number;
  readonly problem: string | null;
}

/** How far preparing has come. Where its job was given up, the file is as good as refused. */
export async function preparationOf(db: Reader, row: TextbookRow): Promise<Preparation> {
  const { state } = headOf(row);
  if (state !== 'preparing' || row.sha256 === null)
    return { state, percent: state === 'ready' ? 100 : 0, problem: row.problem };
  const [job] = await db
    .select({ state: jobs.state, percent: jobs.progressPercent })
    .from(jobs)
    .where(eq(jobs.uniqueKey, prepareKey(row.id, row.sha256)));
  if (job?.state === 'failed') return { state: 'refused', percent: 0, problem: 'failed' };
  return { state, percent: job?.percent ?? 0, problem: null };
}
