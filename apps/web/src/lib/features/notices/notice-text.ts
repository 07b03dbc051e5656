import type { Notice } from '@xueshi/contracts';
import { m } from '@xueshi/messages';

type Params = Notice['params'];
const text = (params: Params, name: keyof Params) => String(params[name] ?? '');

/** What happened, in words. */
export function noticeText({ kind, params }: Notice): string {
  const title = text(params, 'title');
  const hours = text(params, 'hours');
  switch (kind) {
    case 'attempt-marked':
      return m.notices_attempt_marked({ title, percent: text(params, 'percent') });
    case 'credit-reversed':
      return m.notices_credit_reversed({ title, hours, reason: text(params, 'reason') });
    case 'credit-reduced':
      return m.notices_credit_reduced({
        title,
        hours,
        now: text(params, 'now'),
        reason: text(params, 'reason'),
      });
    case 'credit-reinstated':
      return m.notices_credit_reinstated({ title, hours, reason: text(params, 'reason') });
    case 'weekly-reminder':
      return m.notices_weekly_reminder({
        hours,
        days: text(params, 'days'),
        perWeek: text(params, 'perWeek'),
      });
    case 'programme-assigned':
      return m.notices_programme_assigned({ title, date: text(params, 'date') });
    case 'programme-due':
      return m.notices_programme_due({ title, date: text(params, 'date') });
    case 'programme-course-due':
      return m.notices_programme_course_due({
        title,
        course: text(params, 'course'),
        date: text(params, 'date'),
      });
    case 'programme-reminder':
      return m.notices_programme_reminder({ title, date: text(params, 'date') });
    case 'programme-extended':
      return m.notices_programme_extended({
        title,
        date: text(params, 'date'),
        reason: text(params, 'reason'),
      });
    case 'person-merged':
      return m.duplicates_notice({ hours, reason: text(params, 'reason') });
    case 'report-ready':
      return m.notices_report_ready({ title, year: text(params, 'year') });
    case 'year-reminder': {
      const rest = { year: text(params, 'year'), days: text(params, 'days') };
      return params.hours === 0
        ? m.notices_year_reminder_days(rest)
        : m.notices_year_reminder({ hours, ...rest });
    }
    case 'programme-exempted':
      return m.notices_programme_exempted({ title, reason: text(params, 'reason') });
    case 'requirement-adjusted':
      return m.notices_requirement_adjusted({ title, reason: text(params, 'reason') });
    case 'requirement-adjustment-withdrawn':
      return m.notices_requirement_adjustment_withdrawn({
        title,
        reason: text(params, 'reason'),
      });
  }
}
