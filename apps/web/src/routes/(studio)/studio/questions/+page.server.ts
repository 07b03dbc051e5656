import { redirect } from '@sveltejs/kit';
import { listQuestionsToAnswer } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import { firstPageInstead, pageOf } from '#lib/server/search-params.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const state = searchParams.get('state') === 'all' ? ('all' as const) : ('waiting' as const);
  const courses = searchParams.get('courses') === 'all' ? { courses: 'all' as const } : {};
  const query = { state, ...courses, ...pageOf(searchParams) };
  const found = await readApi(event, listQuestionsToAnswer, { query });
  const first = firstPageInstead(event.url, found);
  if (first) redirect(303, first);
  return { found, state };
};
