import { readBank, readBankExports } from '@xueshi/contracts';
import { exportFilter, isFiltered } from '#lib/features/question-banks/bank-query.ts';
import { readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const filter = exportFilter(event.url.searchParams);
  const { params } = event;
  return {
    bank: await readApi(event, readBank, { params }),
    filter,
    /** Why the file that was asked for did not come. */
    refused: event.url.searchParams.get('refused'),
    isFiltered: isFiltered(event.url.searchParams),
    exports: await readApi(event, readBankExports, { params, query: filter }),
  };
};
