import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { closeUnit, findUnits, listUnitChildren, readUnit, reopenUnit } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { problemView } from '#lib/server/forms.ts';
import { pageOf } from '#lib/server/search-params.ts';
import type { Actions, PageServerLoad } from './$types';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day that has begun is shown as it ended; anything else is now. */
function dayOf(search: URLSearchParams): string | null {
  const on = search.get('on') ?? '';
  return DAY.test(on) ? on : null;
}

/** A unit as it stood on a day: it may have gone to somebody else’s subtree since. */
async function asItStood(event: RequestEvent, id: string, on: string) {
  const now = await callApi(event, readUnit, { params: { id } });
  const query = { on, ...pageOf(event.url.searchParams) };
  const then = await callApi(event, listUnitChildren, { params: { id }, query });
  if (then.ok)
    return { on, list: then.data, unit: now.ok ? now.data : null, found: null, query: '' };
  // Not there yet on that day, or no day at all: the present unit stays in sight.
  if (!now.ok) error(404);
  const list = { unit: now.data, items: [], total: 0, page: 1, pageSize: 1 };
  return { on, list, unit: now.data, found: null, query: '', refused: problemView(then.problem) };
}

export const load: PageServerLoad = async (event) => {
  const search = event.url.searchParams;
  const id = event.params.id ?? '';
  const on = dayOf(search);
  if (on !== null) return asItStood(event, id, on);
  const closed = search.has('closed');
  const query = search.get('q')?.trim() ?? '';
  const params = { id };
  const [unit, list] = await Promise.all([
    readApi(event, readUnit, { params }),
    readApi(event, listUnitChildren, {
      params,
      query: { ...(closed ? { closed } : {}), ...pageOf(search) },
    }),
  ]);
  const found =
    query === '' ? null : (await readApi(event, findUnits, { params, query: { query } })).items;
  return { on, unit, list, found, query };
};

async function change(event: RequestEvent, endpoint: typeof closeUnit | typeof reopenUnit) {
  const id = event.params.id ?? '';
  const answer = await callApi(event, endpoint, { params: { id } });
  if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
  redirect(303, `/admin/units/${id}/tree`);
}

export const actions: Actions = {
  close: (event) => change(event, closeUnit),
  reopen: (event) => change(event, reopenUnit),
};
