import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { keepApart, mergePeople, previewMerging } from '@xueshi/contracts';
import { callApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const idIn = ({ url }: Pick<RequestEvent, 'url'>, name: string) => {
  const id = url.searchParams.get(name) ?? '';
  return ID.test(id) ? id : null;
};

const listOf = (event: Pick<RequestEvent, 'url'>) => {
  const unit = idIn(event, 'unit');
  return unit === null ? '/admin' : `/admin/units/${unit}/duplicates`;
};

export const load: PageServerLoad = async (event) => {
  const duplicateId = idIn(event, 'duplicate');
  if (duplicateId === null) error(404);
  const answer = await callApi(event, previewMerging, {
    params: { id: event.params.id },
    query: { duplicateId },
  });
  if (!answer.ok && answer.problem.status !== 409)
    error(answer.problem.status, answer.problem.title);
  return {
    list: listOf(event),
    unit: idIn(event, 'unit'),
    preview: answer.ok ? answer.data : null,
    /** Why these two cannot be merged. */
    refused: answer.ok ? null : problemView(answer.problem),
  };
};

export const actions: Actions = {
  merge: async (event) => {
    const reason = fieldOf(await event.request.formData(), 'reason').trim();
    const duplicateId = idIn(event, 'duplicate') ?? '';
    const params = { id: event.params.id };
    const answer = await callApi(event, mergePeople, { params, body: { duplicateId, reason } });
    if (!answer.ok)
      return fail(answer.problem.status, { problem: problemView(answer.problem), reason });
    redirect(303, `${listOf(event)}?merged`);
  },
  apart: async (event) => {
    const otherId = idIn(event, 'duplicate') ?? '';
    const params = { id: event.params.id };
    const answer = await callApi(event, keepApart, { params, body: { otherId } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, listOf(event));
  },
};
