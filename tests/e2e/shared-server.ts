// Journeys that leave others alone share a server. Two files run side by side, and never on the same one.
import { inject } from 'vitest';

/** The address of this worker's server. */
export function sharedUrl(): string {
  const url = inject('sharedUrls')[Number(process.env['VITEST_POOL_ID']) - 1];
  if (url === undefined) throw new Error('there are more workers than servers');
  return url;
}
