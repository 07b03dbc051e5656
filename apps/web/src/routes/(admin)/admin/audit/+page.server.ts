import { fail } from '@sveltejs/kit';
import {
  exportAudit,
  listAuditEvents,
  listAuditExports,
  type AuditFilter,
} from '@xueshi/contracts';
import { AUDIT_FORMATS } from '@xueshi/domain';
import { filterIn } from '#lib/features/audit/filter.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

/** What was searched for and cannot be is said above the form; anything else is an error page. */
async function listOf(event: Parameters<PageServerLoad>[0], filter: AuditFilter) {
  const before = event.url.searchParams.get('before') ?? '';
  const query = { ...filter, ...(/^\d{1,15}-\d{1,15}$/.test(before) ? { before } : {}) };
  const answer = await callApi(event, listAuditEvents, { query });
  if (!answer.ok && answer.problem.status === 400)
    return { list: null, refused: problemView(answer.problem) };
  return {
    list: answer.ok ? answer.data : await readApi(event, listAuditEvents, { query }),
    refused: null,
  };
}

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const filter = filterIn((name) => searchParams.get(name));
  const { items: exports } = await readApi(event, listAuditExports);
  return {
    ...(await listOf(event, filter)),
    filter,
    exports,
    isFirst: !searchParams.has('before'),
  };
};

export const actions: Actions = {
  export: async (event) => {
    const form = await event.request.formData();
    const filter = filterIn((name) => fieldOf(form, name));
    const format = AUDIT_FORMATS.find((one) => one === fieldOf(form, 'format')) ?? 'xlsx';
    const answer = await callApi(event, exportAudit, { body: { filter, format } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    return { began: true };
  },
};
