import { redirect } from '@sveltejs/kit';
import { listOwnOverseers } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import { firstPageInstead, pageOf } from '#lib/server/search-params.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const list = await readApi(event, listOwnOverseers, {
    query: pageOf(event.url.searchParams),
  });
  const instead = firstPageInstead(event.url, list);
  if (instead !== null) redirect(303, instead);
  return { list };
};
