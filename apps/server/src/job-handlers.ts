import { compactEvidenceHandler } from './features/archive/compact-evidence.handler.ts';
import { COMPACT_EVIDENCE } from './features/archive/compact-evidence.job.ts';
import { closeOverdueHandler, CLOSE_OVERDUE } from './features/assessment/service.ts';
import { inspectEvidenceHandler } from './features/flags/inspect-evidence.handler.ts';
import { INSPECT_EVIDENCE } from './features/flags/inspect-evidence.job.ts';
import { CLOSE_EXPIRED_CLASS, closeExpiredHandler } from './features/class-mode/service.ts';
import { packageLectureHandler } from './features/media/package-lecture.handler.ts';
import { PACKAGE_LECTURE } from './features/media/package-lecture.job.ts';
import { SEND_REMINDERS, sendRemindersHandler } from './features/planning/service.ts';
import type { JobHandler } from './platform/jobs.ts';

/** Every kind of long or later work there is. */
export const JOB_HANDLERS: Readonly<Record<string, JobHandler>> = {
  [CLOSE_OVERDUE]: closeOverdueHandler,
  [COMPACT_EVIDENCE]: compactEvidenceHandler,
  [INSPECT_EVIDENCE]: inspectEvidenceHandler,
  [CLOSE_EXPIRED_CLASS]: closeExpiredHandler,
  [PACKAGE_LECTURE]: packageLectureHandler,
  [SEND_REMINDERS]: sendRemindersHandler,
};
