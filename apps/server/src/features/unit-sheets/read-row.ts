// One row of a table of units: cells in, what is wanted or located errors out. Looks nothing up.
import {
  MOST_UNIT_CODE,
  UNIT_CODE_PATTERN,
  type UnitFields,
  type UnitSheetErrorCode,
  type UnitSheetField,
} from '@xueshi/contracts';
import type { SheetRow } from '@xueshi/formats/spreadsheet';
import {
  RowReader,
  type CellError as SheetError,
  type Columns as SheetColumns,
} from '../sheet-imports/service.ts';
import { codeMeant, type WordField } from './fields.ts';

export type Columns = SheetColumns<UnitSheetField>;
export type CellError = SheetError<UnitSheetErrorCode>;

/** What a row says: what is left out stays as it is, null removes it. */
export interface UnitRow {
  readonly number: number;
  readonly id?: string;
  readonly code?: string | null;
  readonly name?: string;
  /** The code of the unit above, or its id where it has none. */
  readonly parent?: string;
  readonly level?: UnitFields['level'];
  readonly kind?: UnitFields['kind'];
  readonly form?: UnitFields['form'];
  readonly regionCode?: string | null;
  readonly managementMode?: UnitFields['managementMode'];
  readonly principal?: string | null;
  readonly place?: string | null;
  readonly responsible?: string | null;
}

const CODE = new RegExp(UNIT_CODE_PATTERN);
const FEWEST_NAME = 2;
const MOST_NAME = 60;
const MOST_REGION_CODE = 12;

type Reader = RowReader<UnitSheetField, UnitSheetErrorCode>;

const UNKNOWN_WORD = {
  level: 'level-unknown',
  kind: 'kind-unknown',
  form: 'form-unknown',
  managementMode: 'management-unknown',
} as const satisfies Record<WordField, UnitSheetErrorCode>;

/** A word of a list; a dash is none, unless the field may be empty. */
function wordIn<T extends string>(reader: Reader, field: WordField): T | null | undefined {
  const text = reader.optional(field);
  if (text === undefined || (text === null && field === 'form')) return text;
  const code = text === null ? null : codeMeant(field, text);
  return code === null ? reader.wrong(field, UNKNOWN_WORD[field]) : (code as T);
}

function codeIn(reader: Reader): string | null | undefined {
  const code = reader.optional('code');
  if (typeof code !== 'string') return code;
  return code.length <= MOST_UNIT_CODE && CODE.test(code)
    ? code
    : reader.wrong('code', 'code-malformed');
}

function nameIn(reader: Reader): string | undefined {
  const name = reader.text('name');
  const { length } = [...name];
  if (length === 0) return undefined;
  return length < FEWEST_NAME || length > MOST_NAME ? reader.wrong('name', 'name-malformed') : name;
}

function regionCodeIn(reader: Reader): string | null | undefined {
  const text = reader.optional('regionCode');
  if (typeof text !== 'string') return text;
  return text.length <= MOST_REGION_CODE ? text : reader.wrong('regionCode', 'region-code-unfit');
}

/** Without what is undefined: a staged row names what it says and nothing else. */
const said = <T extends object>(row: T): T =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as T;

export function readRow(
  row: SheetRow,
  columns: Columns,
): { row: UnitRow; errors: readonly CellError[] } {
  const reader: Reader = new RowReader(row, columns);
  const read = {
    number: row.number,
    id: reader.text('id') || undefined,
    code: codeIn(reader),
    name: nameIn(reader),
    parent: reader.optional('parentCode') ?? undefined,
    level: wordIn<UnitFields['level']>(reader, 'level') ?? undefined,
    kind: wordIn<UnitFields['kind']>(reader, 'kind') ?? undefined,
    form: wordIn<NonNullable<UnitFields['form']>>(reader, 'form'),
    regionCode: regionCodeIn(reader),
    managementMode: wordIn<UnitFields['managementMode']>(reader, 'managementMode') ?? undefined,
    principal: reader.optional('principalCode'),
    place: reader.optional('placeCode'),
    responsible: reader.optional('responsibleLogin'),
  };
  return { row: said(read) as UnitRow, errors: reader.errors };
}
