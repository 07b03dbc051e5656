import { fail, redirect } from '@sveltejs/kit';
import { markAttempt, readMarkingSheet } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  sheet: await readApi(event, readMarkingSheet, { params: event.params }),
});

const MARK = /^mark-([A-Za-z0-9_-]{1,80})$/;

/** What was filled in; what was left open is not marked yet. */
function marksIn(form: FormData) {
  return [...form.keys()].flatMap((name) => {
    const itemId = MARK.exec(name)?.[1];
    const points = fieldOf(form, name);
    if (!itemId || points === '') return [];
    const comment = fieldOf(form, `comment-${itemId}`).trim();
    return [{ itemId, hundredths: Math.round(Number(points) * 100), comment: comment || null }];
  });
}

export const actions: Actions = {
  mark: async (event) => {
    const marks = marksIn(await event.request.formData());
    if (marks.length === 0) return fail(400, { isOpen: true });
    const answer = await callApi(event, markAttempt, { params: event.params, body: { marks } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    if (answer.data.pendingMarks === 0) redirect(303, '/studio/marking?marked=1');
    return { pendingMarks: answer.data.pendingMarks };
  },
};
