// Reports as files: asked for, made by a job, fetched for a month; saved by name and sent monthly.
import { CONTENT_AREAS, MODES } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { AudienceCategory } from './accounts.ts';
import { AttainmentState, OrgUnitRef } from './organisations.ts';
import { BinaryFile, closed, endpoint, Id, Instant, nullable, oneOf, text, Year } from './shared.ts';

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
  courses: ['course', 'area', 'mode', 'credits', 'hours', 'days'],
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
    'reason',
  ],
  programme: [
    'name',
    'code',
    'unit',
    'memberState',
    'requiredDone',
    'electiveDone',
    'electiveHours',
    'joinedOn',
    'completedOn',
    'extendedTo',
  ],
} as const;

export type ReportKind = keyof typeof REPORT_COLUMNS;
export type ReportColumn = (typeof REPORT_COLUMNS)[ReportKind][number];
export const ReportKinds = [
  'completion_list',
  'unit_summary',
  'hours',
  'courses',
  'records',
  'programme',
] as const satisfies readonly ReportKind[];
const ReportColumns = [
  ...new Set<ReportColumn>(ReportKinds.flatMap((kind) => [...REPORT_COLUMNS[kind]])),
];
export const ReportFormats = ['xlsx', 'csv', 'pdf'] as const;
export const ReportStates = ['waiting', 'running', 'ready', 'failed', 'forgotten'] as const;
/** A report for paper is for reading; longer ones are for spreadsheets. */
export const MOST_PDF_ROWS = 2_000;

export const ReportFilters = closed({
  state: Type.Optional(AttainmentState),
  /** `none`: people without one. */
  category: Type.Optional(Type.Union([AudienceCategory, Type.Literal('none')])),
  area: Type.Optional(oneOf(CONTENT_AREAS)),
  mode: Type.Optional(oneOf(MODES)),
  /** Figures of each unit by itself instead of the whole subtree together. */
  perUnit: Type.Optional(Type.Boolean()),
  programmeId: Type.Optional(Id),
});
export type ReportFilters = Static<typeof ReportFilters>;

export const ReportOrder = closed({
  kind: oneOf(ReportKinds),
  filters: ReportFilters,
  /** None: all of the kind. */
  columns: Type.Array(Type.Enum(ReportColumns), { maxItems: 20, uniqueItems: true }),
  format: oneOf(ReportFormats),
});
export type ReportOrder = Static<typeof ReportOrder>;

export const ReportRun = closed({
  id: Id,
  unit: OrgUnitRef,
  /** The name of the saved report; null for one that was asked for once. */
  savedName: nullable(Type.String()),
  kind: oneOf(ReportKinds),
  format: oneOf(ReportFormats),
  year: Year,
  createdAt: Instant,
  /** Who asked; null where the calendar did. */
  createdBy: nullable(Type.String()),
  state: oneOf(ReportStates),
  fault: nullable(oneOf(['too-many-rows', 'not-made'] as const)),
  rowsDone: Type.Integer(),
  rowsTotal: Type.Integer(),
  rowsWritten: Type.Integer(),
  fileName: nullable(Type.String()),
  sizeBytes: nullable(Type.Integer()),
  sha256: nullable(Type.String()),
  readyAt: nullable(Instant),
  /** Until when the file is kept. */
  keptUntil: Instant,
});
export type ReportRun = Static<typeof ReportRun>;

export const SavedReport = closed({
  id: Id,
  name: Type.String(),
  kind: oneOf(ReportKinds),
  format: oneOf(ReportFormats),
  createdAt: Instant,
  createdBy: Type.String(),
  /** Whether the caller gets it on the first of each month. */
  monthly: Type.Boolean(),
});
export type SavedReport = Static<typeof SavedReport>;

const shared = { tag: 'reports', access: 'unit_reader', params: closed({ id: Id }) } as const;
const made = { status: 201, schema: closed({ id: Id }) } as const;

export const listReportRuns = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/org-units/:id/report-runs',
  summary: 'The newest reports made at this unit, and those that are saved by name',
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      items: Type.Array(ReportRun),
      saved: Type.Array(SavedReport),
      years: Type.Array(Year),
      /** Programmes of the unit that the caller may have a report of. */
      programmes: Type.Array(closed({ id: Id, title: Type.String() })),
    }),
  },
  problems: [401, 403, 404],
});

export const orderReport = endpoint({
  ...shared,
  method: 'POST',
  url: '/api/v1/org-units/:id/report-runs',
  summary: 'Have a report about this unit’s subtree made',
  body: closed({ year: Year, order: ReportOrder }),
  ok: made,
  problems: [400, 401, 403, 404, 503],
});

export const readReportRun = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/report-runs/:id',
  summary: 'One report, with its progress',
  ok: { status: 200, schema: ReportRun },
  problems: [401, 403, 404],
});

export const fetchReport = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/report-runs/:id/file',
  summary: 'The file of a report',
  ok: { status: 200, schema: BinaryFile },
  problems: [401, 403, 404],
});

export const saveReport = endpoint({
  ...shared,
  method: 'POST',
  url: '/api/v1/org-units/:id/saved-reports',
  summary: 'Save a report by name, for all administrators of the unit',
  body: closed({ name: text(60), order: ReportOrder }),
  ok: made,
  problems: [400, 401, 403, 404, 409],
});

export const runSavedReport = endpoint({
  ...shared,
  method: 'POST',
  url: '/api/v1/saved-reports/:id/runs',
  summary: 'Have a saved report made now, about the present year',
  ok: made,
  problems: [401, 403, 404, 503],
});

export const subscribeToReport = endpoint({
  ...shared,
  method: 'PUT',
  url: '/api/v1/saved-reports/:id/subscription',
  summary: 'Say whether the caller wants a saved report on the first of each month',
  body: closed({ monthly: Type.Boolean() }),
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 404],
});

export const forgetSavedReport = endpoint({
  ...shared,
  method: 'DELETE',
  url: '/api/v1/saved-reports/:id',
  summary: 'Remove a saved report; its files stay for their month',
  ok: { status: 204, schema: Type.Null() },
  problems: [401, 403, 404],
});
