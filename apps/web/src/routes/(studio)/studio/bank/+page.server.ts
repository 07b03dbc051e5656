import { searchBank } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import { bankQuery } from './bank-query.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const query = bankQuery(event.url.searchParams);
  return { query, bank: await readApi(event, searchBank, { query }) };
};
