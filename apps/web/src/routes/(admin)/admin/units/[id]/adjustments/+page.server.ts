import { redirect } from '@sveltejs/kit';
import { listAdjustments } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import { firstPageInstead, pageOf } from '#lib/server/search-params.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const params = { id: event.params.id };
  const query = pageOf(event.url.searchParams);
  const list = await readApi(event, listAdjustments, { params, query });
  const firstPage = firstPageInstead(event.url, list);
  if (firstPage) redirect(303, firstPage);
  return { list };
};
