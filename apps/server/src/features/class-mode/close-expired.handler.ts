import type { JobHandler } from '../../platform/jobs.ts';
import { closeExpired } from './service.ts';

/** Idempotent: a class that was ended meanwhile stays as it is. */
export const closeExpiredHandler: JobHandler = async (platform, payload) => {
  const { sessionId } = payload as { sessionId: string };
  await closeExpired(platform, sessionId);
};
