import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import {
  hidePost,
  markQuestionRead,
  readQuestion,
  replyToQuestion,
  showPost,
  type Problem,
} from '@xueshi/contracts';
import { callApi, readApi, signInUrl } from '#lib/server/api.ts';
import { fieldOf } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  thread: await readApi(event, readQuestion, { params: { id: event.params.id } }),
});

function refused(event: RequestEvent, problem: Problem, typed = '') {
  if (problem.status === 401) redirect(303, signInUrl(new URL(event.url.pathname, event.url)));
  return fail(problem.status, { problem: problem.title, typed });
}

export const actions: Actions = {
  reply: async (event) => {
    const text = fieldOf(await event.request.formData(), 'text');
    const params = { id: event.params.id };
    const answer = await callApi(event, replyToQuestion, { params, body: { text } });
    return answer.ok ? { replied: true } : refused(event, answer.problem, text);
  },
  read: async (event) => {
    const answer = await callApi(event, markQuestionRead, { params: { id: event.params.id } });
    if (!answer.ok) return refused(event, answer.problem);
  },
  hide: async (event) => {
    const form = await event.request.formData();
    const params = { id: fieldOf(form, 'postId') };
    const body = { reason: fieldOf(form, 'reason') };
    const answer = await callApi(event, hidePost, { params, body });
    if (!answer.ok) return refused(event, answer.problem);
  },
  show: async (event) => {
    const params = { id: fieldOf(await event.request.formData(), 'postId') };
    const answer = await callApi(event, showPost, { params });
    if (!answer.ok) return refused(event, answer.problem);
  },
};
