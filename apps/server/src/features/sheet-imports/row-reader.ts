// One row of a sheet, cell by cell: what is wanted or located errors out. Looks nothing up.
import { cellText, type CellValue, type SheetRow } from '@xueshi/formats/spreadsheet';

export type Columns<F extends string> = Readonly<Partial<Record<F, number>>>;

export interface CellError<E extends string = string> {
  readonly row: number;
  readonly column: number;
  readonly code: E;
  readonly value: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

const MOST_CHARACTERS_SHOWN = 100;

export const errorAt = <F extends string, E extends string>(
  columns: Columns<F>,
  at: { readonly row: number; readonly field: F; readonly code: E; readonly value: string },
): CellError<E> => ({
  row: at.row,
  column: columns[at.field] ?? 0,
  code: at.code,
  value: at.value.slice(0, MOST_CHARACTERS_SHOWN),
});

const isDash = (text: string) => /^[-—–－]$/.test(text);

export class RowReader<F extends string, E extends string> {
  readonly errors: CellError<E>[] = [];
  readonly #row: SheetRow;
  readonly #columns: Columns<F>;

  constructor(row: SheetRow, columns: Columns<F>) {
    this.#row = row;
    this.#columns = columns;
  }

  cell(field: F): CellValue {
    const column = this.#columns[field];
    return column === undefined ? null : (this.#row.cells[column] ?? null);
  }

  text(field: F): string {
    return cellText(this.cell(field));
  }

  /** Notes an error; `shown` is what of the cell may be seen. */
  wrong(field: F, code: E, shown = this.text(field)): undefined {
    this.errors.push(errorAt(this.#columns, { row: this.#row.number, field, code, value: shown }));
    return undefined;
  }

  /** Text that may be left out: undefined, or null for a dash. */
  optional(field: F): string | null | undefined {
    const text = this.text(field);
    return text === '' ? undefined : isDash(text) ? null : text;
  }
}
