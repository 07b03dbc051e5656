import { listSyllabuses } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const replaced = searchParams.get('replaced') === 'true';
  const query = replaced ? { replaced } : {};
  return {
    found: await readApi(event, listSyllabuses, { query }),
    replaced,
    discarded: searchParams.has('discarded'),
  };
};
