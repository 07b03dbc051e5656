import { closeOverdueHandler, CLOSE_OVERDUE } from './features/assessment/service.ts';
import { CLOSE_EXPIRED_CLASS, closeExpiredHandler } from './features/class-mode/service.ts';
import { packageLectureHandler } from './features/media/package-lecture.handler.ts';
import { PACKAGE_LECTURE } from './features/media/package-lecture.job.ts';
import type { JobHandler } from './platform/jobs.ts';

/** Every kind of long or later work there is. */
export const JOB_HANDLERS: Readonly<Record<string, JobHandler>> = {
  [CLOSE_OVERDUE]: closeOverdueHandler,
  [CLOSE_EXPIRED_CLASS]: closeExpiredHandler,
  [PACKAGE_LECTURE]: packageLectureHandler,
};
