import { fail, redirect } from '@sveltejs/kit';
import { listOutlooks, orderReport, previewReminders, remindOutlook } from '@xueshi/contracts';
import { HELPED_OUTLOOKS, REPORT_FORMATS, trainingYearOf } from '@xueshi/domain';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { outlookFilterOf } from '#lib/server/outlook-filter.ts';
import type { Actions, PageServerLoad } from './$types';

type Cut = ReturnType<typeof outlookFilterOf>['cut'];

/** The list as it can be reminded; null for people whom no push helps. */
function remindedBy(cut: Cut) {
  const outlook = HELPED_OUTLOOKS.find((one) => one === cut.outlook);
  return outlook ? { ...cut, outlook } : null;
}

export const load: PageServerLoad = async (event) => {
  const { params } = event;
  const { filter, cut, query, here } = outlookFilterOf(event.url);
  const list = await readApi(event, listOutlooks, { params, query });
  const reminded = list.daysLeft > 0 && list.total > 0 ? remindedBy(cut) : null;
  // Nothing for who may only read.
  const preview = reminded
    ? await callApi(event, previewReminders, { params, query: reminded })
    : null;
  return { list, filter, here, reminders: preview?.ok ? preview.data : null };
};

export const actions: Actions = {
  remind: async (event) => {
    const body = remindedBy(outlookFilterOf(event.url).cut);
    if (!body) return fail(400, { nobody: true });
    const answer = await callApi(event, remindOutlook, { params: event.params, body });
    return answer.ok
      ? { reminded: answer.data }
      : fail(answer.problem.status, { problem: problemView(answer.problem) });
  },
  file: async (event) => {
    const { cut, query } = outlookFilterOf(event.url);
    const form = await event.request.formData();
    const format = REPORT_FORMATS.find((one) => one === fieldOf(form, 'format')) ?? 'xlsx';
    const answer = await callApi(event, orderReport, {
      params: event.params,
      body: {
        year: query.year ?? trainingYearOf(new Date()),
        order: { kind: 'outlook_list', filters: cut, columns: [], format },
      },
    });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, `/admin/reports/${answer.data.id}`);
  },
};
