import { listMarking } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const after = event.url.searchParams.get('after');
  return { marking: await readApi(event, listMarking, { query: after ? { after } : {} }) };
};
