import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import {
  type LectureForm,
  listDraftFiles,
  matchDraftSlides,
  readDraftText,
  saveDraftText,
  transcribeDraftRecording,
} from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import {
  formOf,
  readRows,
  rowsOf,
  type LectureRows,
} from '#lib/features/recordings/lecture-rows.ts';
import { withMoments, withPages } from '#lib/features/recordings/slides/matching.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { draftFileActions } from '#lib/server/draft-file-actions.ts';
import { fieldOf } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { id, lessonId } = event.params;
  const [written, listed] = await Promise.all([
    readApi(event, readDraftText, { params: { id, lessonId } }),
    readApi(event, listDraftFiles, { params: { id } }),
  ]);
  if (written.lesson.kind !== 'lecture') redirect(303, `/studio/drafts/${id}/lessons/${lessonId}`);
  // The server keeps nothing else in a lecture's place.
  const form = JSON.parse(written.text) as LectureForm;
  return { written, listed, rows: rowsOf(form) };
};

/** Slides that come from elsewhere: all pages of a file, or the moments that were found in a recording. */
async function fromFiles(
  event: RequestEvent<{ id: string }>,
  rows: LectureRows,
  { deck, adopt }: { readonly deck: string | undefined; readonly adopt: string | undefined },
): Promise<LectureRows> {
  const { files } = await readApi(event, listDraftFiles, { params: { id: event.params.id } });
  if (deck) return { ...rows, slides: withPages(rows.slides, files, deck) };
  const recording = files.find(({ id }) => id === adopt);
  return { ...rows, slides: withMoments(rows.slides, recording?.found?.matched ?? null) };
}

export const actions: Actions = {
  save: async (event) => {
    const sent = await event.request.formData();
    const typed = readRows((name) => fieldOf(sent, name));
    const [deck, adopt, match] = ['deck', 'adopt', 'match'].map((name) => fieldOf(sent, name));
    const rows = deck || adopt ? await fromFiles(event, typed, { deck, adopt }) : typed;
    const read = formOf(rows);
    if (!read.ok) {
      const problem = m.recordings_time_unfit({ typed: read.typed });
      return fail(400, { problem, rows, isElsewhere: false });
    }
    const body = { version: Number(fieldOf(sent, 'version')), text: JSON.stringify(read.form) };
    const answer = await callApi(event, saveDraftText, { params: event.params, body });
    // What was typed goes back to the page: a refusal loses nothing.
    if (!answer.ok) {
      const { status, title, code } = answer.problem;
      const isElsewhere = code === 'draft-changed-elsewhere';
      return fail(status, { problem: title, rows, isElsewhere });
    }
    if (match) {
      const slides = read.form.slides.map(({ file }) => file);
      const params = { id: event.params.id, fileId: match };
      const asked = await callApi(event, matchDraftSlides, { params, body: { slides } });
      if (!asked.ok) return fail(asked.problem.status, { fileProblem: asked.problem.title });
    }
    for (const language of ['zh-CN', 'en'] as const) {
      const fileId = fieldOf(sent, `hear.${language}`);
      if (!fileId) continue;
      const params = { id: event.params.id, fileId };
      const asked = await callApi(event, transcribeDraftRecording, { params, body: { language } });
      if (!asked.ok) return fail(asked.problem.status, { speechProblem: asked.problem.title });
    }
    return { saved: true };
  },
  ...draftFileActions,
};
