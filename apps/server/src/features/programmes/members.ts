// Who is in a programme and how far, a page at a time: all of it, or a unit's own people only.
import type { ProgrammeMember } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { trainingDayOf } from '@xueshi/domain';
import { and, count, eq, inArray, like, sql, type SQL } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { exceptionsOf } from './exceptions.ts';
import { administeredProgramme } from './permission.ts';
import type { ProgrammeRecord } from './store.ts';

const { memberships, orgUnits, people, programmeMembers } = schema;

const PAGE_SIZE = 50;

export interface MembersWanted {
  readonly state?: ProgrammeMember['state'];
  readonly query?: string;
  readonly sort?: 'name' | 'least' | 'most';
  readonly page?: number;
}

/** A page of members: by name along the index, or by how far they are. */
export async function listMembers(
  platform: Platform,
  actor: Actor,
  id: string,
  wanted: MembersWanted,
) {
  const { programme } = await administeredProgramme(platform.db, actor, id, 'read');
  return memberPage(platform, programme, wanted, undefined);
}

/** The same of those members only for whom the condition holds. */
export async function memberPage(
  { db, clock }: Platform,
  programme: ProgrammeRecord,
  wanted: MembersWanted,
  among: SQL | undefined,
) {
  const words = (wanted.query ?? '').trim().replaceAll(/[%_]/g, '');
  const which = and(
    eq(programmeMembers.programmeId, programme.id),
    among,
    wanted.state
      ? eq(programmeMembers.state, wanted.state)
      : inArray(programmeMembers.state, ['open', 'completed', 'exempt']),
    words ? like(people.name, `%${words}%`) : undefined,
  );
  const done = sql`${programmeMembers.requiredDone} + ${programmeMembers.electiveDone}`;
  const byName = [programmeMembers.sortName, programmeMembers.personId];
  const order = {
    name: byName,
    least: [done, ...byName],
    most: [sql`${done} DESC`, ...byName],
  }[wanted.sort ?? 'name'];
  const page = wanted.page ?? 1;
  const [all] = words
    ? await db
        .select({ total: count() })
        .from(programmeMembers)
        .innerJoin(people, eq(people.id, programmeMembers.personId))
        .where(which)
    : await db.select({ total: count() }).from(programmeMembers).where(which);
  const rows = await db
    .select({ member: programmeMembers, name: people.name })
    .from(programmeMembers)
    .innerJoin(people, eq(people.id, programmeMembers.personId))
    .where(which)
    .orderBy(...order)
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE);
  return {
    items: await memberViews(db, programme, rows, trainingDayOf(clock.now())),
    total: all?.total ?? 0,
    page,
    pageSize: PAGE_SIZE,
  };
}

interface MemberRow {
  readonly member: typeof programmeMembers.$inferSelect;
  readonly name: string;
}

async function memberViews(
  db: Reader,
  programme: ProgrammeRecord,
  rows: readonly MemberRow[],
  today: string,
): Promise<ProgrammeMember[]> {
  const ids = rows.map(({ member }) => member.personId);
  const units = await unitNamesOf(db, ids);
  const exceptionOf = await exceptionsOf(db, [programme.id], ids);
  return rows.map(({ member, name }) => {
    const dueOn = member.extendedTo ?? programme.endsOn;
    return {
      personId: member.personId,
      name,
      unitName: units.get(member.personId) ?? null,
      state: member.state as ProgrammeMember['state'],
      requiredDone: member.requiredDone,
      electiveDone: member.electiveDone,
      electiveHundredths: member.electiveHundredths,
      joinedAt: member.joinedAt.toISOString(),
      completedAt: member.completedAt?.toISOString() ?? null,
      dueOn,
      isExtended: member.extendedTo !== null,
      isOverdue: member.state === 'open' && dueOn < today,
      remindedOn: member.remindedOn,
      exception: exceptionOf(programme.id, member.personId),
    };
  });
}

async function unitNamesOf(db: Reader, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ personId: memberships.personId, unitName: orgUnits.name })
    .from(memberships)
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(and(inArray(memberships.personId, [...ids]), sql`${memberships.endsAt} IS NULL`));
  return new Map(rows.map(({ personId, unitName }) => [personId, unitName]));
}
