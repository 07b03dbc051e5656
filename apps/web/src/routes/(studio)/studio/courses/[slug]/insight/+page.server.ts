import { readCourseInsight } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  insight: await readApi(event, readCourseInsight, { params: event.params }),
});
