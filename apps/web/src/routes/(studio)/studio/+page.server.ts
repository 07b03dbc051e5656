import { fail } from '@sveltejs/kit';
import { listImports, listStatuteFlags, retryPackaging } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('studio:imports');
  const [imports, flagged] = await Promise.all([
    readApi(event, listImports),
    readApi(event, listStatuteFlags),
  ]);
  return { imports: imports.items, flagged: flagged.items.length };
};

export const actions: Actions = {
  retry: async (event) => {
    const id = fieldOf(await event.request.formData(), 'jobId');
    const answer = await callApi(event, retryPackaging, { params: { id } });
    if (!answer.ok) {
      return fail(answer.problem.status, { problem: problemView(answer.problem) });
    }
    return { retried: true };
  },
};
