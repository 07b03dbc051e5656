import { fail, redirect } from '@sveltejs/kit';
import { listCourses, recommendForProgramme, workOutRecommendations } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { changeDraft, readDraft } from '#lib/server/programme-draft.ts';
import { arranged } from './arranged.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const programme = await readDraft(event);
  const words = (event.url.searchParams.get('query') ?? '').trim().slice(0, 80);
  const { items } = await readApi(event, listCourses, { query: words ? { query: words } : {} });
  const chosen = new Set(programme.courses.map(({ slug }) => slug));
  const params = { id: programme.id };
  return {
    programme,
    words,
    recommended: await readApi(event, recommendForProgramme, { params }),
    found: items.filter(({ slug }) => !chosen.has(slug)),
  };
};

export const actions: Actions = {
  recommend: async (event) => {
    const { id } = event.params;
    const answer = await callApi(event, workOutRecommendations, { params: { id } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, `/admin/programmes/${id}/courses`);
  },
  /** Every button saves deadlines and kinds as well, so that nothing typed is lost. */
  arrange: (event) =>
    changeDraft(event, (draft, form) => {
      const text = (name: string) => fieldOf(form, name);
      return { ...draft, courses: arranged(draft.courses, text) };
    }),
};
