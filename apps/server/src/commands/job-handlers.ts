import { compactEvidenceHandler } from '../features/archive/compact-evidence.handler.ts';
import { COMPACT_EVIDENCE } from '../features/archive/compact-evidence.job.ts';
import { inspectEvidenceHandler } from '../features/flags/inspect-evidence.handler.ts';
import { INSPECT_EVIDENCE } from '../features/flags/inspect-evidence.job.ts';
import { packageLectureHandler } from '../features/media/package-lecture.handler.ts';
import { PACKAGE_LECTURE } from '../features/media/package-lecture.job.ts';
import type { JobHandler } from '../platform/jobs.ts';

/** Every kind of long work, by its name. */
export const JOB_HANDLERS: Readonly<Record<string, JobHandler>> = {
  [PACKAGE_LECTURE]: packageLectureHandler,
  [INSPECT_EVIDENCE]: inspectEvidenceHandler,
  [COMPACT_EVIDENCE]: compactEvidenceHandler,
};
