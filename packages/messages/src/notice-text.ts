import { m } from '#compiled/messages.js';
import type { Locale } from '#compiled/runtime.js';

/** What the sentence of a notice may need, by its kind. */
type Values = Readonly<Record<string, string | number | undefined>>;
/** The same as text; what is not given is empty. */
type Texts = (name: string) => string;
type Sentence = (of: Texts, options: { locale?: Locale }) => string;

const ROLES: Readonly<Record<string, typeof m.accounts_role_unit_admin>> = {
  author: m.accounts_role_author,
  reviewer: m.accounts_role_reviewer,
  unit_admin: m.accounts_role_unit_admin,
  training_officer: m.accounts_role_training_officer,
  unit_clerk: m.accounts_role_unit_clerk,
  supervisor: m.accounts_role_supervisor,
  sys_admin: m.accounts_role_sys_admin,
};

/** Who gave or took a role, which, and where; a role that is not known stands by its code. */
const roleAt = (of: Texts, options: { locale?: Locale }) => ({
  name: of('name'),
  title: of('title'),
  role: ROLES[of('role')]?.({}, options) ?? of('role'),
});

const SENTENCES = {
  'attempt-marked': (of, options) =>
    m.notices_attempt_marked({ title: of('title'), percent: of('percent') }, options),
  'credit-reversed': (of, options) =>
    m.notices_credit_reversed(
      { title: of('title'), hours: of('hours'), reason: of('reason') },
      options,
    ),
  'credit-reduced': (of, options) =>
    m.notices_credit_reduced(
      { title: of('title'), hours: of('hours'), now: of('now'), reason: of('reason') },
      options,
    ),
  'credit-reinstated': (of, options) =>
    m.notices_credit_reinstated(
      { title: of('title'), hours: of('hours'), reason: of('reason') },
      options,
    ),
  'credit-supplemented': (of, options) =>
    m.notices_credit_supplemented(
      { title: of('title'), hours: of('hours'), reason: of('reason') },
      options,
    ),
  'correction-confirmed': (of, options) =>
    m.notices_correction_confirmed({ title: of('title'), name: of('name') }, options),
  'correction-declined': (of, options) =>
    m.notices_correction_declined(
      { title: of('title'), name: of('name'), reason: of('reason') },
      options,
    ),
  'weekly-reminder': (of, options) =>
    m.notices_weekly_reminder(
      { hours: of('hours'), days: of('days'), perWeek: of('perWeek') },
      options,
    ),
  'programme-assigned': (of, options) =>
    m.notices_programme_assigned({ title: of('title'), date: of('date') }, options),
  'programme-due': (of, options) =>
    m.notices_programme_due({ title: of('title'), date: of('date') }, options),
  'programme-course-due': (of, options) =>
    m.notices_programme_course_due(
      { title: of('title'), course: of('course'), date: of('date') },
      options,
    ),
  'programme-reminder': (of, options) =>
    m.notices_programme_reminder({ title: of('title'), date: of('date') }, options),
  'programme-extended': (of, options) =>
    m.notices_programme_extended(
      { title: of('title'), date: of('date'), reason: of('reason') },
      options,
    ),
  'programme-exempted': (of, options) =>
    m.notices_programme_exempted({ title: of('title'), reason: of('reason') }, options),
  'programme-extension-withdrawn': (of, options) =>
    m.notices_programme_extension_withdrawn(
      { title: of('title'), date: of('date'), reason: of('reason') },
      options,
    ),
  'programme-exemption-withdrawn': (of, options) =>
    m.notices_programme_exemption_withdrawn(
      { title: of('title'), date: of('date'), reason: of('reason') },
      options,
    ),
  'programme-changed': (of, options) =>
    m.notices_programme_changed(
      { title: of('title'), date: of('date'), reason: of('reason') },
      options,
    ),
  'programme-next-run': (of, options) =>
    m.notices_programme_next_run({ title: of('title'), date: of('date') }, options),
  'programme-responsible': (of, options) =>
    m.notices_programme_responsible({ title: of('title'), date: of('date') }, options),
  'programme-ending': (of, options) =>
    m.notices_programme_ending(
      { title: of('title'), date: of('date'), count: of('count') },
      options,
    ),
  'programme-over': (of, options) =>
    m.notices_programme_over({ title: of('title'), date: of('date'), count: of('count') }, options),
  'programme-offered': (of, options) =>
    m.notices_programme_offered({ title: of('title'), reason: of('reason') }, options),
  'programme-offer-due': (of, options) =>
    m.notices_programme_offer_due({ title: of('title'), date: of('date') }, options),
  'person-merged': (of, options) =>
    m.duplicates_notice({ hours: of('hours'), reason: of('reason') }, options),
  'report-ready': (of, options) =>
    m.notices_report_ready({ title: of('title'), year: of('year') }, options),
  'report-failed': (of, options) =>
    m.notices_report_failed({ title: of('title'), year: of('year') }, options),
  'year-reminder': (of, options) => {
    const rest = { year: of('year'), days: of('days') };
    return of('hours') === '0'
      ? m.notices_year_reminder_days(rest, options)
      : m.notices_year_reminder({ hours: of('hours'), ...rest }, options);
  },
  'requirement-adjusted': (of, options) =>
    m.notices_requirement_adjusted({ title: of('title'), reason: of('reason') }, options),
  'requirement-adjustment-withdrawn': (of, options) =>
    m.notices_requirement_adjustment_withdrawn(
      { title: of('title'), reason: of('reason') },
      options,
    ),
  'requirement-adjustment-declined': (of, options) =>
    m.notices_requirement_adjustment_declined(
      { title: of('title'), reason: of('reason') },
      options,
    ),
  'adjustment-approved': (of, options) =>
    m.notices_adjustment_approved({ title: of('title'), name: of('name') }, options),
  'adjustment-declined': (of, options) =>
    m.notices_adjustment_declined(
      { title: of('title'), name: of('name'), reason: of('reason') },
      options,
    ),
  'hour-policy-gave-way': (of, options) =>
    m.notices_hour_policy_gave_way(
      { title: of('title'), year: of('year'), name: of('name') },
      options,
    ),
  'hour-policy-applies-again': (of, options) =>
    m.notices_hour_policy_applies_again({ title: of('title'), year: of('year') }, options),
  'year-closing-soon': (of, options) =>
    m.notices_year_closing_soon(
      { title: of('title'), year: of('year'), date: of('date') },
      options,
    ),
  'year-closing-due': (of, options) =>
    m.notices_year_closing_due({ title: of('title'), year: of('year'), date: of('date') }, options),
  'webhook-suspended': (of, options) =>
    m.notices_webhook_suspended({ title: of('title') }, options),
  'disk-nearly-full': (of, options) =>
    m.notices_disk_nearly_full({ percent: of('percent'), count: of('count') }, options),
  'role-granted': (of, options) => {
    const rest = roleAt(of, options);
    return of('date') === ''
      ? m.notices_role_granted(rest, options)
      : m.notices_role_granted_until({ date: of('date'), ...rest }, options);
  },
  'role-handed-on': (of, options) =>
    m.notices_role_handed_on({ date: of('date'), ...roleAt(of, options) }, options),
  'role-ended': (of, options) =>
    m.notices_role_ended({ reason: of('reason'), ...roleAt(of, options) }, options),
  'statute-changed': (of, options) =>
    m.notices_statute_changed(
      { title: of('title'), date: of('date'), count: of('count') },
      options,
    ),
  'course-revised': (of, options) =>
    of('date') === ''
      ? m.notices_course_revised({ title: of('title') }, options)
      : m.notices_course_revised_until({ title: of('title'), date: of('date') }, options),
  'course-moved': (of, options) => m.notices_course_moved({ title: of('title') }, options),
  'course-published': (of, options) =>
    m.notices_course_published({ title: of('title'), name: of('name') }, options),
  'course-given-back': (of, options) =>
    m.notices_course_given_back(
      { title: of('title'), name: of('name'), reason: of('reason') },
      options,
    ),
  'course-scheduled': (of, options) =>
    m.notices_course_scheduled({ title: of('title'), date: of('date'), time: of('time') }, options),
  'course-schedule-stopped': (of, options) =>
    m.notices_course_schedule_stopped({ title: of('title') }, options),
} satisfies Record<string, Sentence>;

/** The kinds of notice that there are words for. */
export type NoticeKind = keyof typeof SENTENCES;

/**
 * What happened, in words: on the page in its own language, in letters and calls in the one named.
 * Values that the sentence needs and that are missing are left empty.
 */
export function noticeText(
  { kind, params }: { readonly kind: NoticeKind; readonly params: Values },
  locale?: Locale,
): string {
  const say: Sentence = SENTENCES[kind];
  return say((name) => String(params[name] ?? ''), locale ? { locale } : {});
}
