import { listEarned } from '@xueshi/contracts';
import { MODES } from '@xueshi/domain';
import { isAreaChoice } from '#lib/features/catalogue/labels.ts';
import { isCategoryChoice } from '#lib/features/dashboards/category-choice.ts';
import { chosenMeasure } from '#lib/features/dashboards/measure.ts';
import { withQuery } from '#lib/hrefs.ts';
import { readApi } from '#lib/server/api.ts';
import { yearOf } from '#lib/server/search-params.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { pathname, searchParams: search } = event.url;
  const area = search.get('area');
  const category = search.get('category');
  const after = search.get('after');
  const mode = MODES.find((one) => one === search.get('mode'));
  const measure = chosenMeasure(search);
  const direct = search.get('direct') === 'true';
  const byUnit = search.get('byUnit') === 'true';
  const query = {
    ...yearOf(search),
    ...(isAreaChoice(area) && { area }),
    ...(mode && { mode }),
    ...(isCategoryChoice(category) && { category }),
    ...(direct && { direct }),
    ...(measure && { measure }),
    ...(byUnit && { byUnit }),
    ...(after && /^-?\d{1,9}\.[A-Za-z0-9_-]{1,64}$/.test(after) && { after }),
  };
  const list = await readApi(event, listEarned, { params: { id: event.params.id }, query });
  return { list, filter: { ...query, measure }, here: withQuery(pathname, query) };
};
