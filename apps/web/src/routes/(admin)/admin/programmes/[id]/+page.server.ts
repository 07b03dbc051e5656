import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import {
  closeProgramme,
  copyProgramme,
  discardProgramme,
  previewProgramme,
  PROGRAMME_TIERS,
  publishProgramme,
  readProgramme,
  setResponsible,
  type Endpoint,
} from '@xueshi/contracts';
import { RECURRENCES } from '@xueshi/domain';
import { amountIn } from '#lib/amount-in.ts';
import { callApi, readApi, type ApiAnswer } from '#lib/server/api.ts';
import { fieldOf, isConfirmed, problemView } from '#lib/server/forms.ts';
import { changeDraft } from '#lib/server/programme-draft.ts';
import type { Actions, PageServerLoad } from './$types';

type Event = RequestEvent<{ id: string }>;
const place = ({ params }: Event) => ({ params: { id: params.id } });

export const load: PageServerLoad = async (event) => {
  const programme = await readApi(event, readProgramme, place(event));
  const isDraft =
    programme.mayRun && (programme.state === 'draft' || programme.state === 'template');
  return {
    programme,
    today: new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date()),
    isChanged: event.url.searchParams.has('changed'),
    preview: isDraft ? await readApi(event, previewProgramme, place(event)) : null,
  };
};

const outcome = <E extends Endpoint>(answer: ApiAnswer<E>) =>
  answer.ok
    ? { saved: true }
    : fail(answer.problem.status, { problem: problemView(answer.problem) });

/** What cannot be undone is done only where its confirmation was ticked. */
async function confirmed(event: Event, step: typeof publishProgramme | typeof closeProgramme) {
  if (!isConfirmed(await event.request.formData())) return fail(400, { unconfirmed: true });
  return outcome(await callApi(event, step, place(event)));
}

export const actions: Actions = {
  facts: (event) =>
    changeDraft(event, (draft, form) => ({
      ...draft,
      title: fieldOf(form, 'title').trim(),
      note: fieldOf(form, 'note').trim(),
      tier: PROGRAMME_TIERS.find((one) => one === fieldOf(form, 'tier')) ?? draft.tier,
      startsOn: fieldOf(form, 'startsOn'),
      endsOn: fieldOf(form, 'endsOn'),
      recurrence:
        RECURRENCES.find((one) => one === fieldOf(form, 'recurrence')) ?? draft.recurrence,
      rule: {
        electiveHundredths: amountIn(fieldOf(form, 'electiveHours'), 100) ?? 0,
        electiveCourses: amountIn(fieldOf(form, 'electiveCourses'), 1) ?? 0,
      },
    })),
  responsible: async (event) => {
    const personId = fieldOf(await event.request.formData(), 'personId');
    return outcome(await callApi(event, setResponsible, { ...place(event), body: { personId } }));
  },
  publish: (event) => confirmed(event, publishProgramme),
  close: (event) => confirmed(event, closeProgramme),
  copy: async (event) => {
    const form = await event.request.formData();
    const as = fieldOf(form, 'as') === 'template' ? 'template' : 'draft';
    const answer = await callApi(event, copyProgramme, { ...place(event), body: { as } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, `/admin/programmes/${answer.data.id}`);
  },
  discard: async (event) => {
    if (!isConfirmed(await event.request.formData())) return fail(400, { unconfirmed: true });
    const { unit } = await readApi(event, readProgramme, place(event));
    const answer = await callApi(event, discardProgramme, place(event));
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, `/admin/units/${unit.id}/programmes`);
  },
};
