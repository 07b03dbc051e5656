import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, asc, eq, inArray } from 'drizzle-orm';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { notify } from '../notices/service.ts';
import { audit } from './drafts.ts';
import { administeredProgramme, requireState } from './permission.ts';
import { findMember, updateMember, type MemberRecord, type ProgrammeInUnit } from './store.ts';

const { people, programmeExceptions } = schema;

interface Granted {
  readonly kind: 'extension' | 'exemption';
  readonly until: string | null;
  readonly reason: string;
}

/** The member who waits; nobody grants an exception to themselves (DOMAIN G9). */
async function openMember(db: Reader, actor: Actor, found: ProgrammeInUnit, personId: string) {
  requireState(found, 'published');
  const member = await findMember(db, found.programme.id, personId);
  if (!member) throw new Refused('not-found');
  if (personId === actor.personId) throw new Refused('own-record');
  if (member.state !== 'open') throw new Refused('programme-member-state');
  return member;
}

async function grant(
  tx: Tx,
  actor: Actor,
  { programme }: ProgrammeInUnit,
  member: MemberRecord,
  granted: Granted,
  now: Date,
): Promise<void> {
  const { personId } = member;
  const { kind, until, reason } = granted;
  await tx.insert(programmeExceptions).values({
    id: newId(),
    programmeId: programme.id,
    personId,
    ...granted,
    approvedBy: actor.personId,
    approvedAt: now,
  });
  await notify(tx, {
    personId,
    kind: kind === 'extension' ? 'programme-extended' : 'programme-exempted',
    occasion: `${programme.id}:${now.getTime()}`,
    params: { title: programme.title, reason, ...(until !== null && { date: until }) },
    link: `/programmes/${programme.id}`,
    now,
  });
  await audit(tx, actor, `programme-${kind}`, programme, now, { personId, until, reason });
}

export async function extendMember(
  platform: Platform,
  actor: Actor,
  place: { id: string; personId: string },
  { until, reason }: { until: string; reason: string },
): Promise<void> {
  const { db, clock } = platform;
  const found = await administeredProgramme(db, actor, place.id);
  const member = await openMember(db, actor, found, place.personId);
  if (until <= (member.extendedTo ?? found.programme.endsOn))
    throw new Refused('programme-extension-not-later');
  await platform.write(async (tx) => {
    await updateMember(tx, member, { extendedTo: until });
    await grant(tx, actor, found, member, { kind: 'extension', until, reason }, clock.now());
  });
}

export async function exemptMember(
  platform: Platform,
  actor: Actor,
  place: { id: string; personId: string },
  reason: string,
): Promise<void> {
  const { db, clock } = platform;
  const found = await administeredProgramme(db, actor, place.id);
  const member = await openMember(db, actor, found, place.personId);
  await platform.write(async (tx) => {
    await updateMember(tx, member, { state: 'exempt' });
    await grant(tx, actor, found, member, { kind: 'exemption', until: null, reason }, clock.now());
  });
}

export interface ExceptionView {
  readonly reason: string;
  readonly approvedBy: string;
  readonly approvedAt: string;
}

/** The latest exception of each of some members. */
export async function exceptionsOf(
  db: Reader,
  programmeIds: readonly string[],
  personIds: readonly string[],
): Promise<(programmeId: string, personId: string) => ExceptionView | null> {
  if (programmeIds.length === 0 || personIds.length === 0) return () => null;
  const rows = await db
    .select({ exception: programmeExceptions, approver: people.name })
    .from(programmeExceptions)
    .innerJoin(people, eq(people.id, programmeExceptions.approvedBy))
    .where(
      and(
        inArray(programmeExceptions.programmeId, [...programmeIds]),
        inArray(programmeExceptions.personId, [...personIds]),
      ),
    )
    .orderBy(asc(programmeExceptions.approvedAt));
  const latest = new Map(
    rows.map(({ exception, approver }) => [
      `${exception.programmeId} ${exception.personId}`,
      {
        reason: exception.reason,
        approvedBy: approver,
        approvedAt: exception.approvedAt.toISOString(),
      },
    ]),
  );
  return (programmeId, personId) => latest.get(`${programmeId} ${personId}`) ?? null;
}
