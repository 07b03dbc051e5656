import { schema } from '@xueshi/database';
import { and, eq } from 'drizzle-orm';
import { existsSync } from 'node:fs';
import { enqueueJob } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { textbookFolder } from '../media/service.ts';
import { PREPARE_TEXTBOOK, prepareKey, type PrepareTextbook } from './prepare.job.ts';

const { textbooks } = schema;

/**
 * At every start: what was made of a book's file is in no backup, so where it is missing it is made again. Returns of
 * how many books.
 */
export async function prepareMissingTextbooks(platform: Platform): Promise<number> {
  const { db, write, clock } = platform;
  const { id, sha256 } = textbooks;
  const ready = await db.select({ id, sha256 }).from(textbooks).where(eq(textbooks.state, 'ready'));
  const missing = ready.flatMap((row) =>
    row.sha256 === null || existsSync(textbookFolder(platform, row.sha256))
      ? []
      : [{ id: row.id, sha256: row.sha256 }],
  );
  if (missing.length === 0) return 0;
  await write(async (tx) => {
    for (const book of missing) {
      await tx
        .update(textbooks)
        .set({ state: 'preparing' })
        .where(and(eq(id, book.id), eq(sha256, book.sha256)));
      await enqueueJob(tx, {
        name: PREPARE_TEXTBOOK,
        uniqueKey: prepareKey(book.id, book.sha256),
        payload: { textbookId: book.id } satisfies PrepareTextbook,
        now: clock.now(),
      });
    }
  });
  return missing.length;
}
