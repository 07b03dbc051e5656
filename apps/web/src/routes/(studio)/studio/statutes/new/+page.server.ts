import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { previewStatute, STATUTE_MOST, takeStatute } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { mayTakeStatutes } from '#lib/features/statutes/may-take.ts';
import { callApi } from '#lib/server/api.ts';
import { fieldOf } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

/** Who may not take texts in needs no form for it. */
export const load: PageServerLoad = ({ locals }) => {
  if (!mayTakeStatutes(locals.me))
    error(403, { message: m.problem_forbidden(), code: 'forbidden' });
};

/** The text of the file where one was chosen, else what was pasted; null where the file is no text. */
async function textIn(form: FormData): Promise<string | null> {
  const file = form.get('file');
  if (!(file instanceof File) || file.size === 0) return fieldOf(form, 'text');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return null; // The decoder's only way to say that the bytes are not UTF-8.
  }
}

async function submissionIn(event: RequestEvent) {
  const form = await event.request.formData();
  const text = await textIn(form);
  const submission = {
    title: fieldOf(form, 'title').slice(0, 80),
    text: (text ?? '').replaceAll('\0', '').slice(0, STATUTE_MOST),
    adoptedOn: fieldOf(form, 'adoptedOn').slice(0, 10),
    inForceFrom: fieldOf(form, 'inForceFrom').slice(0, 10),
    issuer: fieldOf(form, 'issuer').slice(0, 80),
    documentNumber: fieldOf(form, 'documentNumber').slice(0, 80),
  };
  return { submission, isText: text !== null };
}

export const actions: Actions = {
  preview: async (event) => {
    const { submission, isText } = await submissionIn(event);
    if (!isText) return fail(400, { problem: m.statutes_file_not_text(), submission });
    const answer = await callApi(event, previewStatute, { body: submission });
    if (answer.ok) return { preview: answer.data, submission: answer.data.submission };
    return fail(answer.problem.status, { problem: answer.problem.title, submission });
  },
  take: async (event) => {
    const { submission } = await submissionIn(event);
    const answer = await callApi(event, takeStatute, { body: submission });
    if (answer.ok) redirect(303, `/studio/statutes?taken=${encodeURIComponent(answer.data.title)}`);
    return fail(answer.problem.status, { problem: answer.problem.title, submission });
  },
};
