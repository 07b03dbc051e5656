import { fail, redirect } from '@sveltejs/kit';
import {
  confirmMailAddress,
  MAIL_RHYTHMS,
  readMailDelivery,
  readPlan,
  removeMailAddress,
  saveStudyTimes,
  setMailAddress,
  setMailDelivery,
} from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  plan: await readApi(event, readPlan),
  delivery: await readApi(event, readMailDelivery),
  saved: event.url.searchParams.has('saved'),
});

const weekday = (text: string) => (/^[1-7]$/.test(text) ? Number(text) : null);

export const actions: Actions = {
  times: async (event) => {
    const form = await event.request.formData();
    const body = {
      days: form.getAll('day').flatMap((day) => weekday(String(day)) ?? []),
      time: fieldOf(form, 'time').slice(0, 5),
      minutes: Number(fieldOf(form, 'minutes')),
      remindOn: weekday(fieldOf(form, 'remindOn')),
    };
    const answer = await callApi(event, saveStudyTimes, { body });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, '/plan?saved');
  },
  mail: async (event) => {
    const address = fieldOf(await event.request.formData(), 'address');
    const answer = await callApi(event, setMailAddress, { body: { address } });
    if (!answer.ok)
      return fail(answer.problem.status, { problem: problemView(answer.problem), address });
    redirect(303, '/plan#mail');
  },
  rhythm: async (event) => {
    const form = await event.request.formData();
    const wanted = fieldOf(form, 'rhythm');
    const language = fieldOf(form, 'language');
    const body = {
      rhythm: MAIL_RHYTHMS.find((rhythm) => rhythm === wanted) ?? 'none',
      language: (['zh-CN', 'en'] as const).find((one) => one === language) ?? null,
    };
    const answer = await callApi(event, setMailDelivery, { body });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, '/plan?saved#mail');
  },
  code: async (event) => {
    const code = fieldOf(await event.request.formData(), 'code');
    const answer = await callApi(event, confirmMailAddress, { body: { code } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, '/plan#mail');
  },
  forget: async (event) => {
    const answer = await callApi(event, removeMailAddress);
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, '/plan#mail');
  },
};
