import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import {
  closeProgramme,
  copyProgramme,
  discardProgramme,
  listCourses,
  previewProgramme,
  publishProgramme,
  readClosingReport,
  readProgramme,
  saveProgramme,
  type ProgrammeDraft,
  type ProgrammeView,
} from '@xueshi/contracts';
import { isCategory } from '#lib/features/accounts/labels.ts';
import { callApi, readApi, type ApiAnswer } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

type Event = RequestEvent<{ id: string }>;
const place = ({ params }: Event) => ({ params: { id: params.id } });

export const load: PageServerLoad = async (event) => {
  const programme = await readApi(event, readProgramme, place(event));
  const isDraft =
    programme.mayRun && (programme.state === 'draft' || programme.state === 'template');
  const words = (event.url.searchParams.get('query') ?? '').trim().slice(0, 80);
  const report =
    programme.state === 'closed' ? await callApi(event, readClosingReport, place(event)) : null;
  return {
    programme,
    words,
    preview: isDraft ? await readApi(event, previewProgramme, place(event)) : null,
    found: isDraft
      ? await readApi(event, listCourses, { query: words ? { query: words } : {} })
      : null,
    report: report?.ok ? report.data : null,
  };
};

const draftOf = (view: ProgrammeView): ProgrammeDraft => ({
  version: view.version,
  title: view.title,
  note: view.note,
  tier: view.tier,
  responsibleId: view.responsibleId,
  startsOn: view.startsOn,
  endsOn: view.endsOn,
  recurrence: view.recurrence,
  target: view.target,
  rule: view.rule,
  courses: view.courses.map(({ slug, required, dueOn }) => ({ slug, required, dueOn })),
});

/** Reads the draft, changes it and saves it: what somebody else saved meanwhile is not overwritten. */
async function change(
  event: Event,
  how: (draft: ProgrammeDraft, form: FormData) => ProgrammeDraft,
) {
  const form = await event.request.formData();
  const view = await readApi(event, readProgramme, place(event));
  const body = how({ ...draftOf(view), version: Number(fieldOf(form, 'version')) }, form);
  return outcome(await callApi(event, saveProgramme, { ...place(event), body }));
}

function outcome(answer: ApiAnswer<typeof saveProgramme | typeof publishProgramme>) {
  return answer.ok
    ? { saved: true }
    : fail(answer.problem.status, { problem: problemView(answer.problem) });
}

export const actions: Actions = {
  facts: (event) =>
    change(event, (draft, form) => ({
      ...draft,
      title: fieldOf(form, 'title').trim(),
      note: fieldOf(form, 'note').trim(),
      startsOn: fieldOf(form, 'startsOn'),
      endsOn: fieldOf(form, 'endsOn'),
      rule: {
        electiveHundredths: Math.round(Number(fieldOf(form, 'electiveHours')) * 100) || 0,
        electiveCourses: draft.rule.electiveCourses,
      },
      target: {
        ...draft.target,
        categories: form.getAll('category').map(String).filter(isCategory),
      },
    })),
  add: (event) =>
    change(event, (draft, form) => ({
      ...draft,
      courses: [
        ...draft.courses,
        { slug: fieldOf(form, 'slug'), required: fieldOf(form, 'as') === 'required', dueOn: null },
      ],
    })),
  remove: (event) =>
    change(event, (draft, form) => ({
      ...draft,
      courses: draft.courses.filter(({ slug }) => slug !== fieldOf(form, 'slug')),
    })),
  publish: async (event) => outcome(await callApi(event, publishProgramme, place(event))),
  close: async (event) => outcome(await callApi(event, closeProgramme, place(event))),
  copy: async (event) => {
    const form = await event.request.formData();
    const as = fieldOf(form, 'as') === 'template' ? 'template' : 'draft';
    const answer = await callApi(event, copyProgramme, { ...place(event), body: { as } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, `/admin/programmes/${answer.data.id}`);
  },
  discard: async (event) => {
    const { unit } = await readApi(event, readProgramme, place(event));
    const answer = await callApi(event, discardProgramme, place(event));
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, `/admin/units/${unit.id}/programmes`);
  },
};
