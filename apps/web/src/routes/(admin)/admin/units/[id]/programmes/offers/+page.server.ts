import { redirect } from '@sveltejs/kit';
import { listOffersAbove } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import { firstPageInstead, pageOf } from '#lib/server/search-params.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const list = await readApi(event, listOffersAbove, {
    params: { id: event.params.id },
    query: pageOf(event.url.searchParams),
  });
  const firstPage = firstPageInstead(event.url, list);
  if (firstPage) redirect(303, firstPage);
  return { list };
};
