// Once a week, on the day they chose, whoever asked for it is told what is still missing.
import { schema } from '@xueshi/database';
import { weekdayOf } from '@xueshi/domain';
import { and, asc, eq, gt, isNull, ne, or } from 'drizzle-orm';
import type { JobHandler } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { notify } from '../notices/service.ts';
import { gapOf, type Gap } from './gap.ts';
import { remindNextMorning } from './send-reminders.job.ts';

const { studyPlans } = schema;

const PAGE = 200;

/**
 * Reminds page by page; whoever was reminded today is passed over, so going on after a crash reminds
 * nobody twice. By mail it goes with the notices of the day (features/deliveries).
 */
export const sendRemindersHandler: JobHandler = async (platform, payload, { signal }) => {
  const { day } = payload as { day: string };
  await platform.write((tx) => remindNextMorning(tx, platform.clock.now()));
  const weekday = weekdayOf(new Date(`${day}T04:00:00Z`));
  for (let after = ''; ;) {
    const people = await platform.db
      .select({ personId: studyPlans.personId })
      .from(studyPlans)
      .where(
        and(
          eq(studyPlans.reminds, true),
          eq(studyPlans.remindOn, weekday),
          or(isNull(studyPlans.remindedOn), ne(studyPlans.remindedOn, day)),
          gt(studyPlans.personId, after),
        ),
      )
      .orderBy(asc(studyPlans.personId))
      .limit(PAGE);
    for (const { personId } of people) {
      if (signal.aborted) throw new Error('stopped');
      await remind(platform, personId, day);
    }
    const last = people.at(-1);
    if (!last || people.length < PAGE) return;
    after = last.personId;
  }
};

async function remind(platform: Platform, personId: string, day: string): Promise<void> {
  const { write, clock } = platform;
  const gap = await gapOf(platform, personId);
  const missing = gap.missingHundredths ?? 0;
  await write(async (tx) => {
    await tx.update(studyPlans).set({ remindedOn: day }).where(eq(studyPlans.personId, personId));
    if (missing <= 0) return;
    await notify(tx, {
      personId,
      kind: 'weekly-reminder',
      occasion: day,
      params: paramsOf(gap),
      link: '/plan',
      now: clock.now(),
    });
  });
}

const paramsOf = (gap: Gap) => ({
  hours: (gap.missingHundredths ?? 0) / 100,
  perWeek: (gap.paceHundredthsPerWeek ?? 0) / 100,
  days: gap.daysLeft,
  year: gap.year,
});
