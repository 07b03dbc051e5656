import { readHourPolicies } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  policies: await readApi(event, readHourPolicies, { params: { id: event.params.id } }),
  adopted: event.url.searchParams.has('adopted'),
});
