import { fail } from '@sveltejs/kit';
import { createPerson, readOverview } from '@xueshi/contracts';
import { POSITION_LEVELS, RANKS, trainingDayOf } from '@xueshi/domain';
import { isCategory } from '#lib/features/accounts/category-code.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const params = { id: event.params.id };
  const { unit, crumbs, year } = await readApi(event, readOverview, { params, query: {} });
  return { unit, crumbs, year, today: trainingDayOf(new Date()) };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const category = fieldOf(form, 'category');
    const kept = {
      name: fieldOf(form, 'name').trim(),
      loginName: fieldOf(form, 'loginName').trim(),
      post: fieldOf(form, 'post').trim(),
      category,
      code: fieldOf(form, 'code').trim(),
      level: fieldOf(form, 'level'),
      rank: fieldOf(form, 'rank'),
      joined: fieldOf(form, 'joined'),
      unitAdmin: form.get('unitAdmin') === 'on',
    };
    const answer = await callApi(event, createPerson, {
      params: { id: event.params.id },
      body: {
        name: kept.name,
        loginName: kept.loginName,
        post: kept.post || null,
        category: isCategory(category) ? category : null,
        code: kept.code || null,
        positionLevel: POSITION_LEVELS.find((one) => one === kept.level) ?? null,
        rank: RANKS.find((one) => one === kept.rank) ?? null,
        joined: kept.joined || null,
        ...(kept.unitAdmin ? { unitAdmin: true } : {}),
      },
    });
    if (!answer.ok) {
      return fail(answer.problem.status, { kept, problem: problemView(answer.problem) });
    }
    return { added: { ...answer.data, name: kept.name } };
  },
};
