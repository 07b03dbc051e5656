import { fail, redirect } from '@sveltejs/kit';
import { readOfferAbove, takeOffer } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  offer: await readApi(event, readOfferAbove, { params: event.params }),
});

export const actions: Actions = {
  take: async (event) => {
    const form = await event.request.formData();
    const values = {
      title: fieldOf(form, 'title').trim(),
      startsOn: fieldOf(form, 'startsOn'),
      endsOn: fieldOf(form, 'endsOn'),
    };
    const answer = await callApi(event, takeOffer, { params: event.params, body: values });
    if (!answer.ok)
      return fail(answer.problem.status, { values, problem: problemView(answer.problem) });
    redirect(303, `/admin/programmes/${answer.data.id}`);
  },
};
