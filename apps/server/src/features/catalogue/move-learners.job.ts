import type { Tx } from '@xueshi/database';
import { enqueueJob } from '../../platform/jobs.ts';

export const MOVE_LEARNERS = 'move-learners';

export interface MoveLearners {
  readonly courseId: string;
}

/** Has whoever is learning an older version of a course looked after at a time: told, or moved to the current one. */
export async function moveLearnersAt(tx: Tx, courseId: string, at: Date): Promise<void> {
  const payload: MoveLearners = { courseId };
  const uniqueKey = `${MOVE_LEARNERS}:${courseId}:${at.toISOString()}`;
  await enqueueJob(tx, { name: MOVE_LEARNERS, uniqueKey, payload, now: at });
}
