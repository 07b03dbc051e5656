import { open } from 'node:fs/promises';
import type { SheetRow } from './cell.ts';
import { readCsv } from './read-csv.ts';
import { readWorkbook } from './read-workbook.ts';
import { SpreadsheetError } from './spreadsheet-error.ts';

const startsWith = (start: Buffer, ...bytes: number[]) =>
  bytes.every((byte, at) => start[at] === byte);

/**
 * The rows of a table that people sent: an Excel workbook (its first visible sheet) or CSV, told
 * apart by what the file holds and not by its name. Rows come as they are asked for, so that a slow
 * reader holds no more than a fast one; ending early closes the file.
 *
 * @throws SpreadsheetError where the file as a whole cannot be read; possibly after some rows.
 */
export async function* readSheet(path: string): AsyncGenerator<SheetRow> {
  const file = await open(path);
  const start = Buffer.alloc(8);
  const { bytesRead } = await file.read(start, 0, 8, 0).finally(() => file.close());
  if (bytesRead === 0) throw new SpreadsheetError('not-a-spreadsheet');
  if (startsWith(start, 0xd0, 0xcf, 0x11, 0xe0))
    throw new SpreadsheetError('old-or-locked-workbook');
  if (startsWith(start, 0x50, 0x4b)) yield* readWorkbook(path);
  else if (startsWith(start, 0x25, 0x50, 0x44, 0x46))
    throw new SpreadsheetError('not-a-spreadsheet');
  else yield* readCsv(path);
}
