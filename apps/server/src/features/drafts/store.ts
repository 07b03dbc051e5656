import { schema, type Reader, type Tx } from '@xueshi/database';
import type { CourseOutline } from '@xueshi/formats';
import { and, desc, eq } from 'drizzle-orm';
import { Refused } from '../../platform/refused.ts';

const { courseDrafts, draftTexts, people } = schema;

export type DraftRow = typeof courseDrafts.$inferSelect;
export type TextRow = typeof draftTexts.$inferSelect;

/** Facts and lessons as they are kept; the revision stands beside them. */
export interface Outline extends Pick<CourseOutline, 'facts' | 'lessons'> {
  /** What files that came with a course are called in its folder, by the ids of the draft's files. */
  readonly names?: Readonly<Record<string, string>>;
  /** How often the questions of each lecture were saved, by the lesson's id; left out: 1. */
  readonly questionVersions?: Readonly<Record<string, number>>;
}

export const outlineOf = ({ outline }: DraftRow): Outline => outline as Outline;

export async function findDraft(db: Reader, id: string): Promise<DraftRow> {
  const [row] = await db.select().from(courseDrafts).where(eq(courseDrafts.id, id));
  if (!row) throw new Refused('not-found');
  return row;
}

export const draftsByTime = (db: Reader) =>
  db
    .select({ row: courseDrafts, savedBy: people.name })
    .from(courseDrafts)
    .innerJoin(people, eq(people.id, courseDrafts.savedBy))
    .orderBy(desc(courseDrafts.savedAt));

export const textsOf = (db: Reader, draftId: string): Promise<TextRow[]> =>
  db.select().from(draftTexts).where(eq(draftTexts.draftId, draftId));

export async function findText(db: Reader, draftId: string, lessonId: string): Promise<TextRow> {
  const [row] = await db
    .select()
    .from(draftTexts)
    .where(and(eq(draftTexts.draftId, draftId), eq(draftTexts.lessonId, lessonId)));
  if (!row) throw new Refused('not-found');
  return row;
}

export async function nameOf(db: Reader, personId: string | null): Promise<string | null> {
  if (personId === null) return null;
  const [row] = await db.select({ name: people.name }).from(people).where(eq(people.id, personId));
  return row?.name ?? null;
}

export async function updateDraft(
  tx: Tx,
  id: string,
  values: Partial<typeof courseDrafts.$inferInsert>,
): Promise<void> {
  await tx.update(courseDrafts).set(values).where(eq(courseDrafts.id, id));
}
