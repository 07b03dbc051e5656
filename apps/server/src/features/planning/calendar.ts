import { daysUntilNewYear, trainingDayOf, weekdayOf } from '@xueshi/domain';
import { m, type Locale } from '@xueshi/messages';
import ical, { ICalAlarmType, ICalCalendarMethod } from 'ical-generator';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { readPlan } from './plan.ts';

/** A quarter of an hour to sit down. */
const STUDY_ALARM_SECONDS = 15 * 60;
/** A day begins at midnight, wherever the calendar is: fifteen hours earlier is nine in the morning of the day before. */
const DAY_ALARM_SECONDS = 15 * 3_600;

/**
 * The study times that are left this year, each with the course of its week, and the day the year
 * ends. Times are instants: a calendar shows them in its own zone. Importing again replaces events
 * instead of doubling them, since an event's id follows from its person and day.
 */
export async function calendarFile(
  platform: Platform,
  actor: Actor,
  locale: Locale,
): Promise<string> {
  const plan = await readPlan(platform, actor);
  const { days, time, minutes } = plan.study;
  const now = platform.clock.now();
  const origin = platform.config.publicUrl?.origin ?? null;
  const calendar = ical({
    name: m.planning_calendar_name({ year: plan.year }, { locale }),
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Xueshi', product: 'Xueshi', language: 'ZH' },
  });
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  for (const day of daysUntilNewYear(now)) {
    const start = new Date(day.getTime() + (hour * 60 + minute) * 60_000);
    if (!days.includes(weekdayOf(day)) || start < now) continue;
    const name = trainingDayOf(day);
    const week = plan.weeks.find(({ to }) => name <= to);
    const titles = (week?.courses ?? []).map(({ title }) => title[locale] || title['zh-CN']);
    calendar.createEvent({
      id: `study-${name}-${actor.personId}@xueshi`,
      stamp: now,
      start,
      end: new Date(start.getTime() + minutes * 60_000),
      summary: m.planning_calendar_study({}, { locale }),
      ...(titles.length > 0 ? { description: titles.join('\n') } : {}),
      ...(origin ? { url: origin } : {}),
      alarms: [{ type: ICalAlarmType.display, trigger: STUDY_ALARM_SECONDS }],
    });
  }
  const last = daysUntilNewYear(now).at(-1) ?? now;
  calendar.createEvent({
    id: `year-${plan.year}-${actor.personId}@xueshi`,
    stamp: now,
    start: new Date(last.getTime() + 12 * 3_600_000),
    allDay: true,
    alarms: [{ type: ICalAlarmType.display, trigger: DAY_ALARM_SECONDS }],
    summary: m.planning_calendar_end({ year: plan.year }, { locale }),
  });
  return calendar.toString();
}
