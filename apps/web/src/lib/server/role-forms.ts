import { fail, type RequestEvent } from '@sveltejs/kit';
import { endRole, GrantableRoles, keepRole, type GrantableRole } from '@xueshi/contracts';
import { callApi } from './api.ts';
import { fieldOf, problemView } from './forms.ts';

export const isGrantable = (text: string): text is GrantableRole =>
  GrantableRoles.some((role) => role === text);

/** What a form for a role was filled in with. */
export const roleFieldsOf = (form: FormData) => ({
  grantId: fieldOf(form, 'grantId'),
  personId: fieldOf(form, 'personId'),
  role: fieldOf(form, 'role'),
  from: fieldOf(form, 'from'),
  until: fieldOf(form, 'until'),
  reason: fieldOf(form, 'reason').trim(),
});

export async function endRoleByForm(event: RequestEvent) {
  const { grantId, reason } = roleFieldsOf(await event.request.formData());
  const answer = await callApi(event, endRole, { params: { id: grantId }, body: { reason } });
  if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
  return { ended: true };
}

export async function keepRoleByForm(event: RequestEvent) {
  const { grantId, reason } = roleFieldsOf(await event.request.formData());
  const answer = await callApi(event, keepRole, { params: { id: grantId }, body: { reason } });
  if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
  return { keeping: true };
}

/** ?find=… as a search may be asked; '' for none. */
export const findOf = (params: URLSearchParams): string =>
  (params.get('find') ?? '').trim().slice(0, 60);
