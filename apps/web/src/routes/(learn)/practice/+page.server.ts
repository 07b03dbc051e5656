import { fail } from '@sveltejs/kit';
import { practise, readPractice } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { answerOf } from '#lib/features/learning/quiz/quiz-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  practice: await readApi(event, readPractice),
});

export const actions: Actions = {
  try: async (event) => {
    const form = await event.request.formData();
    const itemId = fieldOf(form, 'itemId');
    const answer = answerOf(form, itemId, fieldOf(form, 'kind'));
    if (answer === null) return fail(400, { isOpen: true });
    const body = { lessonId: fieldOf(form, 'lessonId'), itemId, answer };
    const tried = await callApi(event, practise, { body });
    if (!tried.ok) return fail(tried.problem.status, { problem: problemView(tried.problem) });
    return { tried: tried.data };
  },
};
