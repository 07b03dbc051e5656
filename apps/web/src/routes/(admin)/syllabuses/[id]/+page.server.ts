import { fail, redirect } from '@sveltejs/kit';
import {
  copySyllabus,
  discardSyllabus,
  putSyllabusInForce,
  readSyllabus,
  type Problem,
} from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  syllabus: await readApi(event, readSyllabus, { params: event.params }),
  done: event.url.searchParams.get('done'),
});

const refused = ({ status, title }: Problem) => fail(status, { problem: title });

export const actions: Actions = {
  force: async (event) => {
    const answer = await callApi(event, putSyllabusInForce, { params: event.params });
    if (!answer.ok) return refused(answer.problem);
    redirect(303, `/syllabuses/${event.params.id}?done=forced`);
  },
  discard: async (event) => {
    const answer = await callApi(event, discardSyllabus, { params: event.params });
    if (!answer.ok) return refused(answer.problem);
    redirect(303, '/syllabuses?discarded');
  },
  copy: async (event) => {
    const edition = fieldOf(await event.request.formData(), 'edition');
    const { params } = event;
    const answer = await callApi(event, copySyllabus, { params, body: { edition } });
    if (!answer.ok) return refused(answer.problem);
    redirect(303, `/syllabuses/${answer.data.id}/edit`);
  },
};
