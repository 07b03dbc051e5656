import { fail, type RequestEvent } from '@sveltejs/kit';
import {
  addAudienceCategory,
  deleteAudienceCategory,
  orderAudienceCategories,
  readCategoryRegister,
  saveAudienceCategory,
  setCategoryState,
  type Endpoint,
} from '@xueshi/contracts';
import { callApi, readApi, type ApiInput } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  categories: (await readApi(event, readCategoryRegister)).items,
});

function typedIn(form: FormData) {
  return {
    code: fieldOf(form, 'code').trim(),
    name: fieldOf(form, 'name').trim(),
    nameEn: fieldOf(form, 'nameEn').trim() || null,
  };
}

/** `of` is the code of the category that a form is about; '' for the form of a new one. */
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

/** The order in which the page showed them, with one a place higher or lower. */
function moved(codes: string[], code: string, by: number): string[] {
  const at = codes.indexOf(code);
  const other = codes[at + by];
  if (at < 0 || other === undefined) return codes;
  return codes.map((one) => (one === code ? other : one === other ? code : one));
}

export const actions: Actions = {
  add: async (event) => {
    const typed = typedIn(await event.request.formData());
    return change(event, addAudienceCategory, { body: typed }, { of: '', typed });
  },
  save: async (event) => {
    const typed = typedIn(await event.request.formData());
    const { code, ...body } = typed;
    return change(event, saveAudienceCategory, { params: { code }, body }, { of: code, typed });
  },
  move: async (event) => {
    const form = await event.request.formData();
    const code = fieldOf(form, 'code');
    const shown = form.getAll('shown').filter((one) => typeof one === 'string');
    const codes = moved(shown, code, fieldOf(form, 'to') === 'up' ? -1 : 1);
    return change(event, orderAudienceCategories, { body: { codes } }, { of: code });
  },
  state: async (event) => {
    const form = await event.request.formData();
    const code = fieldOf(form, 'code');
    const state = fieldOf(form, 'state') === 'active' ? 'active' : 'retired';
    return change(event, setCategoryState, { params: { code }, body: { state } }, { of: code });
  },
  remove: async (event) => {
    const code = fieldOf(await event.request.formData(), 'code');
    return change(event, deleteAudienceCategory, { params: { code } }, { of: code });
  },
};
