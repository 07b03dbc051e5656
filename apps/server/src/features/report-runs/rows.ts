// Which rows each kind of report has.
import type { ReportKind } from '@xueshi/domain';
import type { Cells } from './columns.ts';
import { courseRows } from './rows-of-courses.ts';
import { coursePeopleRows } from './rows-of-course-people.ts';
import { hourRows, unitRows } from './rows-of-figures.ts';
import { closingRows } from './rows-of-closing.ts';
import { memberRows } from './rows-of-members.ts';
import { outlookRows } from './rows-of-outlooks.ts';
import { closedRows, completionRows } from './rows-of-people.ts';
import { recordRows } from './rows-of-records.ts';
import type { Making } from './walk.ts';

export const ROWS_OF: Readonly<Record<ReportKind, (making: Making) => AsyncGenerator<Cells>>> = {
  completion_list: completionRows,
  unit_summary: unitRows,
  hours: hourRows,
  courses: courseRows,
  course_people: coursePeopleRows,
  records: recordRows,
  programme: memberRows,
  closed_list: closedRows,
  programme_closing: closingRows,
  outlook_list: outlookRows,
};
