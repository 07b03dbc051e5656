import { type listProgrammeMembers, MEMBER_SORTS, type Static } from '@xueshi/contracts';
import { isMemberState } from '#lib/features/programmes/labels.ts';
import type { MemberFilter } from '#lib/features/programmes/member-list.ts';
import { withQuery } from '#lib/hrefs.ts';
import { idOf, pageOf } from './search-params.ts';

type Query = Static<(typeof listProgrammeMembers)['query']>;

/** What a list of members was asked for in the address: as the pages show it, and as the API takes it. */
export function memberFilterOf({ pathname, searchParams: search }: URL) {
  const words = (search.get('query') ?? '').trim().slice(0, 60);
  const wanted = search.get('state');
  const state = isMemberState(wanted) ? wanted : null;
  const unitId = idOf(search, 'unitId');
  const sort = MEMBER_SORTS.find((one) => one === search.get('sort')) ?? 'name';
  const descending = search.get('descending') === 'true';
  const cut: Omit<Query, 'page'> = {
    ...(words && { query: words }),
    ...(state && { state }),
    ...(unitId && { unitId }),
    ...(sort !== 'name' && { sort }),
    ...(descending && { descending }),
  };
  const query: Query = { ...pageOf(search), ...cut };
  return {
    filter: { words, state, unitId, sort, descending } satisfies MemberFilter,
    /** The list as it stands, to come back to. */
    here: withQuery(pathname, query),
    cut,
    query,
  };
}
