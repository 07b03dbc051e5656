import { compareStatute } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const before = searchParams.get('before')?.slice(0, 10);
  const after = searchParams.get('after')?.slice(0, 10);
  const query = { ...(before ? { before } : {}), ...(after ? { after } : {}) };
  return { compared: await readApi(event, compareStatute, { params: event.params, query }) };
};
