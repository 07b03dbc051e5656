import { listRosterImports, readOverview, uploadRoster } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import { sendFile } from '#lib/server/sheet-imports.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const params = { id: event.params.id };
  const { crumbs, year } = await readApi(event, readOverview, { params, query: {} });
  return { crumbs, year, ...(await readApi(event, listRosterImports, { params })) };
};

export const actions: Actions = {
  default: (event) => sendFile(event, uploadRoster, '/admin/rosters'),
};
