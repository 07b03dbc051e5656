/** Why a file cannot be read as a table at all. What is wrong inside cells is for whoever reads them. */
export const SPREADSHEET_FAULTS = [
  /** Neither a workbook nor text. */
  'not-a-spreadsheet',
  /** The binary format before 2007, or a workbook with a password. */
  'old-or-locked-workbook',
  'damaged-workbook',
  /** Text in none of UTF-8, UTF-16, GBK, GB18030. */
  'unknown-encoding',
  /** A quotation mark is opened and not closed; `row` says where. */
  'broken-quotes',
  /** More rows, columns or text than may be read; `limit` says how much. */
  'too-much',
] as const;
export type SpreadsheetFault = (typeof SPREADSHEET_FAULTS)[number];

export class SpreadsheetError extends Error {
  readonly fault: SpreadsheetFault;
  readonly params: Readonly<Record<string, number>>;

  constructor(
    fault: SpreadsheetFault,
    params: Readonly<Record<string, number>> = {},
    cause?: unknown,
  ) {
    super(fault, { cause });
    this.fault = fault;
    this.params = params;
  }
}
