import { error, fail, redirect } from '@sveltejs/kit';
import { addBankItems, readBank } from '@xueshi/contracts';
import { QUIZ_ITEM_KINDS } from '@xueshi/domain';
import { newItem } from '#lib/features/question-editor/items.ts';
import { bankItemUrl } from '#lib/features/question-banks/labels.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { itemIn } from '#lib/server/bank-facts.ts';
import { pictureActions } from '#lib/server/bank-pictures.ts';
import { problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const asked = event.url.searchParams.get('kind');
  const kind = QUIZ_ITEM_KINDS.find((one) => one === asked) ?? 'single';
  return {
    bank: await readApi(event, readBank, { params: event.params }),
    item: newItem(kind, []),
  };
};

export const actions: Actions = {
  ...pictureActions,
  save: async (event) => {
    const item = itemIn(await event.request.formData());
    if (item === null) error(400);
    const answer = await callApi(event, addBankItems, {
      params: event.params,
      body: { items: [item] },
    });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, `${bankItemUrl(event.params.name, answer.data.added[0] ?? '')}?added=1`);
  },
};
