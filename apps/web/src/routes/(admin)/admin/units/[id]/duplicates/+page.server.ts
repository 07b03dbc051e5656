import { listDuplicates, readOverview } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const params = { id: event.params.id };
  const { crumbs, year } = await readApi(event, readOverview, { params, query: {} });
  const isMerged = event.url.searchParams.has('merged');
  return { crumbs, year, isMerged, ...(await readApi(event, listDuplicates, { params })) };
};
