// Keeps the members of a programme in step with whom it is for, a few hundred people at a time.
import { schema, type Tx } from '@xueshi/database';
import { memberChanges, type ProgrammeTarget } from '@xueshi/domain';
import { and, asc, eq, gt, inArray, lte, ne, or, sql } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { notifyMany } from '../notices/service.ts';
import { exemptAmong } from './exceptions.ts';
import { countersOf, standingsIn } from './progress.ts';
import { candidatesAfter, countReached, targetOf, type Reached } from './reach.ts';
import { coursesOf, findProgramme, type CourseRow, type ProgrammeInUnit } from './store.ts';

const { programmeMembers, programmes, staleMembers } = schema;

/** So many people are looked at in one turn of the write lane. */
const CHUNK = 200;

type Members = Map<string, { hasLeft: boolean; hasCompleted: boolean }>;

interface Assigning {
  readonly in: ProgrammeInUnit;
  readonly target: ProgrammeTarget;
  readonly courses: readonly CourseRow[];
  readonly now: Date;
}

async function begin(tx: Tx, programmeId: string, now: Date): Promise<Assigning | null> {
  const found = await findProgramme(tx, programmeId);
  if (found?.programme.state !== 'published') return null;
  return {
    in: found,
    target: await targetOf(tx, found),
    courses: await coursesOf(tx, [programmeId]),
    now,
  };
}

/** Everybody from one id on, chunk by chunk; a crash between two is made good by the next run. */
export async function assignProgramme(
  platform: Platform,
  programmeId: string,
  { signal, progress }: { signal: AbortSignal; progress(fraction: number): void },
): Promise<void> {
  const { db, write, clock } = platform;
  const found = await findProgramme(db, programmeId);
  if (!found) return;
  const counts = await countReached(db, found.unit, await targetOf(db, found));
  const total = counts.reduce((sum, { people }) => sum + people, 0);
  let looked = 0;
  for (let after: string | null = ''; after !== null;) {
    if (signal.aborted) throw new Error('stopped');
    const from: string = after;
    const step = await write((tx) => assignChunk(tx, programmeId, from, clock.now()));
    looked += step.people;
    progress(total === 0 ? 1 : Math.min(1, looked / total));
    after = step.last;
  }
}

/** One chunk of people by id; `last` is null after the last one. */
async function assignChunk(
  tx: Tx,
  programmeId: string,
  after: string,
  now: Date,
): Promise<{ people: number; last: string | null }> {
  const assigning = await begin(tx, programmeId, now);
  if (!assigning) return { people: 0, last: null };
  const { unit } = assigning.in;
  const meant = await candidatesAfter(tx, unit, assigning.target, { after, limit: CHUNK });
  const present = await tx
    .select({ personId: programmeMembers.personId })
    .from(programmeMembers)
    .where(
      and(
        eq(programmeMembers.programmeId, programmeId),
        gt(programmeMembers.personId, after),
        ne(programmeMembers.state, 'left'),
      ),
    )
    .orderBy(asc(programmeMembers.personId))
    .limit(CHUNK);
  // Both lists go by id: only as far as the shorter reach of the full ones is everything known.
  const ends = [meant, present].filter((list) => list.length === CHUNK).map((list) => list.at(-1));
  const last = ends.map((end) => end?.personId ?? '').sort()[0] ?? null;
  const within = ({ personId }: { personId: string }) => last === null || personId <= last;
  const members = await membersBetween(tx, programmeId, after, last);
  await change(tx, assigning, meant.filter(within), members);
  return { people: meant.filter(within).length, last };
}

async function membersBetween(
  tx: Tx,
  programmeId: string,
  after: string,
  last: string | null,
): Promise<Members> {
  const rows = await tx
    .select()
    .from(programmeMembers)
    .where(
      and(
        eq(programmeMembers.programmeId, programmeId),
        gt(programmeMembers.personId, after),
        last === null ? undefined : lte(programmeMembers.personId, last),
      ),
    );
  return asMembers(rows);
}

const asMembers = (rows: readonly (typeof programmeMembers.$inferSelect)[]): Members =>
  new Map(
    rows.map(({ personId, state, completedAt }) => [
      personId,
      { hasLeft: state === 'left', hasCompleted: completedAt !== null },
    ]),
  );

/** Everybody of whom something changed, in all programmes under way. */
export async function reassignStale(
  { db, write, clock }: Platform,
  signal: AbortSignal,
): Promise<void> {
  const open = await db
    .select({ id: programmes.id })
    .from(programmes)
    .where(eq(programmes.state, 'published'));
  for (;;) {
    if (signal.aborted) throw new Error('stopped');
    const stale = await db.select().from(staleMembers).limit(CHUNK);
    if (stale.length === 0) return;
    const ids = stale.map(({ personId }) => personId);
    for (const { id } of open) await write((tx) => reassign(tx, id, ids, clock.now()));
    // Whoever changed again meanwhile has another mark, and is looked at again.
    await write((tx) =>
      tx
        .delete(staleMembers)
        .where(
          or(...stale.map(({ personId, mark }) => sql`(person_id, mark) = (${personId}, ${mark})`)),
        ),
    );
  }
}

async function reassign(tx: Tx, programmeId: string, ids: readonly string[], now: Date) {
  const assigning = await begin(tx, programmeId, now);
  if (!assigning) return;
  const found = await candidatesAfter(tx, assigning.in.unit, assigning.target, { personIds: ids });
  const rows = await tx
    .select()
    .from(programmeMembers)
    .where(
      and(
        eq(programmeMembers.programmeId, programmeId),
        inArray(programmeMembers.personId, [...ids]),
      ),
    );
  await change(tx, assigning, found, asMembers(rows));
}

/** Joins, brings back and lets go; members who are no longer found anywhere here have gone elsewhere. */
async function change(
  tx: Tx,
  assigning: Assigning,
  found: readonly Reached[],
  members: Members,
): Promise<void> {
  const { programme } = assigning.in;
  const known = new Set(found.map(({ personId }) => personId));
  const gone = [...members.keys()].filter((personId) => !known.has(personId)).map(nowhere);
  const changes = memberChanges(assigning.target, [...found, ...gone], members);
  const coming = new Set([...changes.join, ...changes.rejoin]);
  if (coming.size > 0)
    await welcome(
      tx,
      assigning,
      found.filter((one) => coming.has(one.personId)),
    );
  if (changes.leave.length > 0) {
    await tx
      .update(programmeMembers)
      .set({ state: 'left', leftAt: assigning.now })
      .where(
        and(
          eq(programmeMembers.programmeId, programme.id),
          inArray(programmeMembers.personId, [...changes.leave]),
        ),
      );
  }
}

const nowhere = (personId: string) => ({
  personId,
  unitPath: null,
  category: null,
  keyGroups: [],
  positionLevel: null,
  rank: null,
});

async function welcome(tx: Tx, assigning: Assigning, people: readonly Reached[]): Promise<void> {
  const { programme } = assigning.in;
  const { courses, now } = assigning;
  const ids = people.map(({ personId }) => personId);
  const standingOf = await standingsIn(tx, programme, courses, ids);
  const exempt = await exemptAmong(tx, programme.id, ids);
  const rows = people.map(({ personId, sortName }) => {
    const standing = standingOf(personId);
    const state = exempt.has(personId) ? 'exempt' : standing.isComplete ? 'completed' : 'open';
    return {
      programmeId: programme.id,
      personId,
      sortName,
      state,
      joinedAt: now,
      completedAt: state === 'completed' ? now : null,
      ...countersOf(standing),
    };
  });
  await tx
    .insert(programmeMembers)
    .values(rows)
    .onConflictDoUpdate({
      target: [programmeMembers.programmeId, programmeMembers.personId],
      set: {
        state: sql`excluded.state`,
        sortName: sql`excluded.sort_name`,
        leftAt: null,
        completedAt: sql`excluded.completed_at`,
        requiredDone: sql`excluded.required_done`,
        electiveDone: sql`excluded.elective_done`,
        electiveHundredths: sql`excluded.elective_hundredths`,
      },
    });
  const open = rows.filter(({ state }) => state === 'open');
  await notifyMany(
    tx,
    open.map(({ personId }) => ({
      personId,
      kind: 'programme-assigned',
      occasion: programme.id,
      params: { title: programme.title, date: programme.endsOn },
      link: `/programmes/${programme.id}`,
      now,
    })),
  );
}
