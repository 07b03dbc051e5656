import { redirect } from '@sveltejs/kit';
import { listOwnComplaints } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import { firstPageInstead, pageOf } from '#lib/server/search-params.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const found = await readApi(event, listOwnComplaints, {
    query: pageOf(event.url.searchParams),
  });
  const first = firstPageInstead(event.url, found);
  if (first) redirect(303, first);
  return { found };
};
