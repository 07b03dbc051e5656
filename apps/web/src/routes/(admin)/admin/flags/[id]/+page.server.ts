import { fail, type RequestEvent } from '@sveltejs/kit';
import {
  askLearner,
  clearFlag,
  decideAppeal,
  readFlag,
  upholdFlag,
  type Problem,
} from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  flag: await readApi(event, readFlag, { params: { id: event.params.id } }),
});

const LEAST_LETTERS = 4;

function outcomeOf(answer: { ok: true } | { ok: false; problem: Problem }) {
  return answer.ok
    ? { done: true }
    : fail(answer.problem.status, { problem: problemView(answer.problem) });
}

const paramsOf = (event: RequestEvent) => ({ id: event.params['id'] ?? '' });

/** The lessons ticked, each as `enrolment/lesson`. */
function lessonsOf(form: FormData) {
  return form.getAll('lesson').flatMap((value) => {
    const [enrolmentId, lessonId] = typeof value === 'string' ? value.split('/') : [];
    return enrolmentId && lessonId ? [{ enrolmentId, lessonId }] : [];
  });
}

export const actions: Actions = {
  clear: async (event) => {
    const note = fieldOf(await event.request.formData(), 'note').trim();
    const body = { note: note === '' ? null : note };
    return outcomeOf(await callApi(event, clearFlag, { params: paramsOf(event), body }));
  },

  ask: async (event) => {
    const question = fieldOf(await event.request.formData(), 'question').trim();
    if (question.length < LEAST_LETTERS) return fail(400, { textMissing: true });
    const params = paramsOf(event);
    return outcomeOf(await callApi(event, askLearner, { params, body: { question } }));
  },

  uphold: async (event) => {
    const form = await event.request.formData();
    const reason = fieldOf(form, 'reason').trim();
    if (reason.length < LEAST_LETTERS) return fail(400, { textMissing: true });
    const body = { reason, lessons: lessonsOf(form) };
    return outcomeOf(await callApi(event, upholdFlag, { params: paramsOf(event), body }));
  },

  decideAppeal: async (event) => {
    const form = await event.request.formData();
    const reason = fieldOf(form, 'reason').trim();
    if (reason.length < LEAST_LETTERS) return fail(400, { textMissing: true });
    const outcome =
      fieldOf(form, 'outcome') === 'overturned' ? ('overturned' as const) : ('confirmed' as const);
    const params = paramsOf(event);
    return outcomeOf(await callApi(event, decideAppeal, { params, body: { outcome, reason } }));
  },
};
