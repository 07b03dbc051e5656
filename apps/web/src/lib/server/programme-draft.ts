// Changing a draft of a programme by a form: read it, change it, save it as a whole.
import { error, fail, type RequestEvent } from '@sveltejs/kit';
import {
  readProgramme,
  saveProgramme,
  type ProgrammeDraft,
  type ProgrammeView,
} from '@xueshi/contracts';
import { callApi, readApi } from './api.ts';
import { fieldOf, problemView } from './forms.ts';

type Event = RequestEvent<{ id: string }>;

/** The programme, where the caller may still change it; who may not finds no page. */
export async function readDraft(event: Event): Promise<ProgrammeView> {
  const programme = await readApi(event, readProgramme, { params: { id: event.params.id } });
  const isOpen = programme.state === 'draft' || programme.state === 'template';
  if (!isOpen || !programme.mayRun) error(404);
  return programme;
}

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
export async function changeDraft(
  event: Event,
  how: (draft: ProgrammeDraft, form: FormData) => ProgrammeDraft,
) {
  const form = await event.request.formData();
  const params = { id: event.params.id };
  const view = await readApi(event, readProgramme, { params });
  const body = how({ ...draftOf(view), version: Number(fieldOf(form, 'version')) }, form);
  const answer = await callApi(event, saveProgramme, { params, body });
  return answer.ok
    ? { saved: true }
    : fail(answer.problem.status, { problem: problemView(answer.problem), refused: body });
}
