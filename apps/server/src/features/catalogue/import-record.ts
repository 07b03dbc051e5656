// What the last reading of each course folder and question bank came to.
import { schema, type Reader, type Tx } from '@xueshi/database';
import type { LocatedError } from '@xueshi/formats';
import { eq } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { withSource } from './kept-sources.ts';
import { findCourse } from './store.ts';

const { courseImports } = schema;

export interface FolderAsFound {
  readonly folder: string;
  readonly folderStamp: string;
}

/**
 * Whether the folder was imported as it is now. One that was refused is always read again, and one whose
 * version is from before files were kept.
 */
export async function isUntouched(
  { db, write }: Platform,
  { folder, folderStamp }: FolderAsFound,
): Promise<boolean> {
  const mine = eq(courseImports.folder, folder);
  const [last] = await db.select().from(courseImports).where(mine);
  if (!last || last.state === 'refused' || last.folderStamp !== folderStamp) return false;
  if (!(await isKept(db, last.slug ?? ''))) return false;
  if (last.state === 'published')
    await write((tx) => tx.update(courseImports).set({ state: 'unchanged' }).where(mine));
  return true;
}

async function isKept(db: Reader, slug: string): Promise<boolean> {
  const published = await findCourse(db, slug);
  return published === null || (await withSource(db, [published.version.id])).size > 0;
}

export async function recordImport(
  tx: Tx,
  { folder, ...values }: typeof courseImports.$inferInsert,
): Promise<void> {
  await tx
    .insert(courseImports)
    .values({ folder, ...values })
    .onConflictDoUpdate({ target: courseImports.folder, set: values });
}

export async function recordRefusal(
  { write, clock }: Platform,
  found: FolderAsFound,
  errors: readonly LocatedError[],
): Promise<void> {
  await write((tx) =>
    recordImport(tx, {
      ...found,
      slug: null,
      contentHash: null,
      state: 'refused',
      errors: [...errors],
      importedAt: clock.now(),
    }),
  );
}
