import { fail, type RequestEvent } from '@sveltejs/kit';
import {
  addKeyGroup,
  deleteKeyGroup,
  readKeyGroupRegister,
  saveKeyGroup,
  setKeyGroupState,
  type Endpoint,
} from '@xueshi/contracts';
import { isCategory } from '#lib/features/accounts/category-code.ts';
import { callApi, readApi, type ApiInput } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  groups: (await readApi(event, readKeyGroupRegister)).items,
});

function typedIn(form: FormData) {
  const most = fieldOf(form, 'most').trim();
  return {
    code: fieldOf(form, 'code').trim(),
    name: fieldOf(form, 'name').trim(),
    nameEn: fieldOf(form, 'nameEn').trim() || null,
    categories: form
      .getAll('category')
      .flatMap((one) => (typeof one === 'string' && isCategory(one) ? [one] : [])),
    mostInUnit: most === '' ? null : Number(most),
  };
}

/** `of` is the code of the group that a form is about; '' for the form of a new one. */
async function change<const E extends Endpoint>(
  event: RequestEvent,
  endpoint: E,
  input: ApiInput<E>,
  kept: { of: string; typed?: ReturnType<typeof typedIn> },
) {
  const answer = await callApi(event, endpoint, input);
  if (answer.ok) return { of: kept.of, done: true };
  return fail(answer.problem.status, { ...kept, problem: problemView(answer.problem) });
}

export const actions: Actions = {
  add: async (event) => {
    const typed = typedIn(await event.request.formData());
    return change(event, addKeyGroup, { body: typed }, { of: '', typed });
  },
  save: async (event) => {
    const typed = typedIn(await event.request.formData());
    const { code, ...body } = typed;
    return change(event, saveKeyGroup, { params: { code }, body }, { of: code, typed });
  },
  state: async (event) => {
    const form = await event.request.formData();
    const code = fieldOf(form, 'code');
    const state = fieldOf(form, 'state') === 'active' ? 'active' : 'retired';
    return change(event, setKeyGroupState, { params: { code }, body: { state } }, { of: code });
  },
  remove: async (event) => {
    const code = fieldOf(await event.request.formData(), 'code');
    return change(event, deleteKeyGroup, { params: { code } }, { of: code });
  },
};
