// What the columns of a roster are called, and what their words mean.
import { RosterFields, type RosterField } from '@xueshi/contracts';
import { PERSON_STATUSES, POLITICAL_STATUSES, POSITION_LEVELS, RANKS } from '@xueshi/domain';
import { m, type Locale } from '@xueshi/messages';
import {
  fieldMeant,
  inAllLanguages,
  textOf,
  wordList,
  type Vocabularies,
} from '../sheet-imports/service.ts';

const snake = (field: RosterField) =>
  field.replaceAll(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`);

export const headingOf = (field: RosterField, locale: Locale) =>
  textOf(`roster_field_${snake(field)}`, locale);

const NOTES = {
  code: m.roster_note_code,
  name: m.roster_note_name,
  unitCode: m.roster_note_unit_code,
  category: m.roster_note_category,
  post: m.roster_note_post,
  positionLevel: m.roster_note_position_level,
  rank: m.roster_note_rank,
  politicalStatus: m.roster_note_political_status,
  identityNumber: m.roster_note_identity_number,
  managingUnitCode: m.roster_note_managing_unit_code,
  from: m.roster_note_from,
  status: m.roster_note_status,
  statusFrom: m.roster_note_status_from,
  keyGroups: m.roster_note_key_groups,
} satisfies Record<
  RosterField,
  (inputs: Record<string, never>, options: { locale: Locale }) => string
>;

/** What to write in a column. */
export const noteOf = (field: RosterField, locale: Locale) => NOTES[field]({}, { locale });

/** Fields whose cells hold one of a list of words. */
const VOCABULARIES = {
  positionLevel: { codes: POSITION_LEVELS, prefix: 'people_level_' },
  rank: { codes: RANKS, prefix: 'people_rank_' },
  politicalStatus: { codes: POLITICAL_STATUSES, prefix: 'people_political_' },
  status: { codes: PERSON_STATUSES, prefix: 'people_status_' },
} as const satisfies Partial<Vocabularies<RosterField>>;

export type WordField = keyof typeof VOCABULARIES;

export const { wordOf, codeMeant } = wordList<WordField>(VOCABULARIES);

/** What a cell of the template offers; null where there is no list, or a cell may hold several. */
export const choicesOf = (field: RosterField, locale: Locale): string[] | null =>
  field in VOCABULARIES
    ? VOCABULARIES[field as WordField].codes.map((code) => wordOf(field as WordField, code, locale))
    : null;

/** What such columns are also called where rosters come from. */
const SYNONYMS: Readonly<Partial<Record<RosterField, readonly string[]>>> = {
  code: ['人员编码', '人员编号', '工号', '编号', '干部编号', 'personnel code', 'code', 'id'],
  name: ['姓名', '名字', 'name'],
  unitCode: ['单位编码', '单位代码', '机构编码', '所在单位编码', 'unit code'],
  category: ['干部类别', '人员类别', '类别', '对象类别'],
  post: ['职务', '现任职务', '岗位', '职位'],
  positionLevel: ['职务层次', '职级层次', '级别'],
  rank: ['职级', '现任职级'],
  politicalStatus: ['政治面貌', '党派'],
  identityNumber: ['身份证号', '身份证号码', '公民身份号码', '证件号码', 'id number'],
  managingUnitCode: ['主管单位编码', '管理单位编码'],
  from: ['任职日期', '任现职时间', '任现职日期', '开始日期'],
  status: ['状态', '在职状态', '在岗情况', '在岗状态'],
  statusFrom: ['状态起始日期', '状态日期', '状态开始日期'],
  keyGroups: ['重点群体', '重点人群', '重点对象类别'],
};

/** Which field a heading seems to mean. */
export const fieldOfHeading = (heading: string): RosterField | null =>
  fieldMeant(heading, RosterFields, (field) => [
    ...inAllLanguages((locale) => headingOf(field, locale)),
    ...(SYNONYMS[field] ?? []),
  ]);
