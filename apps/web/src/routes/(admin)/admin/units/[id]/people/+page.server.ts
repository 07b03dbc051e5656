import { redirect } from '@sveltejs/kit';
import { listUnitPeople } from '@xueshi/contracts';
import { DUTIES_OF } from '@xueshi/domain';
import { isCategory } from '#lib/features/accounts/category-code.ts';
import { isStanding, orderOf } from '#lib/features/admin/labels.ts';
import { readApi } from '#lib/server/api.ts';
import { firstPageInstead, pageOf, yearOf } from '#lib/server/search-params.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const words = (searchParams.get('query') ?? '').trim().slice(0, 60);
  const wanted = searchParams.get('state');
  const state = isStanding(wanted) ? wanted : null;
  const typed = searchParams.get('category') ?? '';
  const category = typed === 'none' || isCategory(typed) ? typed : null;
  const order = orderOf(searchParams.get('order'));
  const direct = searchParams.get('direct') === 'true';
  const list = await readApi(event, listUnitPeople, {
    params: { id: event.params.id },
    query: {
      ...yearOf(searchParams),
      ...pageOf(searchParams),
      ...(words ? { query: words } : {}),
      ...(state ? { state } : {}),
      ...(category ? { category } : {}),
      sort: order.sort,
      descending: order.descending,
      ...(direct ? { direct } : {}),
    },
  });
  const firstPage = firstPageInstead(event.url, list);
  if (firstPage) redirect(303, firstPage);
  const above = list.crumbs.map(({ id }) => id);
  const mayAdd = event.locals.me?.roles.some(
    ({ role, orgUnitId }) =>
      DUTIES_OF[role]?.includes('keep_roster') && (orgUnitId === null || above.includes(orgUnitId)),
  );
  return { list, mayAdd, filter: { words, state, category, order: order.value, direct } };
};
