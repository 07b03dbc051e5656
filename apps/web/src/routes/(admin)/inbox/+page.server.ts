import { redirect } from '@sveltejs/kit';
import { ComplaintKinds, ComplaintStates, listComplaints } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import { firstPageInstead, pageOf } from '#lib/server/search-params.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const state =
    ComplaintStates.find((one) => one === searchParams.get('state')) ?? ('unfinished' as const);
  const kind = ComplaintKinds.find((one) => one === searchParams.get('kind'));
  const own = searchParams.get('own') === 'true';
  const query = {
    state,
    ...(kind ? { kind } : {}),
    ...(own ? { own } : {}),
    ...pageOf(searchParams),
  };
  const found = await readApi(event, listComplaints, { query });
  const first = firstPageInstead(event.url, found);
  if (first) redirect(303, first);
  return { found, filter: { state, kind: kind ?? '', own } };
};
