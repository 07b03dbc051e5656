import { schema } from '@xueshi/database';
import { daysLater, trainingDayOf } from '@xueshi/domain';
import { and, asc, eq, gt, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import { administeredUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { notifyMany, type Occasion } from '../notices/service.ts';
import { audit } from './drafts.ts';
import { concerningProgramme } from './from-above.ts';
import { membersBelow } from './members.ts';
import { nextRunDue } from './next-run.ts';
import { administeredProgramme, requireState } from './permission.ts';
import { assignLater, remindLater, type Reminding } from './programme-jobs.ts';
import { yearOf } from './progress.ts';
import { tellOfEnd } from './responsible.ts';
import {
  coursesOf,
  doneCourses,
  findProgramme,
  type CourseRow,
  type MemberRecord,
  type ProgrammeInUnit,
  type ProgrammeRecord,
} from './store.ts';

const { orgUnits, programmeMembers, programmes } = schema;

const CHUNK = 200;
/** So many days before a deadline members are told of it. */
const DAYS_BEFORE = [7, 1] as const;

const notRemindedOn = (day: string) =>
  or(isNull(programmeMembers.remindedOn), ne(programmeMembers.remindedOn, day));

/**
 * Reminds whoever has not completed the programme: one person at once, everybody by a job. Nobody is
 * reminded twice on one day. Returns how many will be.
 */
export async function remindMembers(
  platform: Platform,
  actor: Actor,
  id: string,
  personId: string | null,
): Promise<{ people: number }> {
  const found = await administeredProgramme(platform.db, actor, id, 'remind');
  return remindOf(platform, actor, found, { personId, belowUnit: null });
}

/** The same from a unit below the one that issued it, of that unit's own people: one a day, whoever reminds. */
export async function remindMembersAbove(
  platform: Platform,
  actor: Actor,
  place: { id: string; programmeId: string },
  personId: string | null,
): Promise<{ people: number }> {
  const { db } = platform;
  const unit = await administeredUnit(db, actor, place.id, 'remind');
  const { found } = await concerningProgramme(db, actor, place);
  return remindOf(platform, actor, found, { personId, belowUnit: unit.id });
}

interface Reminded {
  /** null: everybody who has not completed it. */
  readonly personId: string | null;
  /** Only people of this unit's subtree; null: all members. */
  readonly belowUnit: string | null;
}

async function remindOf(
  platform: Platform,
  actor: Actor,
  found: ProgrammeInUnit,
  { personId, belowUnit }: Reminded,
): Promise<{ people: number }> {
  const { db, clock } = platform;
  const { programme } = found;
  requireState(found, 'published');
  const now = clock.now();
  const day = trainingDayOf(now);
  const among = membersAmong(programme.id, belowUnit, personId);
  if (personId !== null) {
    const [member] = await db.select().from(programmeMembers).where(among);
    if (!member) throw new Refused('not-found');
    if (member.state !== 'open') throw new Refused('programme-member-state');
  }
  const who = and(among, eq(programmeMembers.state, 'open'), notRemindedOn(day));
  const people = await db.$count(programmeMembers, who);
  if (people === 0) return { people };
  await platform.write(async (tx) => {
    if (personId === null)
      await remindLater(tx, { programmeId: programme.id, day, belowUnit }, now);
    else {
      const rows = await tx.select().from(programmeMembers).where(who);
      await notifyMany(
        tx,
        rows.map((member) => reminder(programme, member, day, now)),
      );
      await tx.update(programmeMembers).set({ remindedOn: day }).where(who);
    }
    const detail = { people, ...(belowUnit !== null && { byUnitId: belowUnit }) };
    await audit(tx, actor, 'programme-reminded', programme, now, detail);
  });
  return { people };
}

/** Members of a programme: all, or those below a unit; or one of them. */
const membersAmong = (
  programmeId: string,
  belowUnit: string | null,
  personId: string | null = null,
) =>
  and(
    eq(programmeMembers.programmeId, programmeId),
    belowUnit === null ? undefined : membersBelow(belowUnit),
    personId === null ? undefined : eq(programmeMembers.personId, personId),
  );

export const dueOf = (
  programme: ProgrammeRecord,
  { extendedTo }: Pick<MemberRecord, 'extendedTo'>,
) => extendedTo ?? programme.endsOn;

const reminder = (
  programme: ProgrammeRecord,
  member: MemberRecord,
  day: string,
  now: Date,
): Occasion => ({
  personId: member.personId,
  kind: 'programme-reminder',
  occasion: `${programme.id}:${day}`,
  params: { title: programme.title, date: dueOf(programme, member) },
  link: `/programmes/${programme.id}`,
  now,
});

/** All who wait, chunk by chunk; whoever was reminded today is passed over. */
export async function remindUnfinished(
  { write, clock }: Platform,
  { programmeId, day, belowUnit = null }: Reminding,
  signal: AbortSignal,
): Promise<void> {
  for (let rest = true; rest;) {
    if (signal.aborted) throw new Error('stopped');
    rest = await write(async (tx) => {
      const found = await findProgramme(tx, programmeId);
      if (found?.programme.state !== 'published') return false;
      const rows = await tx
        .select()
        .from(programmeMembers)
        .where(
          and(
            membersAmong(programmeId, belowUnit),
            eq(programmeMembers.state, 'open'),
            notRemindedOn(day),
          ),
        )
        .limit(CHUNK);
      if (rows.length === 0) return false;
      const now = clock.now();
      await notifyMany(
        tx,
        rows.map((member) => reminder(found.programme, member, day, now)),
      );
      await tx
        .update(programmeMembers)
        .set({ remindedOn: day })
        .where(
          and(
            eq(programmeMembers.programmeId, programmeId),
            inArray(
              programmeMembers.personId,
              rows.map(({ personId }) => personId),
            ),
          ),
        );
      return rows.length === CHUNK;
    });
  }
}

/** The daily round: members in step, deadlines told, the next run of what recurs made as a draft. */
export async function programmeDay(
  platform: Platform,
  day: string,
  signal: AbortSignal,
): Promise<void> {
  const { db, write, clock } = platform;
  const open = await db
    .select({ programme: programmes, unit: orgUnits })
    .from(programmes)
    .innerJoin(orgUnits, eq(orgUnits.id, programmes.orgUnitId))
    .where(eq(programmes.state, 'published'));
  for (const found of open) {
    const { programme } = found;
    if (signal.aborted) throw new Error('stopped');
    const makeNext = await nextRunDue(platform, found, day);
    await write(async (tx) => {
      await assignLater(tx, programme.id, clock.now());
      await makeNext?.(tx, clock.now());
    });
    if (programme.remindedOn === day) continue;
    await tellOfEnd(platform, found, day);
    await tellDeadlines(platform, programme, day, signal);
  }
}

async function tellDeadlines(
  platform: Platform,
  programme: ProgrammeRecord,
  day: string,
  signal: AbortSignal,
): Promise<void> {
  const { db, write } = platform;
  const courses = await coursesOf(db, [programme.id]);
  for (const days of DAYS_BEFORE) {
    const due = daysLater(day, days);
    const soon = courses.filter(({ dueOn }) => dueOn === due);
    for (let after: string | null = ''; after !== null;) {
      if (signal.aborted) throw new Error('stopped');
      after = await tellChunk(platform, { programme, soon, days, due, after });
    }
  }
  await write((tx) =>
    tx.update(programmes).set({ remindedOn: day }).where(eq(programmes.id, programme.id)),
  );
}

interface Telling {
  readonly programme: ProgrammeRecord;
  /** Courses that are due that day. */
  readonly soon: readonly CourseRow[];
  readonly days: number;
  readonly due: string;
  readonly after: string;
}

/** Tells some members of what is due; returns where to go on, null at the end. */
async function tellChunk(
  { db, write, clock }: Platform,
  { programme, soon, days, due, after }: Telling,
): Promise<string | null> {
  const ends = eq(sql`coalesce(${programmeMembers.extendedTo}, ${programme.endsOn})`, due);
  const members = await db
    .select()
    .from(programmeMembers)
    .where(
      and(
        eq(programmeMembers.programmeId, programme.id),
        eq(programmeMembers.state, 'open'),
        gt(programmeMembers.personId, after),
        soon.length > 0 ? undefined : ends,
      ),
    )
    .orderBy(asc(programmeMembers.personId))
    .limit(CHUNK);
  const ids = members.map(({ personId }) => personId);
  const done = await doneCourses(
    db,
    ids,
    soon.map(({ courseId }) => courseId),
    yearOf(programme),
  );
  const now = clock.now();
  const about = { link: `/programmes/${programme.id}`, now };
  const occasions = members.flatMap((member): Occasion[] => {
    const { personId } = member;
    const whole: Occasion = {
      personId,
      kind: 'programme-due',
      occasion: `${programme.id}:${due}:${days}`,
      params: { title: programme.title, date: due, days },
      ...about,
    };
    const missing = soon.filter(({ courseId }) => !done.get(personId)?.has(courseId));
    const single = missing.map(({ courseId, title }): Occasion => ({
      personId,
      kind: 'programme-course-due',
      occasion: `${programme.id}:${courseId}:${due}:${days}`,
      params: { title: programme.title, course: title['zh-CN'], date: due, days },
      ...about,
    }));
    return dueOf(programme, member) === due ? [whole] : single;
  });
  await write((tx) => notifyMany(tx, occasions));
  return members.length === CHUNK ? (members.at(-1)?.personId ?? null) : null;
}
