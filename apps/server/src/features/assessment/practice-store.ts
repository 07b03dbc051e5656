import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, asc, count, eq, inArray, lt, sql } from 'drizzle-orm';

const { practiceItems } = schema;

export type PracticeRow = typeof practiceItems.$inferSelect;

/** Right so often in a row, an item is learned. */
export const RIGHT_IN_ROW = 2;

interface Place {
  readonly personId: string;
  readonly lessonId: string;
  readonly now: Date;
}

/** Keeps what was wrong for practice; what was right counts as practised where it is kept. */
export async function keepForPractice(
  tx: Tx,
  { personId, lessonId, now }: Place,
  results: readonly { readonly id: string; readonly right: boolean }[],
): Promise<void> {
  const wrong = results.filter(({ right }) => !right).map(({ id }) => id);
  const right = results.filter((one) => one.right).map(({ id }) => id);
  if (wrong.length > 0)
    await tx
      .insert(practiceItems)
      .values(
        wrong.map((itemId) => ({
          personId,
          lessonId,
          itemId,
          wrongAt: now,
          practisedAt: null,
          rightInRow: 0,
        })),
      )
      .onConflictDoUpdate({
        target: [practiceItems.personId, practiceItems.lessonId, practiceItems.itemId],
        set: { wrongAt: now, rightInRow: 0 },
      });
  if (right.length > 0)
    await tx
      .update(practiceItems)
      .set({ rightInRow: sql`${practiceItems.rightInRow} + 1` })
      .where(
        and(
          eq(practiceItems.personId, personId),
          eq(practiceItems.lessonId, lessonId),
          inArray(practiceItems.itemId, right),
        ),
      );
}

const dueFor = (personId: string) =>
  and(eq(practiceItems.personId, personId), lt(practiceItems.rightInRow, RIGHT_IN_ROW));

/** Items still to be practised, those not touched for longest first. */
export async function dueItems(db: Reader, personId: string, most: number): Promise<PracticeRow[]> {
  return db
    .select()
    .from(practiceItems)
    .where(dueFor(personId))
    .orderBy(
      asc(sql`coalesce(${practiceItems.practisedAt}, ${practiceItems.wrongAt})`),
      asc(practiceItems.itemId),
    )
    .limit(most);
}

export async function countDue(db: Reader, personId: string): Promise<number> {
  const [row] = await db.select({ due: count() }).from(practiceItems).where(dueFor(personId));
  return row?.due ?? 0;
}

export async function findDue(
  db: Reader,
  place: Pick<PracticeRow, 'personId' | 'lessonId' | 'itemId'>,
): Promise<PracticeRow | null> {
  const [row] = await db.select().from(practiceItems).where(onePlace(place));
  return row ?? null;
}

const onePlace = ({ personId, lessonId, itemId }: Omit<Place, 'now'> & { itemId: string }) =>
  and(
    eq(practiceItems.personId, personId),
    eq(practiceItems.lessonId, lessonId),
    eq(practiceItems.itemId, itemId),
  );

export async function savePractised(tx: Tx, row: PracticeRow): Promise<void> {
  const { practisedAt, rightInRow } = row;
  await tx.update(practiceItems).set({ practisedAt, rightInRow }).where(onePlace(row));
}
