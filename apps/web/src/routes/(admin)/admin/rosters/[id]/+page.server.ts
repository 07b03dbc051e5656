import { fail } from '@sveltejs/kit';
import {
  applyRoster,
  checkRoster,
  listRosterErrors,
  readOverview,
  readRosterImport,
  RosterFields,
  undoRoster,
} from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Action, Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const params = { id: event.params.id };
  const run = await readApi(event, readRosterImport, { params });
  const page = Number(event.url.searchParams.get('page') ?? 1);
  const { crumbs, year } = await readApi(event, readOverview, {
    params: { id: run.unit.id },
    query: {},
  });
  const wanted = Number.isSafeInteger(page) && page > 0 ? page : 1;
  const errors = await readApi(event, listRosterErrors, { params, query: { page: wanted } });
  return { run, crumbs, year, errors };
};

const doing =
  (endpoint: typeof applyRoster | typeof undoRoster): Action =>
  async (event) => {
    const answer = await callApi(event, endpoint, { params: { id: event.params['id'] ?? '' } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    return { begun: true };
  };

export const actions: Actions = {
  check: async (event) => {
    const form = await event.request.formData();
    const columns = [...form.keys()].flatMap((name) => {
      const field = RosterFields.find((one) => one === fieldOf(form, name));
      return name.startsWith('column-') && field
        ? [{ field, column: Number(name.slice('column-'.length)) }]
        : [];
    });
    const once = columns.filter(
      ({ field }, at) => columns.findIndex((one) => one.field === field) === at,
    );
    const params = { id: event.params.id };
    const answer = await callApi(event, checkRoster, { params, body: { columns: once } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    return { begun: true };
  },
  apply: doing(applyRoster),
  undo: doing(undoRoster),
};
