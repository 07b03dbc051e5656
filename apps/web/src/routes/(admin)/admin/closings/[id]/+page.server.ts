import { fail, redirect } from '@sveltejs/kit';
import { listFrozenPeople, orderReport, readOverview, readYearClosing } from '@xueshi/contracts';
import { REPORT_FORMATS } from '@xueshi/domain';
import { isStanding } from '#lib/features/admin/labels.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { firstPageInstead, idOf, pageOf } from '#lib/server/search-params.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const params = { id: event.params.id };
  const words = (searchParams.get('query') ?? '').trim().slice(0, 60);
  const wanted = searchParams.get('state');
  const state = isStanding(wanted) ? wanted : null;
  const unit = idOf(searchParams, 'unit');
  const changed = Number(searchParams.get('changes'));
  const closed = await readApi(event, readYearClosing, {
    params,
    query: {
      ...(Number.isInteger(changed) && changed > 1 && changed <= 1000 ? { page: changed } : {}),
      ...(unit === null ? {} : { unit }),
    },
  });
  const people = await readApi(event, listFrozenPeople, {
    params,
    query: {
      ...pageOf(searchParams),
      ...(words ? { query: words } : {}),
      ...(state ? { state } : {}),
      ...(unit === null ? {} : { unit }),
    },
  });
  const firstPage = firstPageInstead(event.url, people);
  if (firstPage) redirect(303, firstPage);
  const { crumbs, year } = await readApi(event, readOverview, {
    params: { id: closed.closing.unit.id },
    query: {},
  });
  return { closed, people, crumbs, year, filter: { words, state, unit } };
};

export const actions: Actions = {
  /** The frozen list as a file, of what the page is narrowed to by unit and standing. */
  order: async (event) => {
    const form = await event.request.formData();
    const state = fieldOf(form, 'state');
    const { closing } = await readApi(event, readYearClosing, {
      params: { id: event.params.id },
      query: {},
    });
    const answer = await callApi(event, orderReport, {
      params: { id: fieldOf(form, 'unit') || closing.unit.id },
      body: {
        year: closing.year,
        order: {
          kind: 'closed_list',
          filters: isStanding(state) ? { state } : {},
          columns: [],
          format: REPORT_FORMATS.find((one) => one === fieldOf(form, 'format')) ?? 'xlsx',
        },
      },
    });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, `/admin/reports/${answer.data.id}`);
  },
};
