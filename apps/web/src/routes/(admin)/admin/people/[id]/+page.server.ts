import { fail } from '@sveltejs/kit';
import {
  AudienceCategories,
  readPersonRecord,
  resetPassword,
  setAudienceCategory,
} from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { problemView } from '#lib/server/forms.ts';
import { yearOf } from '#lib/server/search-params.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const unit = searchParams.get('unit');
  return {
    record: await readApi(event, readPersonRecord, {
      params: { id: event.params.id },
      query: yearOf(searchParams),
    }),
    /** The unit whose list one came from. */
    fromUnit: unit && /^[A-Za-z0-9_-]{1,64}$/.test(unit) ? unit : null,
  };
};

export const actions: Actions = {
  setCategory: async (event) => {
    const wanted = (await event.request.formData()).get('category');
    const category = AudienceCategories.find((one) => one === wanted);
    if (!category) return fail(400, { categoryMissing: true });
    const params = { id: event.params.id };
    const answer = await callApi(event, setAudienceCategory, { params, body: { category } });
    if (!answer.ok) {
      return fail(answer.problem.status, { problem: problemView(answer.problem) });
    }
    return { categorySet: true };
  },

  resetPassword: async (event) => {
    const answer = await callApi(event, resetPassword, { params: { id: event.params.id } });
    if (!answer.ok) {
      return fail(answer.problem.status, { problem: problemView(answer.problem) });
    }
    return { reset: answer.data };
  },
};
