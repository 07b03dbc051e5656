import { redirect } from '@sveltejs/kit';
import { listNotes } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import { addNoteAction, changeNoteAction, deleteNoteAction } from '#lib/server/note-actions.ts';
import { firstPageInstead, pageOf, slugOf } from '#lib/server/search-params.ts';
import type { Actions, PageServerLoad } from './$types';

const WORDS = 80;

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const words = (searchParams.get('query') ?? '').replaceAll('\0', '').slice(0, WORDS).trim();
  const course = slugOf(searchParams, 'course');
  const query = { ...(course ? { course } : {}), query: words, ...pageOf(searchParams) };
  const found = await readApi(event, listNotes, { query });
  const first = firstPageInstead(event.url, found);
  if (first) redirect(303, first);
  return { found, words, course };
};

export const actions: Actions = {
  /** What could not be saved into a note is kept as a new one, at the same place. */
  addNote: async (event) => {
    const form = await event.request.clone().formData();
    return addNoteAction(event, {
      slug: String(form.get('slug')),
      lessonKey: String(form.get('lessonKey')),
    });
  },
  changeNote: changeNoteAction,
  deleteNote: deleteNoteAction,
};
