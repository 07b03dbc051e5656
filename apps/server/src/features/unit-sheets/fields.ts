// What the columns of a table of units are called, and what their words mean.
import { UnitForms, UnitSheetFields, type UnitSheetField } from '@xueshi/contracts';
import { MANAGEMENT_MODES, UNIT_KINDS, UNIT_LEVELS } from '@xueshi/domain';
import { m, type Locale } from '@xueshi/messages';
import {
  fieldMeant,
  inAllLanguages,
  wordList,
  type Vocabularies,
} from '../sheet-imports/service.ts';

type Sentence = (inputs: Record<string, never>, options: { locale: Locale }) => string;

const HEADINGS = {
  code: m.admin_unit_code,
  name: m.admin_unit_name,
  parentCode: m.unit_sheet_parent_code,
  level: m.admin_unit_level,
  kind: m.admin_unit_kind,
  form: m.admin_unit_form,
  regionCode: m.admin_unit_region_code,
  managementMode: m.admin_unit_management,
  principalCode: m.admin_unit_principal,
  placeCode: m.admin_unit_place,
  responsibleLogin: m.admin_unit_responsible,
  id: m.unit_sheet_id,
} satisfies Record<UnitSheetField, Sentence>;

const NOTES = {
  code: m.unit_sheet_note_code,
  name: m.unit_sheet_note_name,
  parentCode: m.unit_sheet_note_parent_code,
  level: m.unit_sheet_note_level,
  kind: m.unit_sheet_note_kind,
  form: m.unit_sheet_note_form,
  regionCode: m.admin_unit_region_code_hint,
  managementMode: m.unit_sheet_note_management,
  principalCode: m.admin_unit_principal_hint,
  placeCode: m.admin_unit_place_hint,
  responsibleLogin: m.unit_sheet_note_responsible,
  id: m.unit_sheet_note_id,
} satisfies Record<UnitSheetField, Sentence>;

export const headingOf = (field: UnitSheetField, locale: Locale) => HEADINGS[field]({}, { locale });
/** What to write in a column. */
export const noteOf = (field: UnitSheetField, locale: Locale) => NOTES[field]({}, { locale });

/** Fields whose cells hold one of a list of words. */
const VOCABULARIES = {
  level: { codes: UNIT_LEVELS, prefix: 'admin_level_' },
  kind: { codes: UNIT_KINDS, prefix: 'admin_kind_' },
  form: { codes: [...new Set(UnitForms)], prefix: 'admin_form_' },
  managementMode: { codes: MANAGEMENT_MODES, prefix: 'admin_management_' },
} as const satisfies Partial<Vocabularies<UnitSheetField>>;

export type WordField = keyof typeof VOCABULARIES;

export const { wordOf, codeMeant } = wordList<WordField>(VOCABULARIES);

export const choicesOf = (field: UnitSheetField, locale: Locale): string[] | null =>
  field in VOCABULARIES
    ? VOCABULARIES[field as WordField].codes.map((code) => wordOf(field as WordField, code, locale))
    : null;

/** What such columns are also called where tables of units come from. */
const SYNONYMS: Readonly<Partial<Record<UnitSheetField, readonly string[]>>> = {
  code: ['编码', '单位代码', '机构编码', '机构代码', 'code'],
  name: ['名称', '机构名称', '单位', 'name'],
  parentCode: ['上级编码', '上级单位代码', '上级机构编码', '隶属单位编码', 'parent'],
  level: ['级别', '单位层级', '机构层级'],
  kind: ['单位性质', '机构性质', '单位类型', 'type'],
  form: ['建制类型', '行政区类型'],
  regionCode: ['行政区划代码', '区划代码', '行政区划', 'region code'],
  managementMode: ['管理方式', '领导体制', 'management'],
  principalCode: ['主管单位编码', '主管部门编码'],
  placeCode: ['所在地', '所在地编码', '所在地单位编码', '属地编码', 'place'],
  responsibleLogin: ['培训负责人', '负责人登录名'],
};

/** Which field a heading seems to mean. */
export const fieldOfHeading = (heading: string): UnitSheetField | null =>
  fieldMeant(heading, UnitSheetFields, (field) => [
    ...inAllLanguages((locale) => headingOf(field, locale)),
    ...(SYNONYMS[field] ?? []),
  ]);
