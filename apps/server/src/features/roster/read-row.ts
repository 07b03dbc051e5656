// One row of a roster: cells in, what is wanted or located errors out. Looks nothing up.
import type { RosterErrorCode, RosterField } from '@xueshi/contracts';
import { PERSON_STATUSES, readIdentityNumber, type PersonStatus } from '@xueshi/domain';
import { cellDay, lostDigits, type SheetRow } from '@xueshi/formats/spreadsheet';
import {
  RowReader,
  type CellError as SheetError,
  type Columns as SheetColumns,
} from '../sheet-imports/service.ts';
import { codeMeant, type WordField } from './fields.ts';
import { categoryMeant, groupsMeant, type GroupDictionary } from './group-words.ts';

export type Columns = SheetColumns<RosterField>;
export type CellError = SheetError<RosterErrorCode>;

/**
 * What a row says: undefined leaves as it is what is known, null removes it. An empty cell leaves,
 * a single dash removes.
 */
export interface RosterRow {
  readonly number: number;
  readonly code: string;
  readonly name: string;
  readonly unitCode: string;
  readonly managingUnitCode: string | null | undefined;
  readonly category: string | null | undefined;
  readonly post: string | null | undefined;
  readonly positionLevel: string | null | undefined;
  readonly rank: string | null | undefined;
  readonly politicalStatus: string | null | undefined;
  readonly identityNumber: string | null | undefined;
  readonly from: string | undefined;
  /** The status that holds, and since which day where the row says so. */
  readonly status: { readonly status: PersonStatus; readonly from: string | null } | undefined;
  /** All the key groups the person is to be in; null for none. */
  readonly keyGroups: readonly string[] | null | undefined;
}

const CODE = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;
const MOST_NAME = 60;
const MOST_POST = 60;
const NAME = /^[\p{L}\p{M}·•.'’ -]+$/u;

interface Words {
  readonly dictionary: GroupDictionary;
  readonly categories: GroupDictionary;
}

type Reader = RowReader<RosterField, RosterErrorCode>;

function wordIn(
  reader: Reader,
  field: WordField,
  code: RosterErrorCode,
): string | null | undefined {
  const text = reader.optional(field);
  if (typeof text !== 'string') return text;
  return codeMeant(field, text) ?? reader.wrong(field, code);
}

/** An identity number in a list of errors shows its ends only. */
const hidden = (text: string) =>
  text.length > 8 ? `${text.slice(0, 3)}${'*'.repeat(text.length - 7)}${text.slice(-4)}` : text;

function identityOf(reader: Reader): string | null | undefined {
  const text = reader.optional('identityNumber');
  if (typeof text !== 'string') return text;
  // As an export shows it: what is known stays.
  if (/^\d{3}\*+\d{3}[\dXx]$/.test(text)) return undefined;
  if (lostDigits(reader.cell('identityNumber'))) {
    return reader.wrong('identityNumber', 'identity-lost-digits', hidden(text));
  }
  const read = readIdentityNumber(text);
  return read.ok
    ? read.number
    : reader.wrong('identityNumber', `identity-${read.fault}`, hidden(text));
}

function dayOf(reader: Reader, field: 'from' | 'statusFrom', today: string): string | undefined {
  if (reader.text(field) === '') return undefined;
  const day = cellDay(reader.cell(field));
  if (day === null || day < '1940-01-01') return reader.wrong(field, 'day-malformed');
  return day > today ? reader.wrong(field, 'day-future') : day;
}

function statusOf(reader: Reader, today: string): RosterRow['status'] {
  const text = reader.text('status');
  const from = dayOf(reader, 'statusFrom', today);
  if (text === '')
    return reader.text('statusFrom') === '' ? undefined : reader.wrong('status', 'status-missing');
  const code = codeMeant('status', text);
  const status = PERSON_STATUSES.find((one) => one === code);
  return status ? { status, from: from ?? null } : reader.wrong('status', 'status-unknown');
}

function categoryIn(reader: Reader, categories: GroupDictionary): string | null | undefined {
  const text = reader.optional('category');
  if (typeof text !== 'string') return text;
  return categoryMeant(categories, text) ?? reader.wrong('category', 'category-unknown');
}

/** What is no key group is told by itself: what else stands in the cell is nobody's business here. */
function keyGroupsOf(reader: Reader, dictionary: GroupDictionary): RosterRow['keyGroups'] {
  const text = reader.optional('keyGroups');
  if (typeof text !== 'string') return text;
  const { groups, unknown } = groupsMeant(dictionary, text);
  return unknown.length === 0
    ? groups
    : reader.wrong('keyGroups', 'group-unknown', unknown.join('；'));
}

function required(reader: Reader) {
  const code = reader.text('code');
  if (code === '') reader.wrong('code', 'code-missing');
  else if (!CODE.test(code) || code.length > 32) reader.wrong('code', 'code-malformed');
  const name = reader.text('name');
  if (name === '') reader.wrong('name', 'name-missing');
  else if ([...name].length < 2 || [...name].length > MOST_NAME || !NAME.test(name)) {
    reader.wrong('name', 'name-malformed');
  }
  const unitCode = reader.text('unitCode');
  if (unitCode === '') reader.wrong('unitCode', 'unit-missing');
  return { code, name, unitCode };
}

/**
 * Reads one row; `today` is the training day, after which nothing can have begun, `dictionary` what key groups
 * are called, and `categories` what audience categories are.
 */
export function readRow(
  row: SheetRow,
  columns: Columns,
  { today, dictionary, categories }: Words & { readonly today: string },
): { wanted: RosterRow; errors: readonly CellError[] } {
  const reader = new RowReader<RosterField, RosterErrorCode>(row, columns);
  const post = reader.optional('post');
  if (typeof post === 'string' && [...post].length > MOST_POST)
    reader.wrong('post', 'post-too-long');
  const wanted: RosterRow = {
    number: row.number,
    ...required(reader),
    post,
    managingUnitCode: reader.optional('managingUnitCode'),
    category: categoryIn(reader, categories),
    positionLevel: wordIn(reader, 'positionLevel', 'level-unknown'),
    rank: wordIn(reader, 'rank', 'rank-unknown'),
    politicalStatus: wordIn(reader, 'politicalStatus', 'political-unknown'),
    identityNumber: identityOf(reader),
    from: dayOf(reader, 'from', today),
    status: statusOf(reader, today),
    keyGroups: keyGroupsOf(reader, dictionary),
  };
  return { wanted, errors: reader.errors };
}
