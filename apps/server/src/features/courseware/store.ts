import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, asc, desc, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm';

const { coursewareLaunches, coursewareUnits } = schema;

export type LaunchRow = typeof coursewareLaunches.$inferSelect;
export type UnitRow = typeof coursewareUnits.$inferSelect;

/** Courseware of one learner. */
export interface OfLesson {
  readonly enrolmentId: string;
  readonly lessonId: string;
}

const launchesOf = ({ enrolmentId, lessonId }: OfLesson) =>
  and(eq(coursewareLaunches.enrolmentId, enrolmentId), eq(coursewareLaunches.lessonId, lessonId));

export async function findLaunch(db: Reader, id: string): Promise<LaunchRow | null> {
  const [row] = await db.select().from(coursewareLaunches).where(eq(coursewareLaunches.id, id));
  return row ?? null;
}

export async function insertLaunch(tx: Tx, row: LaunchRow): Promise<void> {
  await tx.insert(coursewareLaunches).values(row);
}

export async function updateLaunch(tx: Tx, id: string, change: Partial<LaunchRow>): Promise<void> {
  await tx.update(coursewareLaunches).set(change).where(eq(coursewareLaunches.id, id));
}

/** Whether the unit was launched again since. */
export async function wasLaunchedAgain(db: Reader, launch: LaunchRow): Promise<boolean> {
  const [row] = await db
    .select({ id: coursewareLaunches.id })
    .from(coursewareLaunches)
    .where(
      and(
        launchesOf(launch),
        eq(coursewareLaunches.unit, launch.unit),
        gt(coursewareLaunches.epoch, launch.epoch),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/** Launches that said they began and never that they ended (cmi5). */
export async function launchesLeftOpen(db: Reader, of: OfLesson): Promise<LaunchRow[]> {
  return db
    .select()
    .from(coursewareLaunches)
    .where(
      and(
        launchesOf(of),
        isNotNull(coursewareLaunches.initializedAt),
        isNull(coursewareLaunches.terminatedAt),
        isNull(coursewareLaunches.abandonedAt),
      ),
    )
    .orderBy(desc(coursewareLaunches.epoch));
}

/** How long courseware was open, in ms, all launches together. */
export async function timedMsOf(db: Reader, of: OfLesson): Promise<number> {
  const [row] = await db
    .select({ ms: sql<number>`coalesce(sum(${coursewareLaunches.timedMs}), 0)` })
    .from(coursewareLaunches)
    .where(launchesOf(of));
  return row?.ms ?? 0;
}

export async function unitsOf(db: Reader, of: OfLesson): Promise<UnitRow[]> {
  return db
    .select()
    .from(coursewareUnits)
    .where(
      and(
        eq(coursewareUnits.enrolmentId, of.enrolmentId),
        eq(coursewareUnits.lessonId, of.lessonId),
      ),
    )
    .orderBy(asc(coursewareUnits.unit));
}

/** Units that were launched, whether or not they said anything. */
export async function launchedUnits(db: Reader, of: OfLesson): Promise<Set<number>> {
  const rows = await db
    .selectDistinct({ unit: coursewareLaunches.unit })
    .from(coursewareLaunches)
    .where(launchesOf(of));
  return new Set(rows.map(({ unit }) => unit));
}

/** Keeps what a unit wants to remember, whole. */
export async function keepMemory(
  tx: Tx,
  { enrolmentId, lessonId, unit }: LaunchRow,
  memory: unknown,
  now: Date,
): Promise<void> {
  await tx
    .insert(coursewareUnits)
    .values({ enrolmentId, lessonId, unit, completed: false, memory, updatedAt: now })
    .onConflictDoUpdate({
      target: [coursewareUnits.enrolmentId, coursewareUnits.lessonId, coursewareUnits.unit],
      set: { memory, updatedAt: now },
    });
}
