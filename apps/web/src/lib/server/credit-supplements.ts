// Hours given afterwards, as the page of a person proposes them.
import { fail, type RequestEvent } from '@sveltejs/kit';
import { proposeCreditSupplement } from '@xueshi/contracts';
import { amountIn } from '#lib/amount-in.ts';
import { callApi } from './api.ts';
import { fieldOf, problemView } from './forms.ts';

export async function proposeSupplement(event: RequestEvent<{ id: string }>) {
  const form = await event.request.formData();
  const hundredths = amountIn(fieldOf(form, 'hours'), 100);
  const reason = fieldOf(form, 'reason').trim();
  const document = fieldOf(form, 'document').trim();
  if (!hundredths || reason.length < 4 || document.length < 2)
    return fail(400, { supplementWrong: true });
  const answer = await callApi(event, proposeCreditSupplement, {
    params: { id: event.params.id },
    body: {
      ...{ hundredths, reason, document },
      year: Number(fieldOf(form, 'supplementYear')),
      courseSlug: fieldOf(form, 'course') || null,
      complaintId: fieldOf(form, 'complaint') || null,
    },
  });
  if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
  return { supplemented: true };
}
