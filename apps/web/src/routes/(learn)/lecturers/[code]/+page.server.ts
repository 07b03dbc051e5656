import { readLecturer } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  lecturer: await readApi(event, readLecturer, { params: event.params }),
});
