import { error, fail, redirect } from '@sveltejs/kit';
import { addLecturer, readUnit } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { EMPTY_LECTURER, lecturerIn, topicsFit } from '#lib/features/lecturers/read-form.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const unit = await readApi(event, readUnit, { params: event.params });
  // Who may only read the unit finds no form.
  if (!unit.mayEdit) error(404);
  return { unit, empty: EMPTY_LECTURER };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const typed = lecturerIn((name) => fieldOf(form, name));
    if (!topicsFit(typed.topics))
      return fail(400, { problem: m.lecturers_form_topics_refused(), typed });
    const answer = await callApi(event, addLecturer, { params: event.params, body: typed });
    if (answer.ok) redirect(303, `/lecturers/${answer.data.code}/edit?done=added`);
    return fail(answer.problem.status, { problem: answer.problem.title, typed });
  },
};
