// What is there to be named in requests, by the places where it is named.
import type { CourseDraft } from '@xueshi/contracts';
import type { TestInstallation } from '../../apps/server/src/testing/test-installation.ts';

/** By table, or by what else is meant; `anything` has some of all. */
export type KnownNames = ReadonlyMap<string, readonly string[]>;

/** Which names fit a place: the part of an address before a name, or a field's own name. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^units?$|unitid|parentid|intoid|^org-units/, 'org_units'],
  [/^people$|personid|responsible|delegate|ownerid|duplicateid|otherid/, 'people'],
  [/^courses$|slug|^course/, 'courses'],
  [/lessonkey|^lesson$/, 'lessons'],
  [/lessonid/, 'draft_lessons'],
  [/^drafts?$/, 'course_drafts'],
  [/^statutes?$/, 'statutes'],
  [/^banks$/, 'question_banks'],
  [/^bank$|itemid/, 'bank_items'],
  [/^question-posts/, 'question_posts'],
  [/^questions$/, 'course_questions'],
  [/^roles$/, 'role_grants'],
  [/trialid/, 'policy_trials'],
  [/entryid/, 'credit_entries'],
  [/documentid/, 'issued_documents'],
  [/^verification/, 'document_codes'],
  [/^class/, 'class_sessions'],
  [/fileid/, 'draft_files'],
  [/uploadid/, 'draft_uploads'],
  [/^unit-imports$/, 'roster_imports'],
  [/stateid/, 'draft_text_states'],
  [/commentid/, 'draft_comments'],
  [/appointmentid/, 'memberships'],
  [/recordid/, 'key_group_memberships'],
  [/^audience-categor|categor(y|ies)$/, 'audience_categories'],
  [/^key-groups$|keygroups?$/, 'key_groups'],
  [/postid/, 'concurrent_posts'],
  [/programmeid/, 'programmes'],
  [/adjustmentid/, 'requirement_adjustments'],
  [/proposalid/, 'correction_proposals'],
  [/revision|^versions$/, 'revisions'],
];

export const kindAt = (place: string): string =>
  KINDS.find(([pattern]) => pattern.test(place.toLowerCase()))?.[1] ?? place.replaceAll('-', '_');

/** Where a name is not the column `id`. */
const COLUMNS: Readonly<Record<string, string>> = {
  courses: 'slug',
  lessons: 'key',
  statutes: 'title',
  question_banks: 'name',
  lecturers: 'code',
  textbooks: 'code',
  audience_categories: 'code',
  key_groups: 'code',
  class_sessions: 'code',
};

/** Few are named, so that two names in one request often belong together: those who learned something, first. */
const SOME_PEOPLE = `SELECT id FROM people ORDER BY id IN (SELECT person_id FROM enrolments) DESC, rowid LIMIT 5`;
const MOST = 12;

export async function readNames({ installation }: TestInstallation): Promise<KnownNames> {
  const { client } = installation.database;
  const read = async (sql: string) =>
    (await client.execute(sql)).rows.flatMap((row) => {
      const value: unknown = row[0];
      return typeof value === 'string' && value !== '' ? [value] : [];
    });
  const tables = await client.execute(
    `SELECT t.name, group_concat(c.name) FROM sqlite_schema t, pragma_table_info(t.name) c
      WHERE t.type = 'table' AND t.name NOT LIKE 'course_search%' GROUP BY t.name`,
  );
  const names = new Map<string, readonly string[]>();
  for (const row of tables.rows) {
    const [table, columns] = [String(row[0]), String(row[1]).split(',')];
    const column = COLUMNS[table] ?? 'id';
    if (!columns.includes(column)) continue;
    const all = `SELECT "${column}" FROM "${table}"`;
    const ofSome = columns.includes('person_id')
      ? await read(`${all} WHERE person_id IN (${SOME_PEOPLE}) ORDER BY rowid LIMIT ${MOST}`)
      : [];
    const found = ofSome.length > 0 ? ofSome : await read(`${all} ORDER BY rowid LIMIT ${MOST}`);
    if (found.length > 0) names.set(table, found);
  }
  names.set('people', await read(SOME_PEOPLE));
  names.set('revisions', ['1', '2']);
  names.set('audience_categories', ['township', ...(names.get('audience_categories') ?? [])]);
  names.set('key_groups', ['township_chief', 'reserve', ...(names.get('key_groups') ?? [])]);
  names.set('document_codes', await read('SELECT code FROM issued_documents LIMIT 5'));
  const outlines = await read(`SELECT outline FROM course_drafts LIMIT 5`);
  names.set('draft_lessons', outlines.flatMap(lessonsOf));
  names.set(
    'anything',
    [...names.values()].flatMap((some) => some.slice(0, 2)),
  );
  return names;
}

function lessonsOf(outline: string): string[] {
  const { lessons = [] } = JSON.parse(outline) as Partial<Pick<CourseDraft, 'lessons'>>;
  return lessons.map(({ id }) => id);
}
