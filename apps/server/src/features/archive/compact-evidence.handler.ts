import type { JobHandler } from '../../platform/jobs.ts';
import { compactEvidence } from './service.ts';

/** Once a day; goes on where it was stopped, since what is compacted is no candidate any more. */
export const compactEvidenceHandler: JobHandler = async (platform, _payload, { signal }) => {
  const { sessions, beats, broken } = await compactEvidence(platform, signal);
  if (sessions > 0 || broken > 0)
    platform.log.info({ sessions, beats, broken }, 'old heartbeats were compacted');
};
