import type { JobHandler } from '../../platform/jobs.ts';
import { deliverNextAfternoon } from './deliver-notices.job.ts';
import { gather } from './gather.ts';
import { sendDue } from './send.ts';

/** The notices of a day; going on after a crash skips nobody. */
export const deliverNoticesHandler: JobHandler = async (platform, payload, { signal }) => {
  const { day } = payload as { day: string };
  await platform.write((tx) => deliverNextAfternoon(tx, platform.clock.now()));
  await gather(platform, day, signal);
  await sendDue(platform, signal);
};

/** What failed before and is due again. */
export const sendDeliveriesHandler: JobHandler = (platform, _payload, { signal }) =>
  sendDue(platform, signal);
