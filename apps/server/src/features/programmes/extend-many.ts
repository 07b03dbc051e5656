// More time for several members at once: those who are ticked now, everybody by a job.
import { schema, type Tx } from '@xueshi/database';
import { and, count, eq, inArray, lt, ne, sql } from 'drizzle-orm';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { notifyMany } from '../notices/service.ts';
import { audit, isDay } from './drafts.ts';
import { administeredProgramme, requireState } from './permission.ts';
import { extendLater, type Extending } from './programme-jobs.ts';
import { findProgramme, type ProgrammeRecord } from './store.ts';

const { programmeExceptions, programmeMembers } = schema;

const CHUNK = 200;

/** Who waits and would have more time by it; nobody gives it to themselves (DOMAIN G9). */
const withLessTime = (
  programme: ProgrammeRecord,
  { until, by }: Pick<Extending, 'until' | 'by'>,
  personIds: readonly string[] | null,
) =>
  and(
    eq(programmeMembers.programmeId, programme.id),
    eq(programmeMembers.state, 'open'),
    lt(sql`coalesce(${programmeMembers.extendedTo}, ${programme.endsOn})`, until),
    ne(programmeMembers.personId, by),
    personIds === null ? undefined : inArray(programmeMembers.personId, [...personIds]),
  );

export async function extendMembers(
  platform: Platform,
  actor: Actor,
  id: string,
  asked: { personIds: readonly string[] | null; until: string; reason: string },
): Promise<{ people: number }> {
  const { personIds, until } = asked;
  const found = await administeredProgramme(platform.db, actor, id);
  requireState(found, 'published');
  const { programme } = found;
  if (!isDay(until)) throw new Refused('programme-days-wrong');
  if (until <= programme.endsOn) throw new Refused('programme-extension-not-later');
  const extending = {
    programmeId: id,
    until,
    reason: asked.reason.trim(),
    by: actor.personId,
  };
  return platform.write(async (tx) => {
    const now = platform.clock.now();
    const [waiting] = await tx
      .select({ people: count() })
      .from(programmeMembers)
      .where(withLessTime(programme, extending, personIds));
    const people = waiting?.people ?? 0;
    if (people === 0) return { people };
    if (personIds === null) await extendLater(tx, extending, now);
    else await extendChunk(tx, extending, personIds, now);
    await audit(tx, actor, 'programme-extension', programme, now, {
      people,
      until,
      reason: extending.reason,
      ...(personIds !== null && { personIds }),
    });
    return { people };
  });
}

/** Everybody who has less time, chunk by chunk; whoever has it already is passed over. */
export async function extendEverybody(
  { write, clock }: Platform,
  extending: Extending,
  signal: AbortSignal,
): Promise<void> {
  for (let rest = true; rest;) {
    if (signal.aborted) throw new Error('stopped');
    rest = await write((tx) => extendChunk(tx, extending, null, clock.now()));
  }
}

/** Whether there may be more. */
async function extendChunk(
  tx: Tx,
  extending: Extending,
  personIds: readonly string[] | null,
  now: Date,
): Promise<boolean> {
  const { programmeId, until, reason, by } = extending;
  const found = await findProgramme(tx, programmeId);
  if (found?.programme.state !== 'published') return false;
  const { programme } = found;
  const rows = await tx
    .select({ personId: programmeMembers.personId })
    .from(programmeMembers)
    .where(withLessTime(programme, extending, personIds))
    .limit(CHUNK);
  if (rows.length === 0) return false;
  const ids = rows.map(({ personId }) => personId);
  await tx
    .update(programmeMembers)
    .set({ extendedTo: until })
    .where(
      and(eq(programmeMembers.programmeId, programmeId), inArray(programmeMembers.personId, ids)),
    );
  const granted = { kind: 'extension', until, reason, approvedBy: by, approvedAt: now };
  await tx
    .insert(programmeExceptions)
    .values(ids.map((personId) => ({ id: newId(), programmeId, personId, ...granted })));
  await notifyMany(
    tx,
    ids.map((personId) => ({
      personId,
      kind: 'programme-extended',
      occasion: `${programmeId}:${now.getTime()}`,
      params: { title: programme.title, reason, date: until },
      link: `/programmes/${programmeId}`,
      now,
    })),
  );
  return rows.length === CHUNK;
}
