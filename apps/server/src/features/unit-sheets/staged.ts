// What a staged row of a table of units holds.
import { schema, type Reader } from '@xueshi/database';
import type { UnitState } from '@xueshi/domain';
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { OrgUnit } from '../../platform/authorisation.ts';
import type { StagedRow } from '../sheet-imports/service.ts';
import { stateOf } from './known.ts';
import type { UnitRow } from './read-row.ts';

const { rosterImportRows } = schema;

/** What a row says, and when the unit had last changed as it was checked (ms; null for never). */
export interface StagedUnit {
  readonly row: UnitRow;
  readonly seen: number | null;
}

/** A unit as it was before a row changed it. */
export interface UnitImage {
  readonly state: UnitState;
  readonly responsiblePersonId: string | null;
}

export const imageOf = (unit: OrgUnit): UnitImage => ({
  state: stateOf(unit),
  responsiblePersonId: unit.responsiblePersonId,
});

/** The rows that change something, in the order of the file. */
export const changingRows = (db: Reader, importId: string): Promise<StagedRow[]> =>
  db
    .select()
    .from(rosterImportRows)
    .where(
      and(
        eq(rosterImportRows.importId, importId),
        inArray(rosterImportRows.action, ['add', 'update']),
      ),
    )
    .orderBy(asc(rosterImportRows.rowNumber));
