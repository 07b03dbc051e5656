import { fail, type RequestEvent } from '@sveltejs/kit';
import {
  listLetterTemplates,
  previewLetter,
  resetLetterTemplate,
  setLetterTemplate,
} from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  templates: (await readApi(event, listLetterTemplates)).items,
});

async function wordsIn(event: RequestEvent) {
  const form = await event.request.formData();
  const language: 'zh-CN' | 'en' = fieldOf(form, 'language') === 'en' ? 'en' : 'zh-CN';
  const body = {
    subject: fieldOf(form, 'subject'),
    greeting: fieldOf(form, 'greeting'),
    closing: fieldOf(form, 'closing'),
  };
  return { language, params: { language }, body };
}

export const actions: Actions = {
  save: async (event) => {
    const { language, params, body } = await wordsIn(event);
    const answer = await callApi(event, setLetterTemplate, { params, body });
    if (answer.ok) return { language, done: true };
    return fail(answer.problem.status, {
      language,
      typed: body,
      problem: problemView(answer.problem),
    });
  },
  preview: async (event) => {
    const { language, params, body } = await wordsIn(event);
    const answer = await callApi(event, previewLetter, { params, body });
    if (answer.ok) return { language, typed: body, preview: answer.data };
    return fail(answer.problem.status, {
      language,
      typed: body,
      problem: problemView(answer.problem),
    });
  },
  reset: async (event) => {
    const { language, params } = await wordsIn(event);
    const answer = await callApi(event, resetLetterTemplate, { params });
    if (answer.ok) return { language, done: true };
    return fail(answer.problem.status, { language, problem: problemView(answer.problem) });
  },
};
