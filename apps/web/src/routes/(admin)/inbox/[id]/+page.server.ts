import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import {
  answerComplaint,
  readComplaint,
  reassignComplaint,
  setComplaintState,
  type Problem,
} from '@xueshi/contracts';
import { callApi, readApi, signInUrl } from '#lib/server/api.ts';
import { fieldOf } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  entry: await readApi(event, readComplaint, { params: { id: event.params.id } }),
});

function refused(event: RequestEvent, problem: Problem, typed = '') {
  if (problem.status === 401) redirect(303, signInUrl(new URL(event.url.pathname, event.url)));
  return fail(problem.status, { problem: problem.title, typed });
}

const STATES = ['open', 'in_work', 'closed'] as const;

export const actions: Actions = {
  answer: async (event) => {
    const text = fieldOf(await event.request.formData(), 'text');
    const params = { id: event.params.id };
    const answer = await callApi(event, answerComplaint, { params, body: { text } });
    return answer.ok ? { done: 'answered' as const } : refused(event, answer.problem, text);
  },
  setState: async (event) => {
    const form = await event.request.formData();
    const state = STATES.find((one) => one === form.get('state')) ?? 'in_work';
    const params = { id: event.params.id };
    const answer = await callApi(event, setComplaintState, { params, body: { state } });
    return answer.ok ? { done: 'state' as const } : refused(event, answer.problem);
  },
  give: async (event) => {
    const personId = fieldOf(await event.request.formData(), 'personId') || 'nobody';
    const params = { id: event.params.id };
    const answer = await callApi(event, reassignComplaint, { params, body: { personId } });
    if (!answer.ok) return refused(event, answer.problem);
    // Whoever gives an entry away may not be entitled to see it any more.
    const still = await callApi(event, readComplaint, { params });
    if (!still.ok) redirect(303, '/inbox');
    return { done: 'given' as const };
  },
};
