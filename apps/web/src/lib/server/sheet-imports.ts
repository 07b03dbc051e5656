// What the pages of all imports do on the server: send a file, say which column is what, go on.
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type {
  applyRoster,
  applyUnits,
  undoRoster,
  undoUnits,
  uploadRoster,
  uploadUnits,
} from '@xueshi/contracts';
import { callApi } from './api.ts';
import { fieldOf, problemView } from './forms.ts';

/** Sends the file of a form on, and goes to its import below `imports`. */
export async function sendFile(
  event: RequestEvent,
  endpoint: typeof uploadRoster | typeof uploadUnits,
  imports: string,
) {
  const file = (await event.request.formData()).get('file');
  if (!(file instanceof File) || file.size === 0) return fail(400, { fileMissing: true });
  const answer = await callApi(event, endpoint, {
    params: { id: event.params['id'] ?? '' },
    query: { fileName: file.name.slice(-200) || 'import' },
    bytes: new Uint8Array(await file.arrayBuffer()),
  });
  if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
  redirect(303, `${imports}/${answer.data.id}`);
}

/** Which column holds what, as a form says it; a field that was chosen twice counts once. */
export function columnsIn<F extends string>(form: FormData, fields: readonly F[]) {
  const columns = [...form.keys()].flatMap((name) => {
    const field = fields.find((one) => one === fieldOf(form, name));
    return name.startsWith('column-') && field
      ? [{ field, column: Number(name.slice('column-'.length)) }]
      : [];
  });
  return columns.filter(({ field }, at) => columns.findIndex((one) => one.field === field) === at);
}

type Going = typeof applyRoster | typeof undoRoster | typeof applyUnits | typeof undoUnits;

/** An action that sets an import going. */
export const doing = (endpoint: Going) => async (event: RequestEvent) => {
  const answer = await callApi(event, endpoint, { params: { id: event.params['id'] ?? '' } });
  if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
  return { begun: true };
};

/** Which page of the errors is asked for. */
export function errorPageOf(event: Pick<RequestEvent, 'url'>): number {
  const page = Number(event.url.searchParams.get('page') ?? 1);
  return Number.isSafeInteger(page) && page > 0 ? page : 1;
}
