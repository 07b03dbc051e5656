import { fail } from '@sveltejs/kit';
import { readPersonRecord, resetPassword } from '@xueshi/contracts';
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
  resetPassword: async (event) => {
    const answer = await callApi(event, resetPassword, { params: { id: event.params.id } });
    if (!answer.ok) {
      return fail(answer.problem.status, { problem: problemView(answer.problem) });
    }
    return { reset: answer.data };
  },
};
