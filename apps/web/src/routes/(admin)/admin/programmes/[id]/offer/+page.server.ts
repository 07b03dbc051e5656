import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { offerProgramme, readProgrammeOffer, withdrawProgrammeOffer } from '@xueshi/contracts';
import { isLevel } from '#lib/features/admin/labels.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, isConfirmed, problemView } from '#lib/server/forms.ts';
import { firstPageInstead, pageOf } from '#lib/server/search-params.ts';
import type { Actions, PageServerLoad } from './$types';

const place = ({ params }: RequestEvent<{ id: string }>) => ({ params: { id: params.id } });

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const show: 'missing' | 'taken' = searchParams.get('show') === 'missing' ? 'missing' : 'taken';
  const view = await readApi(event, readProgrammeOffer, {
    ...place(event),
    query: { ...pageOf(searchParams), show },
  });
  const firstPage = firstPageInstead(event.url, view);
  if (firstPage) redirect(303, firstPage);
  return { view, show };
};

export const actions: Actions = {
  offer: async (event) => {
    const form = await event.request.formData();
    const level = fieldOf(form, 'askedLevel');
    const values = {
      purpose: fieldOf(form, 'purpose').trim(),
      askedLevel: isLevel(level) ? level : null,
      dueOn: fieldOf(form, 'dueOn') || null,
    };
    const answer = await callApi(event, offerProgramme, { ...place(event), body: values });
    return answer.ok
      ? { offered: true }
      : fail(answer.problem.status, { problem: problemView(answer.problem), values });
  },
  withdraw: async (event) => {
    if (!isConfirmed(await event.request.formData())) return fail(400, { unconfirmed: true });
    const answer = await callApi(event, withdrawProgrammeOffer, place(event));
    return answer.ok
      ? { withdrawn: true }
      : fail(answer.problem.status, { problem: problemView(answer.problem) });
  },
};
