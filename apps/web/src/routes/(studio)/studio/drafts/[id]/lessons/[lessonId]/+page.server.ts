import { fail, redirect } from '@sveltejs/kit';
import { readDraftText, saveDraftText } from '@xueshi/contracts';
import { lectureUrl } from '#lib/features/drafts/labels.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const written = await readApi(event, readDraftText, { params: event.params });
  if (written.lesson.kind === 'lecture')
    redirect(303, lectureUrl(event.params.id, written.lesson.id));
  const line = Number(event.url.searchParams.get('line'));
  return { written, line: Number.isInteger(line) && line > 0 ? line : null };
};

export const actions: Actions = {
  save: async (event) => {
    const form = await event.request.formData();
    const text = fieldOf(form, 'text');
    const body = { version: Number(fieldOf(form, 'version')), text };
    const answer = await callApi(event, saveDraftText, { params: event.params, body });
    if (answer.ok) return { version: answer.data.version };
    // What was typed goes back to the page: a refusal loses nothing.
    return fail(answer.problem.status, { problem: problemView(answer.problem), text });
  },
};
