import { listStatutes } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const words = (event.url.searchParams.get('query') ?? '').trim().slice(0, 80);
  const query = words ? { query: words } : {};
  return { words, found: (await readApi(event, listStatutes, { query })).items };
};
