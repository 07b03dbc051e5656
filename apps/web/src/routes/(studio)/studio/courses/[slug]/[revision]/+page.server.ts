import { readCourseDifferences } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  differences: await readApi(event, readCourseDifferences, { params: event.params, query: {} }),
});
