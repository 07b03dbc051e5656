import { fail, redirect } from '@sveltejs/kit';
import { createProgramme, listProgrammes, whoAmI } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const list = await readApi(event, listProgrammes, { params: { id: event.params.id } });
  return { unit: list.unit, crumbs: list.crumbs };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const values = {
      title: fieldOf(form, 'title').trim(),
      startsOn: fieldOf(form, 'startsOn'),
      endsOn: fieldOf(form, 'endsOn'),
    };
    const me = await readApi(event, whoAmI);
    const answer = await callApi(event, createProgramme, {
      params: { id: event.params.id },
      body: {
        version: 0,
        ...values,
        note: '',
        tier: 'all_staff',
        responsibleId: me.personId,
        recurrence: 'none',
        target: {
          unitIds: [event.params.id],
          categories: [],
          keyGroups: [],
          positionLevels: [],
          ranks: [],
          personIds: [],
        },
        rule: { electiveHundredths: 0, electiveCourses: 0 },
        courses: [],
      },
    });
    if (!answer.ok)
      return fail(answer.problem.status, { values, problem: problemView(answer.problem) });
    redirect(303, `/admin/programmes/${answer.data.id}`);
  },
};
