import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { notify } from '../notices/service.ts';
import { audit } from './drafts.ts';
import { administeredProgramme, requireState } from './permission.ts';
import { countersOf, standingsIn } from './progress.ts';
import {
  coursesOf,
  findMember,
  updateMember,
  type MemberRecord,
  type ProgrammeInUnit,
} from './store.ts';

const { people, programmeExceptions } = schema;

type Kind = 'extension' | 'exemption';
const WITHDRAWN = {
  extension: 'extension-withdrawn',
  exemption: 'exemption-withdrawn',
} as const;
const TOLD = {
  extension: 'programme-extended',
  exemption: 'programme-exempted',
  'extension-withdrawn': 'programme-extension-withdrawn',
  'exemption-withdrawn': 'programme-exemption-withdrawn',
} as const;

interface Granted {
  readonly kind: keyof typeof TOLD;
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
  dueOn = granted.until,
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
    kind: TOLD[kind],
    occasion: `${programme.id}:${now.getTime()}`,
    params: { title: programme.title, reason, ...(dueOn !== null && { date: dueOn }) },
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

/**
 * Takes back what was granted: the end is that of the programme again, or the member is asked for it
 * again. What they completed meanwhile counts. Both the granting and the withdrawal stay on record.
 */
export async function withdrawException(
  platform: Platform,
  actor: Actor,
  place: { id: string; personId: string },
  { kind, reason }: { kind: Kind; reason: string },
): Promise<void> {
  const found = await administeredProgramme(platform.db, actor, place.id);
  requireState(found, 'published');
  if (place.personId === actor.personId) throw new Refused('own-record');
  await platform.write(async (tx) => {
    const member = await findMember(tx, place.id, place.personId);
    if (!member) throw new Refused('not-found');
    const isGranted =
      kind === 'exemption'
        ? member.state === 'exempt'
        : member.state === 'open' && member.extendedTo !== null;
    if (!isGranted) throw new Refused('programme-nothing-granted');
    const now = platform.clock.now();
    await updateMember(
      tx,
      member,
      kind === 'extension' ? { extendedTo: null } : await againAsked(tx, found, member, now),
    );
    const { endsOn } = found.programme;
    const dueOn = kind === 'extension' ? endsOn : (member.extendedTo ?? endsOn);
    const granted = { kind: WITHDRAWN[kind], until: member.extendedTo, reason };
    await grant(tx, actor, found, member, granted, now, dueOn);
  });
}

async function againAsked(
  tx: Tx,
  { programme }: ProgrammeInUnit,
  { personId }: MemberRecord,
  now: Date,
) {
  const courses = await coursesOf(tx, [programme.id]);
  const standing = (await standingsIn(tx, programme, courses, [personId]))(personId);
  const state = standing.isComplete ? 'completed' : 'open';
  return {
    ...countersOf(standing),
    state,
    completedAt: standing.isComplete ? now : null,
  } as const;
}

export interface ExceptionView {
  readonly reason: string;
  readonly approvedBy: string;
  readonly approvedAt: string;
}

/** What was granted to each of some members, latest first, without what was taken back since. */
async function standingExceptions(
  db: Reader,
  programmeIds: readonly string[],
  personIds: readonly string[],
) {
  if (programmeIds.length === 0 || personIds.length === 0) return [];
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
    .orderBy(desc(programmeExceptions.approvedAt), desc(sql`${programmeExceptions}.rowid`));
  const latest = new Map<string, (typeof rows)[number]>();
  for (const row of rows) {
    const { programmeId, personId, kind } = row.exception;
    const key = `${programmeId} ${personId} ${kind.startsWith('extension')}`;
    if (!latest.has(key)) latest.set(key, row);
  }
  return [...latest.values()].filter(({ exception }) => !exception.kind.endsWith('-withdrawn'));
}

/** The latest exception of each of some members that still stands. */
export async function exceptionsOf(
  db: Reader,
  programmeIds: readonly string[],
  personIds: readonly string[],
): Promise<(programmeId: string, personId: string) => ExceptionView | null> {
  const rows = await standingExceptions(db, programmeIds, personIds);
  const latest = new Map(
    rows.toReversed().map(({ exception, approver }) => [
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

/** Who of some people was exempted from a programme, and still is. */
export async function exemptAmong(
  db: Reader,
  programmeId: string,
  personIds: readonly string[],
): Promise<Set<string>> {
  const rows = await standingExceptions(db, [programmeId], personIds);
  return new Set(
    rows
      .filter(({ exception }) => exception.kind === 'exemption')
      .map(({ exception }) => exception.personId),
  );
}
