import { fail } from '@sveltejs/kit';
import { listUnitPeople, setAudienceCategory } from '@xueshi/contracts';
import { isCategory } from '#lib/features/accounts/category-code.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  list: await readApi(event, listUnitPeople, {
    params: { id: event.params.id },
    query: { state: 'without_category' },
  }),
});

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const chosen = [...form.keys()].flatMap((name) => {
      const category = fieldOf(form, name);
      return name.startsWith('person-') && isCategory(category)
        ? [{ id: name.slice('person-'.length), category }]
        : [];
    });
    if (chosen.length === 0) return fail(400, { noneChosen: true });
    for (const { id, category } of chosen) {
      const answer = await callApi(event, setAudienceCategory, {
        params: { id },
        body: { category },
      });
      if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    }
    return { saved: chosen.length };
  },
};
