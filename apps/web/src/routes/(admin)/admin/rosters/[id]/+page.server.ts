import { fail } from '@sveltejs/kit';
import {
  applyRoster,
  checkRoster,
  listRosterErrors,
  readOverview,
  readRosterImport,
  undoRoster,
  RosterFields,
} from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { problemView } from '#lib/server/forms.ts';
import { columnsIn, doing, errorPageOf } from '#lib/server/sheet-imports.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const params = { id: event.params.id };
  const run = await readApi(event, readRosterImport, { params });
  const { crumbs, year } = await readApi(event, readOverview, {
    params: { id: run.unit.id },
    query: {},
  });
  const page = errorPageOf(event);
  const errors = await readApi(event, listRosterErrors, { params, query: { page } });
  return { run, crumbs, year, errors };
};

export const actions: Actions = {
  check: async (event) => {
    const columns = columnsIn(await event.request.formData(), RosterFields);
    const params = { id: event.params.id };
    const answer = await callApi(event, checkRoster, { params, body: { columns } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    return { begun: true };
  },
  apply: doing(applyRoster),
  undo: doing(undoRoster),
};
