import { isCategoryChoice } from '#lib/features/dashboards/category-choice.ts';
import { isOutlook } from '#lib/features/dashboards/labels.ts';
import { chosenMeasure } from '#lib/features/dashboards/measure.ts';
import { withQuery } from '#lib/hrefs.ts';
import { keyGroupCodeIn } from '#lib/features/people/key-group-code.ts';
import { yearOf } from './search-params.ts';

/** What a list of names was asked for in the address: as the page shows it, and as the API takes it. */
export function outlookFilterOf({ pathname, searchParams: search }: URL) {
  const outlook = search.get('outlook');
  const category = search.get('category');
  const after = search.get('after');
  const filter = {
    outlook: isOutlook(outlook) ? outlook : ('at_risk' as const),
    category: isCategoryChoice(category) ? category : null,
    keyGroup: keyGroupCodeIn(search.get('keyGroup')),
    direct: search.get('direct') === 'true',
    after: after !== null && /^\d{1,9}\.[A-Za-z0-9_-]{1,64}$/.test(after) ? after : null,
  };
  const cut = {
    outlook: filter.outlook,
    ...(filter.category && { category: filter.category }),
    ...(filter.keyGroup && { keyGroup: filter.keyGroup }),
    ...(filter.direct && { direct: true }),
  };
  const measure = chosenMeasure(search);
  const query = { ...yearOf(search), ...cut, ...(filter.after && { after: filter.after }) };
  return {
    filter: { ...filter, measure },
    cut,
    query,
    /** The list as it stands, to come back to. */
    here: withQuery(pathname, { ...query, measure }),
  };
}
