import { schema, type Tx } from '@xueshi/database';
import { and, eq, inArray } from 'drizzle-orm';
import { stat } from 'node:fs/promises';
import { hashOfFile, syncPath } from '../../../platform/kept-files.ts';
import { newId } from '../../../platform/new-id.ts';
import type { Platform } from '../../../platform/platform.ts';
import { keep } from '../folders.ts';
import { NOTHING_FOUND, type DrawnPage } from '../look-through.ts';
import type { FileRow } from '../store.ts';

const { draftFiles } = schema;

/** Puts the pictures in their lasting place, and gives the rows that are to be written with their file's. */
export async function keepPages(
  platform: Platform,
  file: FileRow,
  pages: readonly DrawnPage[],
  signal: AbortSignal,
): Promise<(typeof draftFiles.$inferInsert)[]> {
  const rows: (typeof draftFiles.$inferInsert)[] = [];
  for (const { path, found } of pages) {
    const sha256 = await hashOfFile(path, signal);
    const keptAs = `${sha256}.webp`;
    await syncPath(path);
    await keep(platform, path, keptAs);
    const { width, height, ...page } = found;
    rows.push({
      ...{ id: newId(), draftId: file.draftId, kind: 'slide', state: 'usable', sha256, keptAs },
      fileName: `${file.fileName} · ${page.number}`.slice(-200),
      bytes: (await stat(path)).size,
      found: { ...NOTHING_FOUND, width, height, page: { of: file.id, ...page } },
      addedBy: file.addedBy,
      addedAt: file.addedAt,
    });
  }
  return rows;
}

/** The pages of a file go with it. */
export async function removePages(tx: Tx, draftId: string, fileId: string): Promise<void> {
  const slides = await tx
    .select({ id: draftFiles.id, found: draftFiles.found })
    .from(draftFiles)
    .where(and(eq(draftFiles.draftId, draftId), eq(draftFiles.kind, 'slide')));
  const pages = slides.filter(({ found }) => pageOf(found)?.of === fileId).map(({ id }) => id);
  if (pages.length > 0) await tx.delete(draftFiles).where(inArray(draftFiles.id, pages));
}

const pageOf = (found: unknown): { of: string } | null =>
  (found as { page?: { of: string } | null } | null)?.page ?? null;
