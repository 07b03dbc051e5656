import { readUnit, readUnitHistory } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import { pageOf } from '#lib/server/search-params.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const params = { id: event.params.id };
  const [unit, history] = await Promise.all([
    readApi(event, readUnit, { params }),
    readApi(event, readUnitHistory, { params, query: pageOf(event.url.searchParams) }),
  ]);
  return { unit, history };
};
