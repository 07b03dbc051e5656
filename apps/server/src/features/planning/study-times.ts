import type { Plan } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';

const { studyPlans } = schema;

export type StudyTimes = Plan['study'];

const NOTHING_SAID: StudyTimes = { days: [], time: '19:30', minutes: 40, remindOn: null };

/** When a person means to study; what nobody said is what most would say. */
export async function studyTimesOf(db: Reader, personId: string): Promise<StudyTimes> {
  const [row] = await db.select().from(studyPlans).where(eq(studyPlans.personId, personId));
  if (!row) return NOTHING_SAID;
  return {
    days: row.studyDays,
    time: row.studyTime,
    minutes: row.studyMinutes,
    remindOn: row.reminds ? row.remindOn : null,
  };
}

export async function saveStudyTimes(
  { write }: Platform,
  actor: Actor,
  { days, time, minutes, remindOn }: StudyTimes,
): Promise<void> {
  const values = {
    studyDays: [...days].sort((one, other) => one - other),
    studyTime: time,
    studyMinutes: minutes,
    reminds: remindOn !== null,
    remindOn: remindOn ?? 1,
  };
  await write((tx) =>
    tx
      .insert(studyPlans)
      .values({ personId: actor.personId, ...values })
      .onConflictDoUpdate({ target: studyPlans.personId, set: values }),
  );
}
