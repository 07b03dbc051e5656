import { error, fail, redirect } from '@sveltejs/kit';
import { readSyllabus, saveSyllabus } from '@xueshi/contracts';
import { syllabusIn } from '#lib/server/syllabus-form.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const syllabus = await readApi(event, readSyllabus, { params: event.params });
  // What is in force is not changed: there is no form for it.
  if (!syllabus.mayEdit || syllabus.state !== 'draft') error(404);
  return { syllabus };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const field = (name: string) => fieldOf(form, name);
    const typed = syllabusIn(field);
    const answer = await callApi(event, saveSyllabus, {
      params: event.params,
      body: { version: Number(field('version')), form: typed },
    });
    if (!answer.ok)
      return fail(answer.problem.status, { problem: answer.problem.title, faults: [], typed });
    const { faults } = answer.data;
    if (faults.length > 0) return fail(400, { problem: null, faults, typed });
    redirect(303, `/syllabuses/${event.params.id}?done=saved`);
  },
};
