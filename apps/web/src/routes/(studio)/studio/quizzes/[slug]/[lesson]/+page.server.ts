import { analyseQuiz } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  analysis: await readApi(event, analyseQuiz, {
    params: { slug: event.params.slug, lessonKey: event.params.lesson },
  }),
});
