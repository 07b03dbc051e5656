import { error, fail, redirect } from '@sveltejs/kit';
import { addSyllabus, readUnit } from '@xueshi/contracts';
import { syllabusIn } from '#lib/server/syllabus-form.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const unit = await readApi(event, readUnit, { params: event.params });
  // Who may only read the unit finds no form.
  if (!unit.mayEdit) error(404);
  return { unit };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const typed = syllabusIn((name) => fieldOf(form, name));
    const answer = await callApi(event, addSyllabus, { params: event.params, body: typed });
    if (!answer.ok)
      return fail(answer.problem.status, { problem: answer.problem.title, faults: [], typed });
    const { id, faults } = answer.data;
    if (id === null) return fail(400, { problem: null, faults, typed });
    redirect(303, `/syllabuses/${id}?done=saved`);
  },
};
