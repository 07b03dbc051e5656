/** The columns of each kind of report, in their usual order. */
export const REPORT_COLUMNS = {
  completion_list: [
    'name',
    'code',
    'unit',
    'unitPath',
    'category',
    'post',
    'hours',
    'targetHours',
    'days',
    'targetDays',
    'share',
    'state',
    'adjustment',
    'positionLevel',
    'rank',
    'keyGroups',
    'missingHours',
  ],
  unit_summary: [
    'unit',
    'unitPath',
    'level',
    'people',
    'met',
    'onCourse',
    'behind',
    'nothingYet',
    'withoutCategory',
    'exempt',
    'metShare',
    'hours',
    'days',
    'hoursPerHead',
  ],
  hours: ['unit', 'area', 'mode', 'intensity', 'entries', 'hours', 'days'],
  courses: [
    'course',
    'area',
    'mode',
    'enrolled',
    'underWay',
    'completed',
    'completedShare',
    'quizMean',
    'credits',
    'hours',
    'days',
    'evaluation',
  ],
  course_people: [
    'name',
    'code',
    'unit',
    'unitPath',
    'post',
    'courseState',
    'startedOn',
    'completedOn',
    'quizMean',
    'hours',
    'days',
  ],
  records: [
    'name',
    'code',
    'unit',
    'earnedOn',
    'course',
    'entryKind',
    'area',
    'mode',
    'intensity',
    'hours',
    'days',
    'entryState',
    'reason',
  ],
  programme: [
    'name',
    'code',
    'unit',
    'memberState',
    'requiredDone',
    'requiredNeeded',
    'electiveDone',
    'electiveHours',
    'missingCourses',
    'lastActiveOn',
    'dueOn',
    'completedOn',
    'exceptionReason',
    'joinedOn',
    'extendedTo',
  ],
  closed_list: [
    'name',
    'code',
    'unit',
    'unitPath',
    'category',
    'hours',
    'correctedHours',
    'targetHours',
    'days',
    'correctedDays',
    'targetDays',
    'share',
    'state',
  ],
  programme_closing: [
    'name',
    'code',
    'unit',
    'memberState',
    'missingCourses',
    'dueOn',
    'exceptionReason',
  ],
  outlook_list: [
    'name',
    'code',
    'unit',
    'category',
    'post',
    'missingHours',
    'hours',
    'targetHours',
    'days',
    'targetDays',
    'outlook',
    'expectedLow',
    'expectedHigh',
  ],
} as const;

/** What a report is about. */
export type ReportKind = keyof typeof REPORT_COLUMNS;
/** A column of some kind of report. */
export type ReportColumn = (typeof REPORT_COLUMNS)[ReportKind][number];
/** The kinds of reports, in the order in which they are offered. */
export const REPORT_KINDS = [
  'completion_list',
  'unit_summary',
  'hours',
  'courses',
  'course_people',
  'records',
  'programme',
  'closed_list',
  'programme_closing',
  'outlook_list',
] as const satisfies readonly ReportKind[];
/** Every column of any kind, each once. */
export const ALL_REPORT_COLUMNS = [
  ...new Set<ReportColumn>(REPORT_KINDS.flatMap((kind) => [...REPORT_COLUMNS[kind]])),
];
/** Columns that a report has only where they are asked for: the usual ones fit on a sheet of paper. */
const ON_REQUEST: readonly ReportColumn[] = [
  'positionLevel',
  'rank',
  'keyGroups',
  'missingHours',
  'entryKind',
  'joinedOn',
  'extendedTo',
];

/** Kinds that are about a closed year alone: they never change, so none is saved or made monthly. */
export const isOfClosedYear = (kind: ReportKind): boolean => kind === 'closed_list';

/** Kinds that are made of where people stand, which is kept of this year and the last alone. */
export const isOfKeptYears = (kind: ReportKind): boolean => kind === 'outlook_list';

/** Whether a report is of one programme, which is read as it is whatever the year written over it. */
export const isOfProgramme = (kind: ReportKind): boolean =>
  kind === 'programme' || kind === 'programme_closing';

/** The columns that a report of a kind has where none are chosen, in their usual order. */
export const usualColumns = (kind: ReportKind): ReportColumn[] =>
  REPORT_COLUMNS[kind].filter(
    (column: ReportColumn) => kind === 'outlook_list' || !ON_REQUEST.includes(column),
  );

/** How far somebody has come with a course in the year of a report. */
export const COURSE_STATES = ['completed', 'under_way', 'not_begun'] as const;
export type CourseState = (typeof COURSE_STATES)[number];

/** What a report may be written as. */
export const REPORT_FORMATS = ['xlsx', 'csv', 'pdf'] as const;

/** Rows of a report for paper, which is for reading; longer ones are for spreadsheets. */
export const MOST_PDF_ROWS = 2_000;

/** People whose records one file for paper holds, a page or more each; more are taken unit by unit. */
export const MOST_RECORDS_ON_PAPER = 2_000;
