import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, count, eq, sql } from 'drizzle-orm';
import type { KeyGroup, PersonStatus } from '@xueshi/domain';
import type { AppointmentFacts } from '../people/service.ts';

const { rosterImportErrors, rosterImportRows, rosterImports } = schema;

export type ImportRow = typeof rosterImports.$inferSelect;
export type StagedRow = typeof rosterImportRows.$inferSelect;

/** What is kept of a person in the fields that a roster changes. */
export interface PersonFacts {
  readonly name: string;
  readonly code: string | null;
  readonly politicalStatus: string | null;
  readonly identitySealed: string | null;
  readonly identityIndex: string | null;
}

export const samePerson = (one: PersonFacts, other: PersonFacts): boolean =>
  one.name === other.name &&
  one.code === other.code &&
  one.politicalStatus === other.politicalStatus &&
  one.identityIndex === other.identityIndex &&
  one.identitySealed === other.identitySealed;

/** Another status, or another first day of the one that holds. */
export interface WantedStatus {
  readonly step: 'begin' | 'move';
  readonly status: PersonStatus;
  readonly from: string | null;
}

export interface WantedGroups {
  readonly set: readonly KeyGroup[];
  readonly end: readonly KeyGroup[];
}

/** What a staged row will write. */
export interface Wanted {
  readonly person: PersonFacts;
  readonly facts: AppointmentFacts;
  /** From which day the appointment holds; null: from when it is written. */
  readonly from: string | null;
  /** Absent: stays as it is. */
  readonly status?: WantedStatus;
  readonly groups?: WantedGroups;
}

/** What a row did to somebody's status and key groups, so that it can be taken back. */
export interface DatedChanges {
  readonly status?: {
    readonly made: boolean;
    readonly id: string;
    readonly startsAtMs: number;
    readonly now: PersonStatus;
    readonly before: {
      readonly status: PersonStatus;
      readonly closedAtMs: number | null;
      /** When it began, as it was before a row moved that day. */
      readonly startsAtMs: number | null;
      /** The record that ended where this one begins. */
      readonly earlierId: string | null;
    };
  };
  readonly groups?: {
    readonly set: readonly { readonly id: string; readonly group: KeyGroup }[];
    readonly ended: readonly { readonly id: string; readonly group: KeyGroup }[];
  };
}

/** A person and the present appointment, before or after a row was written. */
export interface Image {
  readonly person: PersonFacts;
  readonly membership: {
    readonly id: string;
    readonly startsAtMs: number;
    readonly facts: AppointmentFacts;
  } | null;
  /** Whether they are counted no more; absent: they are. */
  readonly closed?: boolean;
  readonly dated?: DatedChanges;
}

export async function findImport(db: Reader, id: string): Promise<ImportRow | null> {
  const [row] = await db.select().from(rosterImports).where(eq(rosterImports.id, id));
  return row ?? null;
}

export const updateImport = (tx: Tx, id: string, change: Partial<ImportRow>) =>
  tx.update(rosterImports).set(change).where(eq(rosterImports.id, id));

export async function errorsOf(db: Reader, id: string): Promise<number> {
  const [row] = await db
    .select({ errors: count() })
    .from(rosterImportErrors)
    .where(eq(rosterImportErrors.importId, id));
  return row?.errors ?? 0;
}

/** How many rows of an import would do what. */
export async function countActions(db: Reader, id: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .select({ action: rosterImportRows.action, rows: count() })
    .from(rosterImportRows)
    .where(eq(rosterImportRows.importId, id))
    .groupBy(rosterImportRows.action);
  return new Map(rows.map(({ action, rows: number }) => [action, number]));
}

/** Removes what an earlier attempt staged, some at a time. */
export async function forgetStaged(tx: Tx, id: string, most: number): Promise<boolean> {
  const some = sql`(SELECT row_number FROM roster_import_rows WHERE import_id = ${id} LIMIT ${most})`;
  await tx
    .delete(rosterImportErrors)
    .where(
      and(
        eq(rosterImportErrors.importId, id),
        sql`rowid IN (SELECT rowid FROM roster_import_errors WHERE import_id = ${id} LIMIT ${most})`,
      ),
    );
  const gone = await tx
    .delete(rosterImportRows)
    .where(and(eq(rosterImportRows.importId, id), sql`row_number IN ${some}`))
    .returning({ row: rosterImportRows.rowNumber });
  return gone.length === most || (await errorsOf(tx, id)) > 0;
}
