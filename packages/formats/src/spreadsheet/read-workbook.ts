import { columnOfAddress, dateOfSerial, type CellValue, type SheetRow } from './cell.ts';
import { SpreadsheetError } from './spreadsheet-error.ts';
import {
  dateStyles,
  mergedAreas,
  planOf,
  sharedStrings,
  unescaped,
  WorkbookArchive,
  xmlParser,
  type MergedArea,
} from './workbook-parts.ts';

/** Columns that are read; a table for people has far fewer. */
export const MOST_COLUMNS = 512;
/** As many characters as a spreadsheet program allows in a cell. */
const MOST_CELL_CHARACTERS = 32_767;

interface Reading {
  readonly strings: readonly string[];
  readonly dates: ReadonlySet<number>;
  readonly base1904: boolean;
}

interface OpenCell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  text: string;
}

function valueOf(cell: OpenCell, { strings, dates, base1904 }: Reading): CellValue {
  const { type, text } = cell;
  if (text === '') return null;
  switch (type) {
    case 's':
      return strings[Number(text)] ?? null;
    case 'str':
    case 'inlineStr':
    case 'e':
      return unescaped(text);
    case 'b':
      return text === '1';
    case 'd': {
      const date = new Date(text.length === 10 ? `${text}T00:00:00Z` : text);
      return Number.isNaN(date.getTime()) ? text : date;
    }
    default: {
      const number = Number(text);
      if (Number.isNaN(number)) return text;
      return dates.has(cell.style) ? (dateOfSerial(number, base1904) ?? number) : number;
    }
  }
}

/** Turns the tags of a sheet into rows; those finished are taken away with `take`. */
class RowBuilder {
  readonly #reading: Reading;
  #rows: { number: number; cells: CellValue[] }[] = [];
  #row: { number: number; cells: CellValue[] } | null = null;
  #cell: OpenCell | null = null;
  #inValue = false;
  #inReading = false;
  #lastRow = 0;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  take() {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(tag: string, attributes: Readonly<Record<string, string>>): void {
    if (tag === 'row') {
      const number = Number(attributes['r'] ?? this.#lastRow + 1);
      if (!Number.isSafeInteger(number) || number <= this.#lastRow) {
        throw new SpreadsheetError('damaged-workbook', { row: this.#lastRow });
      }
      this.#lastRow = number;
      this.#row = { number, cells: [] };
    } else if (tag === 'c' && this.#row) {
      this.#cell = {
        column: attributes['r'] ? columnOfAddress(attributes['r']) : this.#row.cells.length,
        type: attributes['t'] ?? 'n',
        style: Number(attributes['s'] ?? 0),
        text: '',
      };
    } else if (tag === 'rPh') this.#inReading = true;
    else if ((tag === 'v' || tag === 't') && !this.#inReading) this.#inValue = true;
  }

  text(piece: string): void {
    if (!this.#cell || !this.#inValue) return;
    this.#cell.text += piece;
    if (this.#cell.text.length > MOST_CELL_CHARACTERS) {
      throw new SpreadsheetError('too-much', { limit: MOST_CELL_CHARACTERS, row: this.#lastRow });
    }
  }

  close(tag: string): void {
    if (tag === 'v' || tag === 't') this.#inValue = false;
    else if (tag === 'rPh') this.#inReading = false;
    else if (tag === 'c') this.#closeCell();
    else if (tag === 'row' && this.#row) {
      this.#rows.push(this.#row);
      this.#row = null;
    }
  }

  #closeCell(): void {
    if (!this.#cell || !this.#row) return;
    const value = valueOf(this.#cell, this.#reading);
    const { column } = this.#cell;
    this.#cell = null;
    if (value !== null && (column < 0 || column >= MOST_COLUMNS)) {
      throw new SpreadsheetError('too-much', { limit: MOST_COLUMNS, row: this.#lastRow });
    }
    const { cells } = this.#row;
    while (cells.length < Math.min(column, MOST_COLUMNS)) cells.push(null);
    if (column < MOST_COLUMNS) cells[column] = value;
  }
}

/** Fills the cells of merged areas with their value, row after row. */
class MergeFiller {
  readonly #waiting: readonly MergedArea[];
  #next = 0;
  #open: { area: MergedArea; value: CellValue }[] = [];

  constructor(areas: readonly MergedArea[]) {
    this.#waiting = areas;
  }

  fill({ number, cells }: { number: number; cells: CellValue[] }): void {
    this.#open = this.#open.filter(({ area }) => area.lastRow >= number);
    for (let area; (area = this.#waiting[this.#next]) && area.firstRow <= number; this.#next += 1) {
      const value = area.firstRow === number ? (cells[area.firstColumn] ?? null) : null;
      this.#open.push({ area, value });
    }
    for (const { area, value } of this.#open) {
      if (value === null) continue;
      const last = Math.min(area.lastColumn, MOST_COLUMNS - 1);
      while (cells.length <= last) cells.push(null);
      for (let column = area.firstColumn; column <= last; column += 1) cells[column] = value;
    }
  }
}

/**
 * The rows of the first visible sheet of an .xlsx file, as they are asked for: what is held is the
 * table of texts and a piece of the sheet, never all rows. Throws SpreadsheetError.
 */
export async function* readWorkbook(path: string): AsyncGenerator<SheetRow> {
  const archive = await WorkbookArchive.open(path).catch((cause: unknown) => {
    throw new SpreadsheetError('damaged-workbook', {}, cause);
  });
  try {
    const { sheetPart, base1904 } = await planOf(archive);
    const filler = new MergeFiller(await mergedAreas(archive, sheetPart));
    const dates = await dateStyles(archive);
    const builder = new RowBuilder({ strings: await sharedStrings(archive), dates, base1904 });
    const parser = xmlParser(builder);
    for await (const piece of archive.pieces(sheetPart)) {
      parser.write(piece);
      for (const row of builder.take()) {
        filler.fill(row);
        if (row.cells.some((cell) => cell !== null)) yield row;
      }
    }
  } catch (error) {
    if (error instanceof SpreadsheetError) throw error;
    throw new SpreadsheetError('damaged-workbook', {}, error);
  } finally {
    archive.close();
  }
}
