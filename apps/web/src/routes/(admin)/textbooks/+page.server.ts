import { redirect } from '@sveltejs/kit';
import { listTextbooks } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import { firstPageInstead, pageOf } from '#lib/server/search-params.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const words = (searchParams.get('query') ?? '').trim().slice(0, 60);
  const retired = searchParams.get('retired') === 'true';
  const query = {
    ...(words ? { query: words } : {}),
    ...(retired ? { retired } : {}),
    ...pageOf(searchParams),
  };
  const found = await readApi(event, listTextbooks, { query });
  const first = firstPageInstead(event.url, found);
  if (first) redirect(303, first);
  return { found, filter: { words, retired } };
};
