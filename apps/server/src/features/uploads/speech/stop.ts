import { schema } from '@xueshi/database';
import { inArray } from 'drizzle-orm';
import { cancelJob } from '../../../platform/jobs.ts';
import type { Platform } from '../../../platform/platform.ts';
import { SPOKEN_LANGUAGES, transcribeKey } from './transcribe.job.ts';

const { jobs } = schema;

/** Nobody listens to a recording that is gone: it might take hours. */
export async function stopTranscribing(platform: Platform, fileId: string): Promise<void> {
  const keys = SPOKEN_LANGUAGES.map((language) => transcribeKey(fileId, language));
  const rows = await platform.db
    .select({ id: jobs.id })
    .from(jobs)
    .where(inArray(jobs.uniqueKey, keys));
  for (const { id } of rows) await cancelJob(platform, id);
}
