import { fail, redirect } from '@sveltejs/kit';
import {
  listRosterExports,
  listRosterImports,
  orderRosterExport,
  readOverview,
  uploadRoster,
} from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const params = { id: event.params.id };
  const { crumbs, year } = await readApi(event, readOverview, { params, query: {} });
  const exports = (await readApi(event, listRosterExports, { params })).items;
  return { crumbs, year, exports, ...(await readApi(event, listRosterImports, { params })) };
};

export const actions: Actions = {
  upload: async (event) => {
    const file = (await event.request.formData()).get('file');
    if (!(file instanceof File) || file.size === 0) return fail(400, { fileMissing: true });
    const answer = await callApi(event, uploadRoster, {
      params: { id: event.params.id },
      query: { fileName: file.name.slice(-200) || 'roster' },
      bytes: new Uint8Array(await file.arrayBuffer()),
    });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, `/admin/rosters/${answer.data.id}`);
  },
  export: async (event) => {
    const form = await event.request.formData();
    const format = fieldOf(form, 'format') === 'csv' ? ('csv' as const) : ('xlsx' as const);
    const answer = await callApi(event, orderRosterExport, {
      params: { id: event.params.id },
      body: { format, withIdentity: fieldOf(form, 'withIdentity') === 'yes' },
    });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    return { exporting: true };
  },
};
