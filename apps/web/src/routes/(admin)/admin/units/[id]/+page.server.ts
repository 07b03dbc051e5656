import { listRoleHolders, readOverview } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import { yearOf } from '#lib/server/search-params.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const params = { id: event.params.id };
  const overview = await readApi(event, readOverview, {
    params,
    query: yearOf(event.url.searchParams),
  });
  const unsettledRoles = overview.duties.includes('administer')
    ? (await readApi(event, listRoleHolders, { params, query: {} })).unsettledCount
    : 0;
  return { overview, unsettledRoles };
};
