import { fail } from '@sveltejs/kit';
import { RECORD_FILE_CHARACTERS, verifyRecord } from '@xueshi/contracts';
import { callApi } from '#lib/server/api.ts';
import { fieldOf } from '#lib/server/forms.ts';
import type { Actions } from './$types';

/** A text of so many characters has at most three times as many bytes, four where rare characters are. */
const MOST_BYTES = RECORD_FILE_CHARACTERS * 3;

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const file = form.get('file');
    if (!(file instanceof File) || file.size === 0)
      return fail(400, { problem: 'missing' as const });
    if (file.size > MOST_BYTES) return fail(400, { problem: 'too-large' as const });
    const record = await file.text();
    if (record.length > RECORD_FILE_CHARACTERS) return fail(400, { problem: 'too-large' as const });
    const key = fieldOf(form, 'key').trim().slice(0, 2_000) || null;
    const answer = await callApi(event, verifyRecord, { body: { record, key } });
    if (!answer.ok) return fail(answer.problem.status, { refused: answer.problem.title });
    return { verification: answer.data };
  },
};
