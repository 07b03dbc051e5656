// The members of a programme with how far each has come, as the list on the page has them.
import type { ProgrammeMember } from '@xueshi/contracts';
import { schema, type Db } from '@xueshi/database';
import { m, type Locale } from '@xueshi/messages';
import { inArray } from 'drizzle-orm';
import { membersForFile } from '../programmes/service.ts';
import { dayOf, type Cells } from './columns.ts';
import type { Making } from './walk.ts';
import { memberStateWord } from './words.ts';

const { people } = schema;

/** A day of a programme as spreadsheets keep it. */
export const asDay = (day: string) => new Date(`${day}T00:00:00Z`);
const instantOf = (instant: string | null) => (instant === null ? null : new Date(instant));

export async function codesOf(db: Db, members: readonly { personId: string }[]) {
  const ids = members.map(({ personId }) => personId);
  const rows = await db
    .select({ id: people.id, code: people.code })
    .from(people)
    .where(inArray(people.id, ids));
  return new Map(rows.map(({ id, code }) => [id, code]));
}

/** What is missing, in one cell: compulsory courses with their days, then what is left of the electives. */
export function missingText({ missing }: Pick<ProgrammeMember, 'missing'>, locale: Locale): string {
  const inWords = { locale };
  const { courses, electiveCourses, electiveHundredths } = missing;
  return [
    ...courses.map(({ title, dueOn }) =>
      m.reports_missing_course({ title: title[locale], date: dueOn }, inWords),
    ),
    ...(electiveCourses > 0
      ? [m.reports_missing_elective_courses({ count: electiveCourses }, inWords)]
      : []),
    ...(electiveHundredths > 0
      ? [m.reports_missing_elective_hours({ hours: electiveHundredths / 100 }, inWords)]
      : []),
  ].join(locale === 'zh-CN' ? '；' : '; ');
}

/** Which programme, and what the list of its members is cut to, in words; nothing for other reports. */
export async function memberFacts({
  db,
  unit,
  filters,
  locale,
  now,
}: Making): Promise<[label: string, value: string][]> {
  const { title, cutTo } = await membersForFile(db, unit, filters, now);
  const { state, query } = filters.members ?? {};
  const inWords = { locale };
  const facts: [label: string, value: string][] = [
    [m.reports_filter_programme({}, inWords), title],
    [m.reports_column_member_state({}, inWords), state ? memberStateWord(state, locale) : ''],
    [m.reports_column_unit({}, inWords), cutTo ?? ''],
    [m.reports_column_name({}, inWords), query ?? ''],
  ];
  return facts.filter(([, value]) => value !== '');
}

export async function* memberRows(making: Making): AsyncGenerator<Cells> {
  const { db, unit, locale, filters, signal, now, looked } = making;
  const list = await membersForFile(db, unit, filters, now);
  for await (const members of list.pages) {
    signal.throwIfAborted();
    const codes = await codesOf(db, members);
    for (const member of members) {
      yield {
        name: member.name,
        code: codes.get(member.personId) ?? null,
        unit: member.unitName,
        memberState: memberStateWord(member.state, locale),
        requiredDone: member.requiredDone,
        requiredNeeded: list.requiredTotal,
        electiveDone: member.electiveDone,
        electiveHours: member.electiveHundredths / 100,
        missingCourses: missingText(member, locale),
        lastActiveOn: dayOf(instantOf(member.lastActiveAt)),
        dueOn: asDay(member.dueOn),
        completedOn: dayOf(instantOf(member.completedAt)),
        exceptionReason: member.exception?.reason ?? null,
        joinedOn: dayOf(instantOf(member.joinedAt)),
        extendedTo: member.isExtended ? asDay(member.dueOn) : null,
      };
    }
    looked(members.length);
  }
}
