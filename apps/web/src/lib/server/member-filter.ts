import { isMemberState } from '#lib/features/programmes/labels.ts';
import { pageOf } from './search-params.ts';

/** What a list of members was asked for in the address: as the form shows it, and as the API takes it. */
export function memberFilterOf(search: URLSearchParams) {
  const words = (search.get('query') ?? '').trim().slice(0, 60);
  const wanted = search.get('state');
  const state = isMemberState(wanted) ? wanted : null;
  return {
    filter: { words, state },
    query: { ...pageOf(search), ...(words && { query: words }), ...(state && { state }) },
  };
}
