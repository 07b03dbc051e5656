import { error, redirect } from '@sveltejs/kit';
import { readOfflineOffer } from '@xueshi/contracts';
import { callApi, signInUrl } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { slug } = event.params;
  const answer = await callApi(event, readOfflineOffer, { params: { slug } });
  if (answer.ok) return { offer: answer.data, personId: event.locals.me?.personId ?? '' };
  const { status, code, title, requestId } = answer.problem;
  if (status === 401) redirect(303, signInUrl(event.url));
  if (code === 'course-not-started') redirect(303, `/courses/${slug}`);
  error(status, title, { code, requestId });
};
