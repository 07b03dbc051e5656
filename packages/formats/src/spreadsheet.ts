// Tables that people make with spreadsheet programs. A door of its own: starting the server must not
// load what only imports and exports need.
export {
  cellAddress,
  cellDay,
  cellText,
  cleanText,
  columnLetters,
  lostDigits,
  type CellValue,
  type SheetRow,
} from './spreadsheet/cell.ts';
export { readSheet } from './spreadsheet/read-sheet.ts';
export {
  SpreadsheetError,
  SPREADSHEET_FAULTS,
  type SpreadsheetFault,
} from './spreadsheet/spreadsheet-error.ts';
export {
  writeCsv,
  writeSmallWorkbook,
  writeWorkbook,
  type ColumnKind,
  type Sheet,
  type SheetColumn,
} from './spreadsheet/write-sheet.ts';
