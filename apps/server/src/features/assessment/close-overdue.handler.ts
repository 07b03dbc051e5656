import type { JobHandler } from '../../platform/jobs.ts';
import { closeOverdue } from './take-quiz.ts';

/** Idempotent: an attempt that was handed in meanwhile stays as it is. */
export const closeOverdueHandler: JobHandler = async (platform, payload) => {
  const { attemptId } = payload as { attemptId: string };
  await closeOverdue(platform, attemptId);
};
