import type { DRAFT_FILE_KINDS } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { and, asc, eq, sum } from 'drizzle-orm';
import { Refused } from '../../platform/refused.ts';
import { packageBytes } from './packages/store.ts';

const { courseDrafts, draftFiles, draftUploads, people } = schema;

export type UploadRow = typeof draftUploads.$inferSelect;
export type FileRow = typeof draftFiles.$inferSelect;
export type FileKind = (typeof DRAFT_FILE_KINDS)[number];

const { slug, state, outline, savedBy, savedAt } = courseDrafts;
const STANDING = { slug, state, outline, savedBy, savedAt };

/** The draft's name, what it says of the course, whether it may be changed and who did last; refused where there is none. */
export async function demandDraft(
  db: Reader,
  id: string,
): Promise<Pick<typeof courseDrafts.$inferSelect, keyof typeof STANDING>> {
  const [row] = await db.select(STANDING).from(courseDrafts).where(eq(courseDrafts.id, id));
  if (!row) throw new Refused('not-found');
  return row;
}

export async function nameOf(db: Reader, personId: string): Promise<string> {
  const [row] = await db.select({ name: people.name }).from(people).where(eq(people.id, personId));
  return row?.name ?? '';
}

export async function findUpload(
  db: Reader,
  draftId: string,
  id: string,
): Promise<UploadRow | null> {
  const [row] = await db
    .select()
    .from(draftUploads)
    .where(and(eq(draftUploads.id, id), eq(draftUploads.draftId, draftId)));
  return row ?? null;
}

export async function findFile(db: Reader, draftId: string, id: string): Promise<FileRow | null> {
  const [row] = await db
    .select()
    .from(draftFiles)
    .where(and(eq(draftFiles.id, id), eq(draftFiles.draftId, draftId)));
  return row ?? null;
}

export const filesOf = (db: Reader, draftId: string): Promise<FileRow[]> =>
  db
    .select()
    .from(draftFiles)
    .where(eq(draftFiles.draftId, draftId))
    .orderBy(asc(draftFiles.addedAt), asc(draftFiles.id));

export const uploadsOf = (db: Reader, draftId: string): Promise<UploadRow[]> =>
  db
    .select()
    .from(draftUploads)
    .where(eq(draftUploads.draftId, draftId))
    .orderBy(asc(draftUploads.startedAt), asc(draftUploads.id));

/** Bytes that files and announced files have: of one draft, or of all, with the packages on their way. */
export async function takenBytes(db: Reader, draftId: string | null): Promise<number> {
  const [files] = await db
    .select({ bytes: sum(draftFiles.bytes) })
    .from(draftFiles)
    .where(draftId === null ? undefined : eq(draftFiles.draftId, draftId));
  const [uploads] = await db
    .select({ bytes: sum(draftUploads.bytes) })
    .from(draftUploads)
    .where(draftId === null ? undefined : eq(draftUploads.draftId, draftId));
  const packages = draftId === null ? await packageBytes(db, null) : 0;
  return Number(files?.bytes ?? 0) + Number(uploads?.bytes ?? 0) + packages;
}
