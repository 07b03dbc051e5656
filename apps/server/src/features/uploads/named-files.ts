// What the files of a draft are called in its course folder: a name of our own by content, or the one that a
// file came with, which texts and the version before know it by.
import { schema, type Reader } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { filesOf, type FileRow } from './store.ts';

const { courseDrafts } = schema;

export interface NamedFile extends FileRow {
  /** Null while it cannot be used. */
  readonly name: string | null;
  /** Whether it came with a course and kept its name. */
  readonly isOfCourse: boolean;
}

/** What somebody's machine calls a file they sent never reaches a path. */
const nameByContent = (kind: string, keptAs: string): string =>
  `${kind}-${keptAs.slice(0, 12)}${keptAs.slice(keptAs.indexOf('.'))}`;

/** All files of a draft, the oldest first. */
export async function namedFilesOf(db: Reader, draftId: string): Promise<NamedFile[]> {
  const names = await namesOf(db, draftId);
  return (await filesOf(db, draftId)).map((row) => {
    const { id, kind, keptAs, state } = row;
    const isUsable = state === 'usable' && keptAs !== null;
    const kept = names.get(id);
    const name = isUsable ? (kept ?? nameByContent(kind, keptAs)) : null;
    return { ...row, name, isOfCourse: kept !== undefined };
  });
}

/** Names as the reader of course folders found them: below the folder, every one. */
async function namesOf(db: Reader, draftId: string): Promise<ReadonlyMap<string, string>> {
  const [row] = await db
    .select({ outline: courseDrafts.outline })
    .from(courseDrafts)
    .where(eq(courseDrafts.id, draftId));
  const { names = {} } = (row?.outline ?? {}) as { names?: Readonly<Record<string, string>> };
  return new Map(Object.entries(names));
}
