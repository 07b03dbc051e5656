import { compactEvidenceHandler } from './features/archive/compact-evidence.handler.ts';
import { COMPACT_EVIDENCE } from './features/archive/compact-evidence.job.ts';
import { closeOverdueHandler, CLOSE_OVERDUE } from './features/assessment/service.ts';
import { inspectEvidenceHandler } from './features/flags/inspect-evidence.handler.ts';
import { INSPECT_EVIDENCE } from './features/flags/inspect-evidence.job.ts';
import { CLOSE_EXPIRED_CLASS, closeExpiredHandler } from './features/class-mode/service.ts';
import { packageLectureHandler } from './features/media/package-lecture.handler.ts';
import { PACKAGE_LECTURE } from './features/media/package-lecture.job.ts';
import {
  FORGET_SLIPS,
  forgetSlipsHandler,
  MAKE_ACCOUNTS,
  makeAccountsHandler,
} from './features/account-batches/service.ts';
import {
  APPLY_ROSTER,
  applyRosterHandler,
  CHECK_ROSTER,
  checkRosterHandler,
  MAKE_ROSTER_EXPORT,
  makeRosterExportHandler,
  UNDO_ROSTER,
  undoRosterHandler,
} from './features/roster/service.ts';
import { MOVE_LEARNERS } from './features/catalogue/service.ts';
import { moveLearnersHandler } from './features/course-revisions/service.ts';
import {
  DELIVER_NOTICES,
  deliverNoticesHandler,
  SEND_DELIVERIES,
  sendDeliveriesHandler,
} from './features/deliveries/service.ts';
import {
  PUBLISH_SCHEDULED,
  publishScheduledHandler,
  takeInPackageHandler,
} from './features/drafts/service.ts';
import { FORGET_IMPORTS, forgetImportsHandler } from './features/sheet-imports/service.ts';
import { FILL_UNIT_PINYIN, fillPinyinHandler } from './features/org-tree/service.ts';
import { SEND_REMINDERS, sendRemindersHandler } from './features/planning/service.ts';
import * as auditTrail from './features/audit-trail/service.ts';
import * as programmes from './features/programmes/service.ts';
import {
  PASS_DAY,
  passDayHandler,
  REFRESH_STANDINGS,
  refreshStandingsHandler,
} from './features/standings/service.ts';
import {
  FORGET_REPORT,
  forgetReportHandler,
  MAKE_REPORT,
  makeReportHandler,
  MONTHLY_REPORTS,
  monthlyReportsHandler,
} from './features/report-runs/service.ts';
import {
  FORGET_TRIAL,
  forgetTrialHandler,
  TRY_POLICY,
  tryPolicyHandler,
} from './features/hour-policies/trials.ts';
import {
  FREEZE_YEAR,
  freezeYearHandler,
  TELL_CLOSING_DAYS,
  tellClosingDaysHandler,
} from './features/year-closing/service.ts';
import { TELL_AUTHORS, tellAuthorsHandler } from './features/statutes/service.ts';
import { PREPARE_TEXTBOOK, prepareTextbookHandler } from './features/textbooks/service.ts';
import * as uploads from './features/uploads/service.ts';
import * as unitSheets from './features/unit-sheets/service.ts';
import { REMIND_IN_NEED, remindInNeedHandler } from './features/year-reminders/service.ts';
import type { JobHandlers } from './platform/jobs.ts';

/** Work that has its hour. */
const PROMPT: JobHandlers = {
  [CLOSE_OVERDUE]: closeOverdueHandler,
  [CLOSE_EXPIRED_CLASS]: closeExpiredHandler,
  [SEND_REMINDERS]: sendRemindersHandler,
};

/** Minutes for each lecture, and many after an import; one after another, for each takes all of a machine. */
const PACKAGING: JobHandlers = {
  [PACKAGE_LECTURE]: packageLectureHandler,
};

/** Files of drafts, looked through while their author waits; packaging is no reason to wait longer. */
const ARRIVING: JobHandlers = {
  [uploads.TAKE_IN]: uploads.takeInHandler,
  [uploads.TAKE_IN_PACKAGE]: takeInPackageHandler,
  [uploads.MATCH_SLIDES]: uploads.matchSlidesHandler,
  [uploads.SWEEP_UPLOADS]: uploads.sweepUploadsHandler,
};

/** Books of hundreds of pages, for which nothing else need wait. */
const BOOKS: JobHandlers = {
  [PREPARE_TEXTBOOK]: prepareTextbookHandler,
};

/** Programs that listen to recordings, for hours at times; one after another, for they take all of a machine. */
const LISTENING: JobHandlers = {
  [uploads.TRANSCRIBE]: uploads.transcribeHandler,
};

/** Work over the members of programmes: long at times, and not to wait for videos. */
const ASSIGNING: JobHandlers = {
  [programmes.ASSIGN_PROGRAMME]: programmes.assignProgrammeHandler,
  [programmes.REASSIGN_PEOPLE]: programmes.reassignPeopleHandler,
  [programmes.REMIND_MEMBERS]: programmes.remindMembersHandler,
  [programmes.CLOSE_PROGRAMME]: programmes.closeProgrammeHandler,
  [programmes.RECOUNT_MEMBERS]: programmes.recountMembersHandler,
  [programmes.EXTEND_MEMBERS]: programmes.extendMembersHandler,
  [programmes.RECOMMEND_COURSES]: programmes.recommendCoursesHandler,
  [programmes.PROGRAMME_DAY]: programmes.programmeDayHandler,
  [REMIND_IN_NEED]: remindInNeedHandler,
  [TELL_CLOSING_DAYS]: tellClosingDaysHandler,
  [TELL_AUTHORS]: tellAuthorsHandler,
  [PUBLISH_SCHEDULED]: publishScheduledHandler,
  [MOVE_LEARNERS]: moveLearnersHandler,
};

/** Figures that somebody looks at meanwhile. */
const FIGURES: JobHandlers = {
  [PASS_DAY]: passDayHandler,
  [REFRESH_STANDINGS]: refreshStandingsHandler,
};

/** Rosters, tables of units and accounts for many: somebody watches them, and they take minutes. */
const ROSTERS: JobHandlers = {
  [CHECK_ROSTER]: checkRosterHandler,
  [APPLY_ROSTER]: applyRosterHandler,
  [UNDO_ROSTER]: undoRosterHandler,
  [FORGET_IMPORTS]: forgetImportsHandler,
  [unitSheets.CHECK_UNITS]: unitSheets.checkUnitsHandler,
  [unitSheets.APPLY_UNITS]: unitSheets.applyUnitsHandler,
  [unitSheets.UNDO_UNITS]: unitSheets.undoUnitsHandler,
  [MAKE_ACCOUNTS]: makeAccountsHandler,
  [FORGET_SLIPS]: forgetSlipsHandler,
};

/** Reports as files, and a year being frozen: minutes at a province's size. */
const REPORTS: JobHandlers = {
  [MAKE_REPORT]: makeReportHandler,
  [MAKE_ROSTER_EXPORT]: makeRosterExportHandler,
  [FORGET_REPORT]: forgetReportHandler,
  [MONTHLY_REPORTS]: monthlyReportsHandler,
  [FREEZE_YEAR]: freezeYearHandler,
  [TRY_POLICY]: tryPolicyHandler,
  [FORGET_TRIAL]: forgetTrialHandler,
  [auditTrail.MAKE_AUDIT_EXPORT]: auditTrail.makeAuditExportHandler,
  [auditTrail.FORGET_AUDIT_EXPORT]: auditTrail.forgetAuditExportHandler,
};

/** Letters and calls to other servers, which take their time. */
const DELIVERING: JobHandlers = {
  [DELIVER_NOTICES]: deliverNoticesHandler,
  [SEND_DELIVERIES]: sendDeliveriesHandler,
};

/** Work that goes through everything and rests between its steps. */
const PATIENT: JobHandlers = {
  [COMPACT_EVIDENCE]: compactEvidenceHandler,
  [INSPECT_EVIDENCE]: inspectEvidenceHandler,
  [FILL_UNIT_PINYIN]: fillPinyinHandler,
};

/** Every kind of long or later work there is, in the lanes in which it runs. */
export const JOB_LANES = [
  PROMPT,
  PACKAGING,
  ARRIVING,
  BOOKS,
  LISTENING,
  ASSIGNING,
  FIGURES,
  ROSTERS,
  REPORTS,
  DELIVERING,
  PATIENT,
] as const;
