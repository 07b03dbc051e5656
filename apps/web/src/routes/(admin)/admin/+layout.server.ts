import { listKeyGroups } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import type { LayoutServerLoad } from './$types';

/** What key groups are called: an installation has its own, and many pages name them. */
export const load: LayoutServerLoad = async (event) => ({
  keyGroups: (await readApi(event, listKeyGroups)).items,
});
