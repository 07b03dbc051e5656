import { schema, type Reader } from '@xueshi/database';
import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { heldWhereSeen, type OrgUnit } from '../../platform/authorisation.ts';
import type { Actor } from '../../platform/sessions.ts';

const { courseVersions, lecturers, orgUnits } = schema;

export type LecturerRow = typeof lecturers.$inferSelect;

export interface Held {
  readonly row: LecturerRow;
  readonly unit: OrgUnit;
}

export async function findLecturer(db: Reader, code: string): Promise<Held | null> {
  const [found] = await db
    .select({ row: lecturers, unit: orgUnits })
    .from(lecturers)
    .innerJoin(orgUnits, eq(orgUnits.id, lecturers.orgUnitId))
    .where(eq(lecturers.code, code));
  return found ?? null;
}

/** Entries that the actor sees, by name; those who teach, or those who retired. */
export async function lecturersSeen(
  db: Reader,
  actor: Actor,
  { retired, kind }: { readonly retired: boolean; readonly kind?: string | undefined },
): Promise<Held[]> {
  return db
    .select({ row: lecturers, unit: orgUnits })
    .from(lecturers)
    .innerJoin(orgUnits, eq(orgUnits.id, lecturers.orgUnitId))
    .where(
      and(
        heldWhereSeen(actor, lecturers.orgUnitId),
        retired ? isNotNull(lecturers.retiredAt) : isNull(lecturers.retiredAt),
        kind === undefined ? undefined : eq(lecturers.kind, kind),
      ),
    )
    .orderBy(asc(lecturers.namePinyin), asc(lecturers.code));
}

/** Whether any version of any course ever named this entry. */
export async function wasNamed(db: Reader, code: string): Promise<boolean> {
  const [found] = await db
    .select({ id: courseVersions.id })
    .from(courseVersions)
    .where(sql`json_extract(${courseVersions.lecturer}, '$.register') = ${code}`)
    .limit(1);
  return found !== undefined;
}
