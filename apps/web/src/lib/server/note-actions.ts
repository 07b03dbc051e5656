// What the forms of notes do, on the lesson's page and on the page of all notes.
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { changeNote, deleteNote, readNote, writeNote, type Problem } from '@xueshi/contracts';
import { callApi, signInUrl } from './api.ts';
import type { NoteOutcome } from '../features/notes/note-outcome.ts';
import { fieldOf } from './forms.ts';

const nothing = { saved: null, problem: null, typed: null, current: null, isGone: false } as const;

/** An amount from a form; absent or no whole number is null, and then no place is meant. */
function numberOf(form: FormData, name: string): number | null {
  const typed = fieldOf(form, name);
  return /^\d{1,9}$/.test(typed) ? Number(typed) : null;
}

function refused(event: RequestEvent, problem: Problem, outcome: Omit<NoteOutcome, 'problem'>) {
  if (problem.status === 401) redirect(303, signInUrl(new URL(event.url.pathname, event.url)));
  const note: NoteOutcome = { ...outcome, problem: problem.title };
  return fail(problem.status, { note });
}

export async function addNoteAction(
  event: RequestEvent,
  place: { slug: string; lessonKey: string },
) {
  const form = await event.request.formData();
  const typed = fieldOf(form, 'text');
  const body = {
    requestId: fieldOf(form, 'requestId') || crypto.randomUUID(),
    text: typed,
    atMs: numberOf(form, 'atMs'),
    paragraph: numberOf(form, 'paragraph'),
  };
  const answer = await callApi(event, writeNote, { params: place, body });
  const outcome = { ...nothing, deed: 'add' as const, id: null };
  if (!answer.ok) return refused(event, answer.problem, { ...outcome, typed });
  const note: NoteOutcome = { ...outcome, saved: answer.data };
  return { note };
}

/** What to show of a note whose change or deletion was refused: how it is now, or that it is gone. */
async function stateOf(event: RequestEvent, id: string, problem: Problem) {
  if (problem.status !== 409 && problem.status !== 404) return { current: null, isGone: false };
  const answer = await callApi(event, readNote, { params: { id } });
  return answer.ok
    ? { current: answer.data, isGone: false }
    : { current: null, isGone: answer.problem.status === 404 };
}

export async function changeNoteAction(event: RequestEvent) {
  const form = await event.request.formData();
  const id = fieldOf(form, 'noteId');
  const typed = fieldOf(form, 'text');
  const body = { text: typed, version: numberOf(form, 'version') ?? 1 };
  const answer = await callApi(event, changeNote, { params: { id }, body });
  const outcome = { ...nothing, deed: 'change' as const, id };
  if (!answer.ok) {
    const state = await stateOf(event, id, answer.problem);
    return refused(event, answer.problem, { ...outcome, ...state, typed });
  }
  const note: NoteOutcome = { ...outcome, saved: answer.data };
  return { note };
}

export async function deleteNoteAction(event: RequestEvent) {
  const form = await event.request.formData();
  const id = fieldOf(form, 'noteId');
  const query = { version: numberOf(form, 'version') ?? 1 };
  const answer = await callApi(event, deleteNote, { params: { id }, query });
  const outcome = { ...nothing, deed: 'delete' as const, id };
  // Gone already is what was wanted.
  if (!answer.ok && answer.problem.status !== 404) {
    const state = await stateOf(event, id, answer.problem);
    return refused(event, answer.problem, { ...outcome, ...state });
  }
  const note: NoteOutcome = { ...outcome, isGone: true };
  return { note };
}
