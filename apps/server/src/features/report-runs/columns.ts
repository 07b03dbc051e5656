// How the columns of reports are written: their type, their width, and whether they are summed.
import { trainingDayOf, type ReportColumn } from '@xueshi/domain';
import type { CellValue, ColumnKind } from '@xueshi/formats/spreadsheet';
import type { Locale } from '@xueshi/messages';
import { wordOf } from './words.ts';

/** A row before the columns are chosen. */
export type Cells = Readonly<Partial<Record<ReportColumn, CellValue>>>;

/** A day as spreadsheets keep it: midnight UTC of the day in the zone of training days. */
export const dayOf = (instant: Date | null) =>
  instant === null ? null : new Date(`${trainingDayOf(instant)}T00:00:00Z`);

interface ColumnLook {
  readonly kind: ColumnKind;
  readonly width: number;
  readonly summed?: true;
}

const TEXT = { kind: 'text', width: 16 } as const;
const LONG = { kind: 'text', width: 32 } as const;
const COUNT = { kind: 'whole', width: 10, summed: true } as const;
const AMOUNT = { kind: 'decimal', width: 14, summed: true } as const;
const TARGET = { kind: 'decimal', width: 12 } as const;
const SHARE = { kind: 'percent', width: 12 } as const;
const DAY = { kind: 'date', width: 12 } as const;

export const COLUMN_LOOKS: Readonly<Record<ReportColumn, ColumnLook>> = {
  name: TEXT,
  code: TEXT,
  unit: { kind: 'text', width: 24 },
  unitPath: LONG,
  category: LONG,
  post: { kind: 'text', width: 20 },
  hours: AMOUNT,
  correctedHours: AMOUNT,
  targetHours: TARGET,
  days: AMOUNT,
  correctedDays: AMOUNT,
  targetDays: TARGET,
  share: SHARE,
  state: TEXT,
  adjustment: TEXT,
  positionLevel: TEXT,
  rank: TEXT,
  keyGroups: LONG,
  missingHours: TARGET,
  level: TEXT,
  people: COUNT,
  met: COUNT,
  onCourse: COUNT,
  behind: COUNT,
  nothingYet: COUNT,
  withoutCategory: COUNT,
  exempt: COUNT,
  metShare: SHARE,
  hoursPerHead: TARGET,
  area: TEXT,
  mode: TEXT,
  intensity: TEXT,
  entries: COUNT,
  course: LONG,
  enrolled: COUNT,
  underWay: COUNT,
  completed: COUNT,
  completedShare: SHARE,
  quizMean: SHARE,
  evaluation: TARGET,
  courseState: TEXT,
  startedOn: DAY,
  credits: COUNT,
  earnedOn: DAY,
  entryKind: TEXT,
  entryState: TEXT,
  reason: LONG,
  memberState: TEXT,
  requiredDone: { kind: 'whole', width: 10 },
  requiredNeeded: { kind: 'whole', width: 10 },
  electiveDone: { kind: 'whole', width: 10 },
  electiveHours: TARGET,
  joinedOn: DAY,
  completedOn: DAY,
  extendedTo: DAY,
  missingCourses: { kind: 'text', width: 48 },
  lastActiveOn: DAY,
  dueOn: DAY,
  exceptionReason: LONG,
  outlook: TEXT,
  expectedLow: TARGET,
  expectedHigh: TARGET,
};

const snake = (column: ReportColumn) =>
  column.replaceAll(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`);

export const headingOf = (column: ReportColumn, locale: Locale) =>
  wordOf('reports_column_', snake(column), locale);
