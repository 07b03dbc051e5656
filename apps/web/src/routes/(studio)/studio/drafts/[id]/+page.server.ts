import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import {
  addDraftLesson,
  cancelPackaging,
  discardDraft,
  listCourseChoices,
  listDraftComments,
  listKeyGroups,
  listLecturerChoices,
  listPackaging,
  listStatuteFlags,
  listSyllabusChoices,
  listTextbookChoices,
  packageAgain,
  readDraft,
  saveDraftFacts,
  saveDraftLessons,
  submitDraft,
  withdrawDraft,
  WRITTEN_KINDS,
} from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { arrangedLessons } from '#lib/features/drafts/arranged.ts';
import { factsIn, tagsFit } from '#lib/features/drafts/read-facts.ts';
import { callApi, readApi, type ApiAnswer } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

type Event = RequestEvent<{ id: string }>;

export const load: PageServerLoad = async (event) => {
  const [draft, lecturers, syllabuses, textbooks, courses, keyGroups] = await Promise.all([
    readApi(event, readDraft, { params: event.params }),
    readApi(event, listLecturerChoices),
    readApi(event, listSyllabusChoices),
    readApi(event, listTextbookChoices),
    readApi(event, listCourseChoices),
    readApi(event, listKeyGroups),
  ]);
  const isPublished = draft.revision > 1;
  const { params } = event;
  const lectures = isPublished ? (await readApi(event, listPackaging, { params })).items : [];
  const flagged = await readApi(event, listStatuteFlags, { query: { draft: params.id } });
  const comments = (await readApi(event, listDraftComments, { params })).items;
  const offered = {
    lecturers: lecturers.items,
    syllabuses: syllabuses.items,
    textbooks: textbooks.items,
    courses: courses.items,
  };
  /** What was decided on the page of the review. */
  const done = event.url.searchParams.get('done');
  const flags = flagged.items.flatMap((place) => place.flags);
  return { draft, lectures, comments, done, flags, offered, keyGroups: keyGroups.items };
};

/** Stops or goes on with the packaging of a lecture of the published version. */
async function packaging<E extends typeof cancelPackaging | typeof packageAgain>(
  event: Event,
  endpoint: E,
) {
  const field = await fieldsOf(event);
  const params = { id: event.params.id, assetId: field('assetId') };
  const answer = await callApi<typeof cancelPackaging | typeof packageAgain>(event, endpoint, {
    params,
  });
  if (answer.ok) return { done: 'packaging' as const };
  return fail(answer.problem.status, { packaging: answer.problem.title });
}

async function fieldsOf(event: Event) {
  const form = await event.request.formData();
  return (name: string) => fieldOf(form, name);
}

async function facts(event: Event) {
  const form = await event.request.formData();
  const field = (name: string) => fieldOf(form, name);
  const ticked = (name: string) => form.getAll(name).filter((one) => typeof one === 'string');
  const typed = factsIn(field, ticked);
  if (!tagsFit(typed.tags)) {
    return fail(400, { facts: { problem: m.drafts_tags_refused(), code: 'tags', typed } });
  }
  const body = { version: Number(field('version')), facts: typed };
  const answer = await callApi(event, saveDraftFacts, { params: event.params, body });
  if (answer.ok) return { done: 'facts' as const };
  const { code, title: problem } = answer.problem;
  return fail(answer.problem.status, { facts: { problem, code, typed } });
}

async function arrange(event: Event) {
  const field = await fieldsOf(event);
  const { lessons } = await readApi(event, readDraft, { params: event.params });
  const typed = arrangedLessons(lessons, field);
  const body = {
    version: Number(field('version')),
    lessons: typed.map(({ id, title, required }) => ({ id, title, required })),
  };
  const answer = await callApi(event, saveDraftLessons, { params: event.params, body });
  if (answer.ok) return { done: 'outline' as const };
  const { title: problem } = answer.problem;
  return fail(answer.problem.status, { outline: { problem, typed } });
}

async function add(event: Event) {
  const field = await fieldsOf(event);
  const kind = WRITTEN_KINDS.find((one) => one === field('kind')) ?? 'reading';
  const body = { kind, title: field('title') };
  const answer = await callApi(event, addDraftLesson, { params: event.params, body });
  if (answer.ok) return { done: 'added' as const };
  const { title: problem } = answer.problem;
  return fail(answer.problem.status, { added: { problem, ...body } });
}

type Done = 'submitted' | 'withdrawn';

function reviewed<E extends typeof submitDraft | typeof withdrawDraft>(
  answer: ApiAnswer<E>,
  done: Done,
) {
  if (answer.ok) return { done };
  const review = { problem: problemView(answer.problem) };
  return fail(answer.problem.status, { review });
}

export const actions: Actions = {
  facts,
  arrange,
  add,
  submit: async (event) => {
    const field = await fieldsOf(event);
    const body = { correction: field('kind') === 'correction' };
    return reviewed(await callApi(event, submitDraft, { params: event.params, body }), 'submitted');
  },
  withdraw: async (event) =>
    reviewed(await callApi(event, withdrawDraft, { params: event.params }), 'withdrawn'),
  cancelPackaging: (event) => packaging(event, cancelPackaging),
  packageAgain: (event) => packaging(event, packageAgain),
  discard: async (event) => {
    const answer = await callApi(event, discardDraft, { params: event.params });
    if (answer.ok) redirect(303, '/studio/drafts');
    const review = { problem: problemView(answer.problem) };
    return fail(answer.problem.status, { review });
  },
};
