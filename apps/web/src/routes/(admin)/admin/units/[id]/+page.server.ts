import { readOverview } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import { yearOf } from '#lib/server/search-params.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  overview: await readApi(event, readOverview, {
    params: { id: event.params.id },
    query: yearOf(event.url.searchParams),
  }),
});
