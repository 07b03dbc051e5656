import type { RequestEvent } from '@sveltejs/kit';
import { listKeyGroups, type KeyGroupName } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import type { LayoutServerLoad } from './$types';

async function keyGroupsFor(event: RequestEvent): Promise<KeyGroupName[]> {
  const known = event.platform?.req?.keyGroups;
  return known ? known() : (await readApi(event, listKeyGroups)).items;
}

/** What key groups are called: an installation has its own, and many pages name them. */
export const load: LayoutServerLoad = async (event) => ({ keyGroups: await keyGroupsFor(event) });
