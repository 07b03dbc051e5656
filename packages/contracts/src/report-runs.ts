// Reports as files: asked for, made by a job, fetched for a month; saved by name and sent monthly.
import {
  ALL_REPORT_COLUMNS,
  CONTENT_AREAS,
  COURSE_STATES,
  MODES,
  OUTLOOKS,
  REPORT_FORMATS,
  REPORT_KINDS,
} from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { AudienceCategory } from './audience-categories.ts';
import { KeyGroupCode } from './key-groups.ts';
import { AttainmentState, OrgUnitRef } from './organisations.ts';
import { MEMBER_SORTS } from './programme-members.ts';
import { MEMBER_STATES } from './programmes.ts';
import {
  BinaryFile,
  closed,
  Day,
  endpoint,
  Id,
  Instant,
  LocalText,
  nullable,
  oneOf,
  Slug,
  text,
  Year,
} from './shared.ts';

export const ReportStates = ['waiting', 'running', 'ready', 'failed', 'forgotten'] as const;
export const ReportFilters = closed({
  state: Type.Optional(AttainmentState),
  /** `none`: people without one. */
  category: Type.Optional(Type.Union([AudienceCategory, Type.Literal('none')])),
  area: Type.Optional(oneOf(CONTENT_AREAS)),
  mode: Type.Optional(oneOf(MODES)),
  /** Figures of each unit by itself instead of the whole subtree together. */
  perUnit: Type.Optional(Type.Boolean()),
  programmeId: Type.Optional(Id),
  /** Of a programme's members: as its list of them was cut and sorted. */
  members: Type.Optional(
    closed({
      state: Type.Optional(oneOf(MEMBER_STATES)),
      query: Type.Optional(text(60, 0)),
      unitId: Type.Optional(Id),
      sort: Type.Optional(oneOf(MEMBER_SORTS)),
      descending: Type.Optional(Type.Boolean()),
    }),
  ),
  /** Who is of this key group; not reserve cadres, whom few may see (DOMAIN K3). */
  keyGroup: Type.Optional(KeyGroupCode),
  /** Of a list of names by outlook: whose; none: those at risk. */
  outlook: Type.Optional(oneOf(OUTLOOKS)),
  /** Only people of the unit itself. */
  direct: Type.Optional(Type.Boolean()),
  /** Who studied this course, and who did not. */
  course: Type.Optional(Slug),
  courseState: Type.Optional(oneOf(COURSE_STATES)),
  /** Courses topic by topic; else those credited most come first. */
  byArea: Type.Optional(Type.Boolean()),
  /** A unit summary or completion list as it was known at the end of this day; none: as it is now. */
  treeOn: Type.Optional(Day),
});
export type ReportFilters = Static<typeof ReportFilters>;

export const ReportOrder = closed({
  kind: oneOf(REPORT_KINDS),
  filters: ReportFilters,
  /** In this order. None: the usual ones of the kind. */
  columns: Type.Array(Type.Enum(ALL_REPORT_COLUMNS), { maxItems: 20, uniqueItems: true }),
  format: oneOf(REPORT_FORMATS),
});
export type ReportOrder = Static<typeof ReportOrder>;

export const ReportRun = closed({
  id: Id,
  unit: OrgUnitRef,
  /** The name of the saved report; null for one that was asked for once. */
  savedName: nullable(Type.String()),
  kind: oneOf(REPORT_KINDS),
  format: oneOf(REPORT_FORMATS),
  year: Year,
  createdAt: Instant,
  /** Who asked; null where the calendar did. */
  createdBy: nullable(Type.String()),
  state: oneOf(ReportStates),
  fault: nullable(oneOf(['too-many-rows', 'too-many-people', 'not-made'] as const)),
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
  kind: oneOf(REPORT_KINDS),
  format: oneOf(REPORT_FORMATS),
  filters: ReportFilters,
  columns: ReportOrder.properties.columns,
  createdAt: Instant,
  createdBy: Type.String(),
  /** Whether the caller gets it on the first of each month. */
  monthly: Type.Boolean(),
  /** Whether the caller may remove it. */
  mayForget: Type.Boolean(),
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
      /** Whether the caller may save one here: whoever only supervises changes nothing. */
      maySave: Type.Boolean(),
      /** Of which reports are made: this one, the last one and every closed one. */
      years: Type.Array(Year),
      /** Those of them that are closed, here or above. */
      closedYears: Type.Array(Year),
      /** Programmes of the unit that the caller may have a report of. */
      programmes: Type.Array(closed({ id: Id, title: Type.String() })),
      /** Courses that are published, and those withdrawn since. */
      courses: Type.Array(closed({ slug: Slug, title: LocalText })),
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
  access: 'unit_reminder',
  method: 'POST',
  url: '/api/v1/org-units/:id/saved-reports',
  summary: 'Save a report by name, for all administrators of the unit',
  /** With `replacesId` the saved report of that id is changed; it must be one that the caller may remove. */
  body: closed({ name: text(60), order: ReportOrder, replacesId: Type.Optional(Id) }),
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
  access: 'unit_reminder',
  method: 'DELETE',
  url: '/api/v1/saved-reports/:id',
  summary: 'Remove a saved report; its files stay for their month',
  ok: { status: 204, schema: Type.Null() },
  problems: [401, 403, 404],
});
