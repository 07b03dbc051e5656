import { fail, redirect } from '@sveltejs/kit';
import {
  addBankItems,
  readBank,
  readBankQuestions,
  type ItemForm,
  type KeptQuestionBank,
} from '@xueshi/contracts';
import { bankUrl } from '#lib/features/question-banks/labels.ts';
import { groupsIn, itemsIn, withoutRetired } from '#lib/features/question-import/chosen.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { sentQuestions } from '#lib/server/sent-questions.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  bank: await readApi(event, readBank, { params: event.params }),
});

export const actions: Actions = {
  read: async (event) => {
    const sent = await sentQuestions(event.request);
    const { text, fileName } = sent;
    if (sent.input === null) return fail(400, { nothing: true, text });
    const { query, bytes } = sent.input;
    const answer = await callApi(event, readBankQuestions, {
      params: event.params,
      query: { ...query, ...(sent.from > 1 ? { from: sent.from } : {}) },
      bytes,
    });
    if (!answer.ok)
      return fail(answer.problem.status, { problem: problemView(answer.problem), text });
    return { reading: answer.data, fileName };
  },
  take: async (event) => {
    const form = await event.request.formData();
    const difficulty = Number(fieldOf(form, 'difficulty')) || null;
    const chosen = withoutRetired(itemsIn(form.getAll('item'), difficulty));
    const items = chosen.items as ItemForm[];
    const groups = groupsIn(form.get('groups')) as KeptQuestionBank['groups'];
    if (items.length === 0) return fail(400, { noneChosen: true });
    const body = { items, groups, retired: chosen.retired };
    const answer = await callApi(event, addBankItems, { params: event.params, body });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, `${bankUrl(event.params.name)}?added=${answer.data.added.length}`);
  },
};
