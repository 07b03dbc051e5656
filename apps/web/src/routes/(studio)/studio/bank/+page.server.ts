import { searchBank } from '@xueshi/contracts';
import { bankQuery } from '#lib/features/question-banks/bank-query.ts';
import { readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const query = bankQuery(event.url.searchParams);
  return { query, bank: await readApi(event, searchBank, { query }) };
};
