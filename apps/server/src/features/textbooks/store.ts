import { schema, type Reader } from '@xueshi/database';
import { and, asc, desc, eq, isNotNull, isNull, sql, type SQL } from 'drizzle-orm';
import { heldWhereSeen, type OrgUnit } from '../../platform/authorisation.ts';
import type { Actor } from '../../platform/sessions.ts';

const { courseVersions, enrolments, orgUnits, textbookParts, textbooks } = schema;

export type TextbookRow = typeof textbooks.$inferSelect;
export type PartRow = typeof textbookParts.$inferSelect;

export interface Held {
  readonly row: TextbookRow;
  readonly unit: OrgUnit;
}

const held = (db: Reader, where: SQL | undefined) =>
  db
    .select({ row: textbooks, unit: orgUnits })
    .from(textbooks)
    .innerJoin(orgUnits, eq(orgUnits.id, textbooks.orgUnitId))
    .where(where)
    .orderBy(asc(textbooks.title), desc(textbooks.edition), asc(textbooks.code));

export async function findTextbook(db: Reader, code: string): Promise<Held | null> {
  const [found] = await held(db, eq(textbooks.code, code));
  return found ?? null;
}

/** Entries that the actor sees, by title; those that are offered, or those that no longer are. */
export const textbooksSeen = (db: Reader, actor: Actor, retired: boolean): Promise<Held[]> =>
  held(
    db,
    and(
      heldWhereSeen(actor, textbooks.orgUnitId),
      retired ? isNotNull(textbooks.retiredAt) : isNull(textbooks.retiredAt),
    ),
  );

const names = (code: string) =>
  sql`EXISTS (SELECT 1 FROM json_each(${courseVersions.textbooks}) WHERE value = ${code})`;

/** Whether any version of any course ever named this textbook. */
export async function wasNamed(db: Reader, code: string): Promise<boolean> {
  const [found] = await db
    .select({ id: courseVersions.id })
    .from(courseVersions)
    .where(names(code))
    .limit(1);
  return found !== undefined;
}

/** Whether a person learns, or learned, a version of a course that names this textbook. */
export async function beganNaming(db: Reader, personId: string, code: string): Promise<boolean> {
  const [found] = await db
    .select({ id: enrolments.id })
    .from(enrolments)
    .innerJoin(courseVersions, eq(courseVersions.id, enrolments.courseVersionId))
    .where(and(eq(enrolments.personId, personId), names(code)))
    .limit(1);
  return found !== undefined;
}

export async function findPart(
  db: Reader,
  textbookId: string,
  number: number,
): Promise<PartRow | null> {
  const [found] = await db
    .select()
    .from(textbookParts)
    .where(and(eq(textbookParts.textbookId, textbookId), eq(textbookParts.number, number)));
  return found ?? null;
}

/** Pages or chapters that have the words, in their order; `words` as they are searched. */
export const partsWith = (
  db: Reader,
  textbookId: string,
  words: string,
  most: number,
): Promise<PartRow[]> =>
  db
    .select()
    .from(textbookParts)
    .where(
      and(
        eq(textbookParts.textbookId, textbookId),
        sql`instr(${textbookParts.words}, ${words}) > 0`,
      ),
    )
    .orderBy(asc(textbookParts.number))
    .limit(most);
