import type { JobHandler } from '../../platform/jobs.ts';
import { inspectEvidence } from './inspect-day.ts';

/** Once a day, of the days that have ended; stopped, it begins the day under way anew. */
export const inspectEvidenceHandler: JobHandler = async (platform, _payload, { signal }) => {
  const raised = await inspectEvidence(platform, signal);
  if (raised > 0) platform.log.info({ raised }, 'conspicuous patterns were found');
};
