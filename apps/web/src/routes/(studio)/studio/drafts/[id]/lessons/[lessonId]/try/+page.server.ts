import { error, fail } from '@sveltejs/kit';
import { gradeDraftTrial, readDraftText, readDraftTrial } from '@xueshi/contracts';
import { answersOf } from '#lib/features/learning/quiz/quiz-form.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

const HIGHEST_SEED = 2_147_483_647;

/** Another order each time; the one asked for, where an address says which. */
function seedOf(url: URL): number {
  const asked = Number(url.searchParams.get('seed') ?? Number.NaN);
  const isSeed = Number.isInteger(asked) && asked >= 0 && asked <= HIGHEST_SEED;
  return isSeed ? asked : Math.floor(Math.random() * HIGHEST_SEED);
}

export const load: PageServerLoad = async (event) => {
  const { draft, lesson } = await readApi(event, readDraftText, { params: event.params });
  if (lesson.kind === 'reading') error(404);
  const query = { seed: seedOf(event.url) };
  const trial = await readApi(event, readDraftTrial, { params: event.params, query });
  return { draft, lesson, trial };
};

export const actions: Actions = {
  grade: async (event) => {
    const form = await event.request.formData();
    const body = { seed: Number(fieldOf(form, 'seed')), answers: answersOf(form) };
    const answer = await callApi(event, gradeDraftTrial, { params: event.params, body });
    if (answer.ok) return { graded: answer.data };
    return fail(answer.problem.status, { problem: problemView(answer.problem) });
  },
};
