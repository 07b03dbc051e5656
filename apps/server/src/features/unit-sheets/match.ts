// Which unit each row means, by its code or id and never by its name.
import type { UnitSheetErrorCode } from '@xueshi/contracts';
import type { OrgUnit } from '../../platform/authorisation.ts';
import { newId } from '../../platform/new-id.ts';
import type { KnownTree, UnitsByCode } from './known.ts';
import type { UnitRow } from './read-row.ts';

export interface Match {
  readonly row: UnitRow;
  /** The unit as it is; null where the row makes a new one. */
  readonly unit: OrgUnit | null;
  readonly id: string;
}

type Mismatch = { field: 'code' | 'id'; code: UnitSheetErrorCode; otherRow?: number };

function unitMeant(row: UnitRow, tree: KnownTree, codes: UnitsByCode): OrgUnit | Mismatch | null {
  if (row.id !== undefined) return tree.within.get(row.id) ?? { field: 'id', code: 'id-unknown' };
  if (row.code === undefined || row.code === null) return { field: 'code', code: 'code-missing' };
  const bearer = codes.get(row.code);
  if (!bearer) return null;
  return tree.within.get(bearer.id) ?? { field: 'code', code: 'code-elsewhere' };
}

/** Matches rows with units; `wrong` hears of each that means none. */
export function matchRows(
  rows: readonly UnitRow[],
  { tree, codes }: { tree: KnownTree; codes: UnitsByCode },
  wrong: (row: UnitRow, mismatch: Mismatch) => void,
): Match[] {
  const seen = new Map<string, number>();
  return rows.flatMap((row): Match[] => {
    const meant = unitMeant(row, tree, codes);
    if (meant !== null && 'field' in meant) {
      wrong(row, meant);
      return [];
    }
    const key = meant?.id ?? `code ${row.code}`;
    const first = seen.get(key);
    if (first !== undefined) {
      wrong(row, { field: 'code', code: 'code-repeated', otherRow: first });
      return [];
    }
    seen.set(key, row.number);
    if (meant?.closedAt) {
      wrong(row, { field: 'code', code: 'unit-closed' });
      return [];
    }
    return [{ row, unit: meant, id: meant?.id ?? newId() }];
  });
}

/** Finds the unit that a cell names: by its code as it will be, as it was, or by its id. */
export function referencesOf(tree: KnownTree, matches: readonly Match[]) {
  const then = new Map<string, string>();
  const was = new Map<string, string>();
  const ids = new Set(tree.within.keys());
  const recoded = new Set(matches.filter(({ row }) => row.code !== undefined).map(({ id }) => id));
  for (const { id, code } of tree.within.values()) {
    if (code === null) continue;
    was.set(code, id);
    if (!recoded.has(id)) then.set(code, id);
  }
  for (const { id, row } of matches) {
    ids.add(id);
    if (row.code) then.set(row.code, id);
  }
  return (name: string): string | null =>
    then.get(name) ?? was.get(name) ?? (ids.has(name) ? name : null);
}
