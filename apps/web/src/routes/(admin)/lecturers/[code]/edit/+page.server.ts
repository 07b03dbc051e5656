import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import {
  listLecturers,
  readLecturerEntry,
  removeLecturerPhoto,
  saveLecturer,
  setLecturerPhoto,
  setLecturerRetired,
} from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { lecturerIn, topicsFit } from '#lib/features/lecturers/read-form.ts';
import { callApi, readApi, type ApiAnswer } from '#lib/server/api.ts';
import { fieldOf } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

type Event = RequestEvent<{ code: string }>;

export const load: PageServerLoad = async (event) => {
  const entry = await readApi(event, readLecturerEntry, { params: event.params });
  const { mayAddAt } = await readApi(event, listLecturers, { query: {} });
  const units = [entry.unit, ...mayAddAt.filter(({ id }) => id !== entry.unit.id)];
  return { entry, units, done: event.url.searchParams.get('done') };
};

/** The page is asked for again, so that every form on it has the version as it is now. */
const showAnew = ({ params }: Event, done: string): never =>
  redirect(303, `/lecturers/${params.code}/edit?done=${done}`);

type Changing = typeof setLecturerPhoto | typeof removeLecturerPhoto | typeof setLecturerRetired;

function answered(event: Event, answer: ApiAnswer<Changing>, done: string) {
  if (answer.ok) return showAnew(event, done);
  return fail(answer.problem.status, { problem: answer.problem.title, typed: null });
}

async function save(event: Event) {
  const form = await event.request.formData();
  const typed = lecturerIn((name) => fieldOf(form, name));
  if (!topicsFit(typed.topics))
    return fail(400, { problem: m.lecturers_form_topics_refused(), typed });
  const unitId = fieldOf(form, 'unitId');
  const body = {
    version: Number(fieldOf(form, 'version')),
    form: typed,
    ...(unitId ? { unitId } : {}),
  };
  const answer = await callApi(event, saveLecturer, { params: event.params, body });
  if (answer.ok) return showAnew(event, 'saved');
  return fail(answer.problem.status, { problem: answer.problem.title, typed });
}

async function retire(event: Event) {
  const retired = fieldOf(await event.request.formData(), 'retired') === 'true';
  const answer = await callApi(event, setLecturerRetired, {
    params: event.params,
    body: { retired },
  });
  return answered(event, answer, retired ? 'retired' : 'restored');
}

async function photo(event: Event) {
  const file = (await event.request.formData()).get('file');
  if (!(file instanceof File) || file.size === 0)
    return fail(400, { problem: m.lecturers_photo_missing(), typed: null });
  const answer = await callApi(event, setLecturerPhoto, {
    params: event.params,
    bytes: new Uint8Array(await file.arrayBuffer()),
  });
  return answered(event, answer, 'photo');
}

export const actions: Actions = {
  save,
  retire,
  photo,
  removePhoto: async (event) =>
    answered(event, await callApi(event, removeLecturerPhoto, { params: event.params }), 'photo'),
};
