import { explainOwnRequirement } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import { yearOf } from '#lib/server/search-params.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  explanation: await readApi(event, explainOwnRequirement, {
    query: yearOf(event.url.searchParams),
  }),
});
