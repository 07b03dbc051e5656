import { error, fail, redirect } from '@sveltejs/kit';
import { addTextbook, listTextbooks, readTextbookEntry } from '@xueshi/contracts';
import { EMPTY_TEXTBOOK, textbookIn } from '#lib/features/textbooks/read-form.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { mayAddAt } = await readApi(event, listTextbooks, { query: {} });
  // Who may only look finds no form.
  if (mayAddAt.length === 0) error(404);
  const code = event.url.searchParams.get('from');
  if (code === null) return { units: mayAddAt, begun: EMPTY_TEXTBOOK, unitId: mayAddAt[0]?.id };
  // A new edition says most of what the one before it does.
  const { form, unit } = await readApi(event, readTextbookEntry, { params: { code } });
  const units = [unit, ...mayAddAt.filter(({ id }) => id !== unit.id)];
  return { units, begun: { ...form, edition: '', isbn: '' }, unitId: unit.id };
};

export const actions: Actions = {
  default: async (event) => {
    const data = await event.request.formData();
    const typed = textbookIn((name) => fieldOf(data, name));
    const unitId = fieldOf(data, 'unitId');
    const answer = await callApi(event, addTextbook, { body: { unitId, form: typed } });
    if (answer.ok) redirect(303, `/textbooks/${answer.data.code}/edit?done=added`);
    return fail(answer.problem.status, { problem: answer.problem.title, typed, unitId });
  },
};
