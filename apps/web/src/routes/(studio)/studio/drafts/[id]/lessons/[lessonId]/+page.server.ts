import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import {
  readDraftText,
  saveDraftCase,
  saveDraftQuiz,
  saveDraftText,
  type CaseForm,
  type QuizForm,
} from '@xueshi/contracts';
import { coursewareUrl, lectureUrl } from '#lib/features/drafts/labels.ts';
import { callApi, readApi, type ApiAnswer } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

type Event = RequestEvent<{ id: string; lessonId: string }>;

export const load: PageServerLoad = async (event) => {
  const written = await readApi(event, readDraftText, { params: event.params });
  if (written.lesson.kind === 'lecture')
    redirect(303, lectureUrl(event.params.id, written.lesson.id));
  if (written.lesson.kind === 'courseware')
    redirect(303, coursewareUrl(event.params.id, written.lesson.id));
  const lineOf = (name: string) => {
    const line = Number(event.url.searchParams.get(name));
    return Number.isInteger(line) && line > 0 ? line : null;
  };
  const line = lineOf('line');
  // A line is one of the text, so whoever asks for it wants to see the text.
  const isSource = event.url.searchParams.get('view') === 'source' || line !== null;
  const added = Number(event.url.searchParams.get('added'));
  const item = Number(event.url.searchParams.get('item'));
  return {
    written,
    /** Where the text is to be mended, should it have no form. */
    line: line ?? lineOf('at'),
    isSource,
    /** It was just brought back to how it read before. */
    isRestored: event.url.searchParams.has('restored'),
    /** How many questions were just taken in. */
    added: Number.isInteger(added) ? added : 0,
    /** Which question is to be shown, from 1; 0: none. */
    item: Number.isInteger(item) ? item : 0,
  };
};

async function typedIn(event: Event) {
  const form = await event.request.formData();
  return { text: fieldOf(form, 'text'), version: Number(fieldOf(form, 'version')) };
}

/** What an editor sends is checked by the API; what is no JSON was not sent by an editor. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    error(400);
  }
}

function answered(
  answer: ApiAnswer<typeof saveDraftText | typeof saveDraftQuiz | typeof saveDraftCase>,
  text: string,
) {
  if (answer.ok) return { version: answer.data.version };
  // What was typed goes back to the page: a refusal loses nothing.
  return fail(answer.problem.status, { problem: problemView(answer.problem), text });
}

export const actions: Actions = {
  save: async (event) => {
    const body = await typedIn(event);
    const answer = await callApi(event, saveDraftText, { params: event.params, body });
    return answered(answer, body.text);
  },
  saveQuiz: async (event) => {
    const { text, version } = await typedIn(event);
    const body = { version, quiz: parsed(text) as QuizForm };
    return answered(await callApi(event, saveDraftQuiz, { params: event.params, body }), text);
  },
  saveCase: async (event) => {
    const { text, version } = await typedIn(event);
    const body = { version, study: parsed(text) as CaseForm };
    return answered(await callApi(event, saveDraftCase, { params: event.params, body }), text);
  },
};
