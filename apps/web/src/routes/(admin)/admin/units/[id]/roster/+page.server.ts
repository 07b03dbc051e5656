import { fail } from '@sveltejs/kit';
import {
  listRosterExports,
  listRosterImports,
  orderRosterExport,
  readOverview,
  uploadRoster,
} from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { sendFile } from '#lib/server/sheet-imports.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const params = { id: event.params.id };
  const { crumbs, year } = await readApi(event, readOverview, { params, query: {} });
  const exports = (await readApi(event, listRosterExports, { params })).items;
  return { crumbs, year, exports, ...(await readApi(event, listRosterImports, { params })) };
};

export const actions: Actions = {
  upload: (event) => sendFile(event, uploadRoster, '/admin/rosters'),
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
