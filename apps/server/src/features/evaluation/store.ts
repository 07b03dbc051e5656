import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, asc, eq } from 'drizzle-orm';

const { courseEvaluations } = schema;

export type Evaluation = typeof courseEvaluations.$inferSelect;

export async function evaluationsOf(db: Reader, courseId: string): Promise<Evaluation[]> {
  return db
    .select()
    .from(courseEvaluations)
    .where(eq(courseEvaluations.courseId, courseId))
    .orderBy(asc(courseEvaluations.shuffle));
}

export async function allEvaluations(db: Reader): Promise<Evaluation[]> {
  return db.select().from(courseEvaluations).orderBy(asc(courseEvaluations.shuffle));
}

export async function evaluationBy(
  db: Reader,
  personId: string,
  courseId: string,
): Promise<Evaluation | null> {
  const [row] = await db
    .select()
    .from(courseEvaluations)
    .where(and(eq(courseEvaluations.personId, personId), eq(courseEvaluations.courseId, courseId)));
  return row ?? null;
}

export async function saveEvaluation(tx: Tx, row: Evaluation): Promise<void> {
  const { personId: _person, courseId: _course, createdAt: _created, ...change } = row;
  await tx
    .insert(courseEvaluations)
    .values(row)
    .onConflictDoUpdate({
      target: [courseEvaluations.personId, courseEvaluations.courseId],
      set: change,
    });
}
