import { redirect } from '@sveltejs/kit';
import { readOverview, readYearClosing } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import { firstPageInstead, pageOf } from '#lib/server/search-params.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const list = await readApi(event, readYearClosing, {
    params: { id: event.params.id },
    query: pageOf(event.url.searchParams),
  });
  const firstPage = firstPageInstead(event.url, { items: list.changes, total: list.total });
  if (firstPage) redirect(303, firstPage);
  const { crumbs, year } = await readApi(event, readOverview, {
    params: { id: list.closing.unit.id },
    query: {},
  });
  return { list, crumbs, year };
};
