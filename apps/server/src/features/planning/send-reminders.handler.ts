// Once a week, on the day they chose, whoever asked for it is told what is still missing.
import { schema } from '@xueshi/database';
import { weekdayOf } from '@xueshi/domain';
import { m } from '@xueshi/messages';
import { and, asc, eq, gt, isNull, ne, or } from 'drizzle-orm';
import type { JobHandler } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { notify } from '../notices/service.ts';
import { gapOf, type Gap } from './gap.ts';
import { mailAddressOf } from './mail-address.ts';
import { remindNextMorning } from './send-reminders.job.ts';

const { studyPlans } = schema;

const PAGE = 200;

/**
 * Reminds page by page; whoever was reminded today is passed over, so going on after a crash reminds
 * nobody twice. A letter that the server does not take is logged, and the notice stands.
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
  const { db, write, clock, mail, log } = platform;
  const gap = await gapOf(platform, db, personId);
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
  const address = missing > 0 && mail ? await mailAddressOf(db, personId) : null;
  if (!mail || !address?.confirmedAt) return;
  try {
    await mail.send({ to: address.address, ...letterOf(platform, gap) });
  } catch (error) {
    log.warn({ err: error, personId }, 'a reminder could not be sent');
  }
}

const paramsOf = (gap: Gap) => ({
  hours: (gap.missingHundredths ?? 0) / 100,
  perWeek: (gap.paceHundredthsPerWeek ?? 0) / 100,
  days: gap.daysLeft,
  year: gap.year,
});

/** Nobody's language is known to a job: Chinese first, English below. */
function letterOf({ config }: Platform, gap: Gap): { subject: string; text: string } {
  const params = paramsOf(gap);
  const link = config.publicUrl ? `${config.publicUrl.origin}/plan` : '';
  const texts = (['zh-CN', 'en'] as const).map((locale) =>
    m.planning_mail_reminder_text(params, { locale }),
  );
  return {
    subject: m.planning_mail_reminder_subject(params, { locale: 'zh-CN' }),
    text: [...texts, link].filter(Boolean).join('\n\n'),
  };
}
