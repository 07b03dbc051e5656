import type { JobHandler } from '../../platform/jobs.ts';
import { forgetSlips } from './store.ts';

/** What was not handed out in time is forgotten; its people get new ones with the next batch. */
export const forgetSlipsHandler: JobHandler = async ({ write }, payload) => {
  const { batchId } = payload as { batchId: string };
  await write((tx) => forgetSlips(tx, batchId));
};
