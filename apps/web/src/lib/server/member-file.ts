// The list of a programme's members as a file, as it is cut and sorted on the page.
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { orderReport } from '@xueshi/contracts';
import { REPORT_FORMATS, trainingYearOf } from '@xueshi/domain';
import { callApi } from './api.ts';
import { fieldOf, problemView } from './forms.ts';
import { memberFilterOf } from './member-filter.ts';

/** Has the file made, seen from a unit, and goes to where it can be fetched. */
export async function orderMemberFile(
  event: RequestEvent,
  { unitId, programmeId }: { unitId: string; programmeId: string },
) {
  const form = await event.request.formData();
  const { cut } = memberFilterOf(event.url);
  const answer = await callApi(event, orderReport, {
    params: { id: unitId },
    body: {
      year: trainingYearOf(new Date()),
      order: {
        kind: 'programme',
        filters: { programmeId, members: cut },
        columns: [],
        format: REPORT_FORMATS.find((one) => one === fieldOf(form, 'format')) ?? 'xlsx',
      },
    },
  });
  if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
  redirect(303, `/admin/reports/${answer.data.id}`);
}
