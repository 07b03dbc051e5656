import type { Tx } from '@xueshi/database';
import { nextTimeOfDay } from '@xueshi/domain';
import { enqueueJob } from '../../platform/jobs.ts';

export const ASSIGN_PROGRAMME = 'assign-programme';
/** Enqueued by triggers of the database, which know its name. */
export const REASSIGN_PEOPLE = 'reassign-people';
export const REMIND_MEMBERS = 'remind-members';
export const CLOSE_PROGRAMME = 'close-programme';
export const RECOUNT_MEMBERS = 'recount-programme-members';
export const EXTEND_MEMBERS = 'extend-programme-members';
export const RECOMMEND_COURSES = 'recommend-courses';
export const PROGRAMME_DAY = 'programme-day';

const HALF_PAST_EIGHT_MS = 8.5 * 3_600_000;

export const assigningKey = (programmeId: string) => `${ASSIGN_PROGRAMME}:${programmeId}`;

export const recommendingKey = (programmeId: string) => `${RECOMMEND_COURSES}:${programmeId}`;

/** Works out what a programme's people need; once, however often it is asked before it runs. */
export const recommendLater = (tx: Tx, programmeId: string, now: Date) =>
  enqueueJob(tx, {
    name: RECOMMEND_COURSES,
    uniqueKey: recommendingKey(programmeId),
    payload: { programmeId },
    now,
  });

/** Brings the members of a programme in step; once, however often it is asked before it runs. */
export const assignLater = (tx: Tx, programmeId: string, now: Date) =>
  enqueueJob(tx, {
    name: ASSIGN_PROGRAMME,
    uniqueKey: assigningKey(programmeId),
    payload: { programmeId },
    now,
  });

export interface Reminding {
  readonly programmeId: string;
  /** The training day: each person is reminded once on it. */
  readonly day: string;
  /** Only people of this unit's subtree; null or absent: all members. */
  readonly belowUnit?: string | null;
}

export const remindLater = (tx: Tx, payload: Reminding, now: Date) =>
  enqueueJob(tx, {
    name: REMIND_MEMBERS,
    uniqueKey: [REMIND_MEMBERS, payload.programmeId, payload.day, payload.belowUnit]
      .filter((part) => part !== null && part !== undefined)
      .join(':'),
    payload,
    now,
  });

export interface Recounting {
  readonly programmeId: string;
  /** Of the programme after the change: each is told once of it. */
  readonly version: number;
  readonly reason: string;
}

export const recountLater = (tx: Tx, payload: Recounting, now: Date) =>
  enqueueJob(tx, {
    name: RECOUNT_MEMBERS,
    uniqueKey: `${RECOUNT_MEMBERS}:${payload.programmeId}:${payload.version}`,
    payload,
    now,
  });

export interface Extending {
  readonly programmeId: string;
  /** The new last day, YYYY-MM-DD. */
  readonly until: string;
  readonly reason: string;
  /** Who granted it. */
  readonly by: string;
}

export const extendLater = (tx: Tx, payload: Extending, now: Date) =>
  enqueueJob(tx, {
    name: EXTEND_MEMBERS,
    uniqueKey: `${EXTEND_MEMBERS}:${payload.programmeId}:${now.getTime()}`,
    payload,
    now,
  });

export const closeLater = (tx: Tx, payload: { programmeId: string; closedBy: string }, now: Date) =>
  enqueueJob(tx, {
    name: CLOSE_PROGRAMME,
    uniqueKey: `${CLOSE_PROGRAMME}:${payload.programmeId}`,
    payload,
    now,
  });

/** The daily round over all programmes, of the next morning that is still to come. */
export async function programmesNextMorning(tx: Tx, now: Date): Promise<void> {
  const { day, at } = nextTimeOfDay(now, HALF_PAST_EIGHT_MS);
  await enqueueJob(tx, {
    name: PROGRAMME_DAY,
    uniqueKey: `${PROGRAMME_DAY}:${day}`,
    payload: { day },
    now: at,
  });
}
