import { fail, redirect } from '@sveltejs/kit';
import { listNotices, readNotice } from '@xueshi/contracts';
import { inWords } from '#lib/features/notices/in-words.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  notices: (await readApi(event, listNotices)).items.map(inWords),
});

/** Only the home page and this one show notices. */
const backTo = (referrer: string | null, origin: string): string =>
  referrer !== null && referrer.split('?')[0] === `${origin}/` ? '/' : '/notices';

export const actions: Actions = {
  read: async (event) => {
    const id = fieldOf(await event.request.formData(), 'id');
    const answer = await callApi(event, readNotice, { params: { id } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, backTo(event.request.headers.get('referer'), event.url.origin));
  },
};
