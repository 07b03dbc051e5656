import { listOutlooks } from '@xueshi/contracts';
import { isCategoryChoice } from '#lib/features/dashboards/category-choice.ts';
import { isGroupChoice, isOutlook } from '#lib/features/dashboards/labels.ts';
import { readApi } from '#lib/server/api.ts';
import { yearOf } from '#lib/server/search-params.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const outlook = searchParams.get('outlook');
  const category = searchParams.get('category');
  const keyGroup = searchParams.get('keyGroup');
  const after = searchParams.get('after');
  const filter = {
    outlook: isOutlook(outlook) ? outlook : ('at_risk' as const),
    category: isCategoryChoice(category) ? category : null,
    keyGroup: isGroupChoice(keyGroup) ? keyGroup : null,
    direct: searchParams.get('direct') === 'true',
    after: after !== null && /^\d{1,9}\.[A-Za-z0-9_-]{1,64}$/.test(after) ? after : null,
  };
  const { direct } = filter;
  const list = await readApi(event, listOutlooks, {
    params: { id: event.params.id },
    query: {
      ...yearOf(searchParams),
      outlook: filter.outlook,
      ...(filter.category ? { category: filter.category } : {}),
      ...(filter.keyGroup ? { keyGroup: filter.keyGroup } : {}),
      ...(direct ? { direct } : {}),
      ...(filter.after ? { after: filter.after } : {}),
    },
  });
  return { list, filter, here: event.url.pathname + event.url.search };
};
