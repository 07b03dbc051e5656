import { schema, type Tx } from '@xueshi/database';
import {
  isSatisfied,
  NOTHING_CLAIMED,
  withClaim,
  type MoveOnRule,
  type UnitStanding,
} from '@xueshi/domain';
import { and, eq } from 'drizzle-orm';
import type { LaunchRow, UnitRow } from './store.ts';

const { coursewareUnits } = schema;

export const standingOf = (row: UnitRow | undefined): UnitStanding =>
  row
    ? {
        completed: row.completed,
        success: row.success as UnitStanding['success'],
        scorePercent: row.scorePercent,
      }
    : NOTHING_CLAIMED;

/** Keeps what a unit says of its learner; true where it is satisfied by its rule from now on. */
export async function noteClaim(
  tx: Tx,
  { enrolmentId, lessonId, unit }: Pick<LaunchRow, 'enrolmentId' | 'lessonId' | 'unit'>,
  claim: UnitStanding,
  { moveOn, now }: { readonly moveOn: MoveOnRule; readonly now: Date },
): Promise<boolean> {
  const [before] = await tx
    .select()
    .from(coursewareUnits)
    .where(
      and(
        eq(coursewareUnits.enrolmentId, enrolmentId),
        eq(coursewareUnits.lessonId, lessonId),
        eq(coursewareUnits.unit, unit),
      ),
    );
  const standing = withClaim(standingOf(before), claim);
  const becomesSatisfied = !before?.satisfiedAt && isSatisfied(moveOn, standing);
  const satisfiedAt = before?.satisfiedAt ?? (becomesSatisfied ? now : null);
  const change = { ...standing, satisfiedAt, updatedAt: now };
  await tx
    .insert(coursewareUnits)
    .values({ enrolmentId, lessonId, unit, ...change })
    .onConflictDoUpdate({
      target: [coursewareUnits.enrolmentId, coursewareUnits.lessonId, coursewareUnits.unit],
      set: change,
    });
  return becomesSatisfied;
}
