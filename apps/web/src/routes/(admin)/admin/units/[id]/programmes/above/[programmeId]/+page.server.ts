import { redirect } from '@sveltejs/kit';
import { listMembersAbove, readProgrammeAbove } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import { memberFilterOf } from '#lib/server/member-filter.ts';
import { firstPageInstead } from '#lib/server/search-params.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { params } = event;
  const { filter, query } = memberFilterOf(event.url.searchParams);
  const list = await readApi(event, listMembersAbove, { params, query });
  const firstPage = firstPageInstead(event.url, list);
  if (firstPage) redirect(303, firstPage);
  return { programme: await readApi(event, readProgrammeAbove, { params }), list, filter };
};
