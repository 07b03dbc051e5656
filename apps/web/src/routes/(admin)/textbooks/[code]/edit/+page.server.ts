import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import {
  readTextbookEntry,
  saveTextbook,
  sendTextbookFile,
  setTextbookRetired,
  TEXTBOOK_FILE_BYTES,
} from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { textbookIn } from '#lib/features/textbooks/read-form.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

type Event = RequestEvent<{ code: string }>;

export const load: PageServerLoad = async (event) => ({
  entry: await readApi(event, readTextbookEntry, { params: event.params }),
  mib: TEXTBOOK_FILE_BYTES / 1024 ** 2,
  done: event.url.searchParams.get('done'),
});

/** The page is asked for again, so that every form on it has the version as it is now. */
const showAnew = ({ params }: Event, done: string): never =>
  redirect(303, `/textbooks/${params.code}/edit?done=${done}`);

async function save(event: Event) {
  const data = await event.request.formData();
  const typed = textbookIn((name) => fieldOf(data, name));
  const body = { version: Number(fieldOf(data, 'version')), form: typed };
  const answer = await callApi(event, saveTextbook, { params: event.params, body });
  if (answer.ok) return showAnew(event, 'saved');
  return fail(answer.problem.status, { problem: answer.problem.title, typed, file: null });
}

async function retire(event: Event) {
  const retired = fieldOf(await event.request.formData(), 'retired') === 'true';
  const { params } = event;
  const answer = await callApi(event, setTextbookRetired, { params, body: { retired } });
  if (answer.ok) return showAnew(event, retired ? 'retired' : 'restored');
  return fail(answer.problem.status, { problem: answer.problem.title, typed: null, file: null });
}

async function file(event: Event) {
  const sent = (await event.request.formData()).get('file');
  if (!(sent instanceof File) || sent.size === 0)
    return fail(400, { problem: null, typed: null, file: m.textbooks_file_missing() });
  const answer = await callApi(event, sendTextbookFile, {
    params: event.params,
    query: { name: sent.name.slice(0, 200) },
    bytes: new Uint8Array(await sent.arrayBuffer()),
  });
  if (answer.ok) return showAnew(event, 'file');
  return fail(answer.problem.status, { problem: null, typed: null, file: answer.problem.title });
}

export const actions: Actions = { save, retire, file };
