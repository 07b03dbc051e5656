import { listStatuteFlags } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  places: (await readApi(event, listStatuteFlags)).items,
  taken: event.url.searchParams.get('taken'),
});
