// The units of a subtree as a table that can be imported again; and an empty one to begin with.
import { RequiredUnitSheetFields, UnitSheetFields, type UnitSheetField } from '@xueshi/contracts';
import { schema, type Db } from '@xueshi/database';
import { trainingDayOf } from '@xueshi/domain';
import {
  writeCsv,
  writeWorkbook,
  type CellValue,
  type Sheet,
  type SheetColumn,
} from '@xueshi/formats/spreadsheet';
import { m, type Locale } from '@xueshi/messages';
import { inArray } from 'drizzle-orm';
import { administeredUnit, type OrgUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { unitsBelow } from '../organisations/service.ts';
import { writeTemplateOf } from '../sheet-imports/service.ts';
import { choicesOf, headingOf, noteOf, wordOf, type WordField } from './fields.ts';

const { accounts, orgUnits } = schema;

const WIDTHS: Readonly<Partial<Record<UnitSheetField, number>>> = {
  name: 30,
  kind: 20,
  regionCode: 24,
  managementMode: 16,
  principalCode: 24,
  placeCode: 24,
  responsibleLogin: 22,
  id: 26,
};

/** Codes are text as well: a region's twelve digits are no number. */
const columnOf = (field: UnitSheetField, locale: Locale): SheetColumn => ({
  heading: headingOf(field, locale),
  kind: 'text',
  width: WIDTHS[field] ?? 16,
});

const sheetName = (locale: Locale) => m.unit_sheet_name({}, { locale });

/** A new unit has to say these; of one that is there, the code is enough. */
const NEEDED: readonly UnitSheetField[] = [
  ...RequiredUnitSheetFields,
  'name',
  'parentCode',
  'level',
  'kind',
];

/** An empty table with the words that may be chosen; new units have no id yet. */
export const writeTemplate = (locale: Locale): Promise<Uint8Array> =>
  writeTemplateOf(
    sheetName(locale),
    UnitSheetFields.filter((field) => field !== 'id').map((field) => ({
      column: columnOf(field, locale),
      needed: NEEDED.includes(field),
      note: noteOf(field, locale),
      choices: choicesOf(field, locale),
    })),
    locale,
  );

/** What units are called in cells: by their code, or by their id where they have none. */
async function namesOf(db: Db, units: readonly OrgUnit[]) {
  const ids = units.flatMap((unit) => [unit.parentId, unit.principalOrgId, unit.placeUnitId]);
  const named = await db
    .select({ id: orgUnits.id, code: orgUnits.code })
    .from(orgUnits)
    .where(inArray(orgUnits.id, [...new Set(ids.filter((id) => id !== null))]));
  const people = units.map(({ responsiblePersonId: id }) => id).filter((id) => id !== null);
  const logins = await db
    .select({ personId: accounts.personId, loginName: accounts.loginName })
    .from(accounts)
    .where(inArray(accounts.personId, people));
  return {
    codes: new Map(named.map(({ id, code }) => [id, code])),
    logins: new Map(logins.map(({ personId, loginName }) => [personId, loginName])),
  };
}

function cellsOf(
  unit: OrgUnit,
  { codes, logins }: Awaited<ReturnType<typeof namesOf>>,
  { root, locale }: { root: OrgUnit; locale: Locale },
): CellValue[] {
  const word = (field: WordField, code: string | null) => code && wordOf(field, code, locale);
  const parent = codes.get(unit.parentId ?? '') ?? unit.parentId;
  const values: Record<UnitSheetField, CellValue> = {
    code: unit.code,
    name: unit.name,
    // Where the topmost one lies cannot be changed here.
    parentCode: unit.id === root.id ? null : parent,
    level: word('level', unit.level),
    kind: word('kind', unit.kind),
    form: word('form', unit.form),
    regionCode: unit.regionCode,
    managementMode: word('managementMode', unit.managementMode),
    // Left empty where it has no code or is closed: an empty cell leaves it.
    principalCode: codes.get(unit.principalOrgId ?? '') ?? null,
    placeCode: codes.get(unit.placeUnitId ?? '') ?? null,
    responsibleLogin: logins.get(unit.responsiblePersonId ?? '') ?? null,
    id: unit.id,
  };
  return UnitSheetFields.map((field) => values[field]);
}

async function* rowsOf({ db }: Platform, root: OrgUnit, locale: Locale) {
  for await (const page of unitsBelow(db, root.path)) {
    const open = page.filter(({ closedAt }) => closedAt === null);
    const names = await namesOf(db, open);
    for (const unit of open) yield cellsOf(unit, names, { root, locale });
  }
}

/** The open units of a subtree, row by row, parents before their children. */
export async function exportUnits(
  platform: Platform,
  actor: Actor,
  unitId: string,
  { format, locale }: { format: 'xlsx' | 'csv'; locale: Locale },
): Promise<{ name: string; content: ReadableStream<Uint8Array> }> {
  const unit = await administeredUnit(platform.db, actor, unitId);
  const sheet: Sheet = {
    name: sheetName(locale),
    columns: UnitSheetFields.map((field) => columnOf(field, locale)),
    rows: rowsOf(platform, unit, locale),
  };
  const day = trainingDayOf(platform.clock.now());
  const name = `${unit.name}-${sheetName(locale)}-${day}.${format}`;
  return { name, content: format === 'csv' ? writeCsv(sheet) : writeWorkbook(sheet) };
}
