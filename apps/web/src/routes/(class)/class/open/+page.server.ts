import { fail, redirect } from '@sveltejs/kit';
import { listClasses, openClass } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  classes: await readApi(event, listClasses),
  wasEnded: event.url.searchParams.has('ended'),
});

export const actions: Actions = {
  open: async (event) => {
    const form = await event.request.formData();
    const body = { slug: fieldOf(form, 'slug'), lessonKey: fieldOf(form, 'lessonKey') };
    const answer = await callApi(event, openClass, { body });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, `/class/${answer.data.code}/screen`);
  },
};
