import { fail, redirect } from '@sveltejs/kit';
import { listDraftTextHistory, readDraftTextState, restoreDraftText } from '@xueshi/contracts';
import { lessonUrl } from '#lib/features/drafts/labels.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { params } = event;
  const history = await readApi(event, listDraftTextHistory, { params });
  const at = event.url.searchParams.get('at');
  const isKept = history.items.some(({ id }) => id === at);
  const state =
    at !== null && isKept
      ? await readApi(event, readDraftTextState, { params: { ...params, stateId: at } })
      : null;
  return { history, state };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const stateId = fieldOf(form, 'state');
    const body = { version: Number(fieldOf(form, 'version')) };
    const params = { ...event.params, stateId };
    const answer = await callApi(event, restoreDraftText, { params, body });
    if (answer.ok)
      redirect(303, `${lessonUrl(event.params.id, event.params.lessonId)}?restored=yes`);
    return fail(answer.problem.status, { problem: problemView(answer.problem) });
  },
};
