import type { ReportRun } from '@xueshi/contracts';
import {
  COURSE_STATES,
  MOST_PDF_ROWS,
  MOST_RECORDS_ON_PAPER,
  REPORT_COLUMNS,
  REPORT_FORMATS,
  REPORT_KINDS,
  type CourseState,
  type ReportColumn,
  type ReportKind,
} from '@xueshi/domain';
import { m } from '@xueshi/messages';
import { labelOf } from '#lib/labels.ts';

const kinds = {
  completion_list: m.reports_kind_completion_list,
  unit_summary: m.reports_kind_unit_summary,
  hours: m.reports_kind_hours,
  courses: m.reports_kind_courses,
  course_people: m.reports_kind_course_people,
  records: m.reports_kind_records,
  programme: m.reports_kind_programme,
  closed_list: m.reports_kind_closed_list,
  programme_closing: m.reports_kind_programme_closing,
  outlook_list: m.reports_kind_outlook_list,
} satisfies Record<ReportKind, () => string>;

const abouts = {
  completion_list: m.reports_about_completion_list,
  unit_summary: m.reports_about_unit_summary,
  hours: m.reports_about_hours,
  courses: m.reports_about_courses,
  course_people: m.reports_about_course_people,
  records: m.reports_about_records,
  programme: m.reports_about_programme,
  closed_list: m.reports_about_closed_list,
  programme_closing: m.reports_about_programme_closing,
  outlook_list: m.reports_about_outlook_list,
} satisfies Record<ReportKind, () => string>;

const states = {
  waiting: m.reports_state_waiting,
  running: m.reports_state_running,
  ready: m.reports_state_ready,
  failed: m.reports_state_failed,
  forgotten: m.reports_state_forgotten,
} satisfies Record<ReportRun['state'], () => string>;

const columns = {
  name: m.reports_column_name,
  code: m.reports_column_code,
  unit: m.reports_column_unit,
  unitPath: m.reports_column_unit_path,
  category: m.reports_column_category,
  post: m.reports_column_post,
  hours: m.reports_column_hours,
  correctedHours: m.reports_column_corrected_hours,
  targetHours: m.reports_column_target_hours,
  days: m.reports_column_days,
  correctedDays: m.reports_column_corrected_days,
  targetDays: m.reports_column_target_days,
  share: m.reports_column_share,
  state: m.reports_column_state,
  adjustment: m.reports_column_adjustment,
  positionLevel: m.reports_column_position_level,
  rank: m.reports_column_rank,
  keyGroups: m.reports_column_key_groups,
  missingHours: m.reports_column_missing_hours,
  level: m.reports_column_level,
  people: m.reports_column_people,
  met: m.reports_column_met,
  onCourse: m.reports_column_on_course,
  behind: m.reports_column_behind,
  nothingYet: m.reports_column_nothing_yet,
  withoutCategory: m.reports_column_without_category,
  exempt: m.reports_column_exempt,
  metShare: m.reports_column_met_share,
  hoursPerHead: m.reports_column_hours_per_head,
  area: m.reports_column_area,
  mode: m.reports_column_mode,
  intensity: m.reports_column_intensity,
  entries: m.reports_column_entries,
  course: m.reports_column_course,
  enrolled: m.reports_column_enrolled,
  underWay: m.reports_column_under_way,
  completed: m.reports_column_completed,
  completedShare: m.reports_column_completed_share,
  quizMean: m.reports_column_quiz_mean,
  evaluation: m.reports_column_evaluation,
  courseState: m.reports_column_course_state,
  startedOn: m.reports_column_started_on,
  credits: m.reports_column_credits,
  earnedOn: m.reports_column_earned_on,
  entryKind: m.reports_column_entry_kind,
  entryState: m.reports_column_entry_state,
  reason: m.reports_column_reason,
  memberState: m.reports_column_member_state,
  requiredDone: m.reports_column_required_done,
  electiveDone: m.reports_column_elective_done,
  electiveHours: m.reports_column_elective_hours,
  joinedOn: m.reports_column_joined_on,
  completedOn: m.reports_column_completed_on,
  extendedTo: m.reports_column_extended_to,
  requiredNeeded: m.reports_column_required_needed,
  missingCourses: m.reports_column_missing_courses,
  lastActiveOn: m.reports_column_last_active_on,
  dueOn: m.reports_column_due_on,
  exceptionReason: m.reports_column_exception_reason,
  outlook: m.reports_column_outlook,
  expectedLow: m.reports_column_expected_low,
  expectedHigh: m.reports_column_expected_high,
} satisfies Record<ReportColumn, () => string>;

const courseStates = {
  completed: m.reports_course_completed,
  under_way: m.reports_course_under_way,
  not_begun: m.reports_course_not_begun,
} satisfies Record<CourseState, () => string>;

const formats = {
  xlsx: m.reports_format_xlsx,
  csv: m.reports_format_csv,
  pdf: m.reports_format_pdf,
} satisfies Record<(typeof REPORT_FORMATS)[number], () => string>;

export const reportKinds = () =>
  REPORT_KINDS.map((kind) => ({ kind, label: kinds[kind](), about: abouts[kind]() }));
export const reportKindLabel = (kind: ReportKind) => labelOf(kinds, kind);
export const reportKindOf = (text: string | null): ReportKind =>
  REPORT_KINDS.find((kind) => kind === text) ?? 'completion_list';
export const reportStateLabel = (state: ReportRun['state']) => labelOf(states, state);
export const formatOptions = () =>
  REPORT_FORMATS.map((value) => ({ value, label: formats[value]() }));
export const courseStateOptions = () =>
  COURSE_STATES.map((value) => ({ value, label: courseStates[value]() }));
export const columnOptions = (kind: ReportKind) =>
  REPORT_COLUMNS[kind].map((value) => ({ value, label: columns[value]() }));

/** Which filters a kind of report has. */
export const FILTERS_OF: Readonly<Record<ReportKind, readonly string[]>> = {
  completion_list: ['state', 'category', 'keyGroup', 'direct', 'treeOn'],
  unit_summary: ['category', 'treeOn'],
  hours: ['state', 'category', 'keyGroup', 'direct', 'area', 'mode', 'perUnit'],
  courses: ['state', 'category', 'keyGroup', 'direct', 'area', 'mode', 'byArea'],
  course_people: ['course', 'courseState', 'state', 'category', 'keyGroup', 'direct'],
  records: ['state', 'category', 'keyGroup', 'direct', 'area', 'mode'],
  programme: ['programmeId'],
  closed_list: ['state', 'category', 'direct'],
  programme_closing: ['programmeId'],
  outlook_list: ['outlook', 'category', 'keyGroup', 'direct'],
};

export const isBeingMade = (state: ReportRun['state']) =>
  state === 'waiting' || state === 'running';

export function faultText(fault: ReportRun['fault']): string {
  if (fault === 'too-many-rows') return m.reports_fault_too_many_rows();
  return fault === 'too-many-people'
    ? m.reports_fault_too_many_people({ count: MOST_RECORDS_ON_PAPER })
    : m.reports_fault_not_made();
}

/** How much one file for paper holds of a kind of report. */
export const paperLimit = (kind: ReportKind) =>
  kind === 'records'
    ? m.reports_pdf_people_limit({ count: MOST_RECORDS_ON_PAPER })
    : m.reports_pdf_limit({ count: MOST_PDF_ROWS });
