// A textbook's file becomes what is read: pages as pictures with their words, or chapters.
import { schema, type Tx } from '@xueshi/database';
import { asSearched } from '@xueshi/domain';
import { and, eq } from 'drizzle-orm';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { JobContext, JobHandler } from '../../platform/jobs.ts';
import { keptPath, syncPath } from '../../platform/kept-files.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { textbookFolder } from '../media/service.ts';
import { bookOfEpub } from './from-epub.ts';
import { bookOfPdf } from './from-pdf.ts';
import type { MadeBook, PreparedBook } from './made-book.ts';
import type { PrepareTextbook } from './prepare.job.ts';
import type { TextbookRow } from './store.ts';

const { textbookParts, textbooks } = schema;

/** Rows in one statement. */
const LOT = 100;

/** Runs again after a crash: pictures appear whole, and words with the state that says that they are there. */
export const prepareTextbookHandler: JobHandler = async (platform, payload, context) => {
  const { textbookId } = payload as PrepareTextbook;
  const { db } = platform;
  const [row] = await db.select().from(textbooks).where(eq(textbooks.id, textbookId));
  if (row?.state !== 'preparing' || row.sha256 === null) return;
  const target = textbookFolder(platform, row.sha256);
  const room = join(dirname(target), `${newId()}.partial`);
  await mkdir(room, { recursive: true });
  try {
    const made = await bookOf(platform, row, keptPath(platform, row.sha256), room, context);
    if (made.ok) {
      await syncPath(room);
      // Two books may be one file: the one that comes second finds it there.
      if (!existsSync(target)) await rename(room, target);
      await syncPath(dirname(target));
    }
    await settle(platform, row, made);
  } finally {
    await rm(room, { recursive: true, force: true });
  }
};

const bookOf = (
  platform: Platform,
  { format }: TextbookRow,
  source: string,
  room: string,
  context: JobContext,
): Promise<MadeBook> =>
  format === 'pdf'
    ? bookOfPdf(platform, source, room, context)
    : bookOfEpub(platform, source, room, context);

/** Unless another file came in the meantime. */
async function settle({ write }: Platform, row: TextbookRow, made: MadeBook): Promise<void> {
  const sha256 = row.sha256 ?? '';
  await write(async (tx) => {
    const change = made.ok
      ? {
          ...{ state: 'ready', problem: null, problemDetail: null },
          ...{ parts: made.book.parts.length, outline: [...made.book.outline] },
          language: made.book.language,
        }
      : { state: 'refused', problem: made.problem, problemDetail: made.detail };
    const settled = await tx
      .update(textbooks)
      .set(change)
      .where(
        and(
          eq(textbooks.id, row.id),
          eq(textbooks.sha256, sha256),
          eq(textbooks.state, 'preparing'),
        ),
      )
      .returning({ id: textbooks.id });
    if (settled.length === 0) return;
    await tx.delete(textbookParts).where(eq(textbookParts.textbookId, row.id));
    if (made.ok) await insertParts(tx, row.id, made.book);
  });
}

async function insertParts(tx: Tx, textbookId: string, { parts }: PreparedBook): Promise<void> {
  const rows = parts.map(({ words, ...part }, at) => ({
    textbookId,
    number: at + 1,
    ...part,
    words: asSearched(words),
  }));
  for (let at = 0; at < rows.length; at += LOT)
    await tx.insert(textbookParts).values(rows.slice(at, at + LOT));
}
