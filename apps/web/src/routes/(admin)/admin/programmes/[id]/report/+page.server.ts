import { fail, redirect } from '@sveltejs/kit';
import {
  correctClosingReport,
  listClosingNames,
  orderReport,
  readClosingReport,
} from '@xueshi/contracts';
import { REPORT_FORMATS, trainingYearOf } from '@xueshi/domain';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { firstPageInstead, pageOf } from '#lib/server/search-params.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { params } = event;
  const names = await readApi(event, listClosingNames, {
    params,
    query: pageOf(event.url.searchParams),
  });
  const firstPage = firstPageInstead(event.url, names);
  if (firstPage) redirect(303, firstPage);
  return {
    id: params.id,
    report: await readApi(event, readClosingReport, { params }),
    names,
    here: event.url.pathname + event.url.search,
  };
};

export const actions: Actions = {
  file: async (event) => {
    const { params } = event;
    const form = await event.request.formData();
    const { unit } = await readApi(event, readClosingReport, { params });
    const format = REPORT_FORMATS.find((one) => one === fieldOf(form, 'format')) ?? 'xlsx';
    const filters = { programmeId: params.id };
    const answer = await callApi(event, orderReport, {
      params: { id: unit.id },
      body: {
        year: trainingYearOf(new Date()),
        order: { kind: 'programme_closing', filters, columns: [], format },
      },
    });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, `/admin/reports/${answer.data.id}`);
  },
  correct: async (event) => {
    const { params } = event;
    const text = fieldOf(await event.request.formData(), 'text').trim();
    const answer = await callApi(event, correctClosingReport, { params, body: { text } });
    if (!answer.ok)
      return fail(answer.problem.status, { problem: problemView(answer.problem), text });
    return { corrected: true };
  },
};
