import { redirect } from '@sveltejs/kit';
import { FLAG_GROUPS, listFlags } from '@xueshi/contracts';
import { isRule } from '#lib/features/flags/labels.ts';
import { readApi } from '#lib/server/api.ts';
import { firstPageInstead, pageOf } from '#lib/server/search-params.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const words = (searchParams.get('query') ?? '').trim().slice(0, 60);
  const group = FLAG_GROUPS.find((one) => one === searchParams.get('group')) ?? 'undecided';
  const wanted = searchParams.get('rule');
  const rule = isRule(wanted) ? wanted : null;
  const of = searchParams.get('person');
  const person = of && /^[A-Za-z0-9_-]{1,64}$/.test(of) ? of : null;
  const within = searchParams.get('unit');
  const unit = within && /^[A-Za-z0-9_-]{1,64}$/.test(within) ? within : null;
  const list = await readApi(event, listFlags, {
    query: {
      group,
      ...pageOf(searchParams),
      ...(words ? { query: words } : {}),
      ...(rule ? { rule } : {}),
      ...(person ? { person } : {}),
      ...(unit ? { unit } : {}),
    },
  });
  const firstPage = firstPageInstead(event.url, list);
  if (firstPage) redirect(303, firstPage);
  return { list, filter: { group, words, rule, person, unit } };
};
