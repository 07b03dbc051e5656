import { fail, redirect } from '@sveltejs/kit';
import {
  type CoursewareForm,
  listDraftFiles,
  readDraftText,
  saveDraftText,
} from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { fieldsOf, formOf } from '#lib/features/courseware-studio/courseware-fields.ts';
import { lessonUrl } from '#lib/features/drafts/labels.ts';
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
  if (written.lesson.kind !== 'courseware') redirect(303, lessonUrl(id, lessonId));
  // The server keeps nothing else in the place of courseware.
  const form = JSON.parse(written.text) as CoursewareForm;
  return { written, listed, kept: fieldsOf(form, listed.files) };
};

export const actions: Actions = {
  save: async (event) => {
    const sent = await event.request.formData();
    const fields = { file: fieldOf(sent, 'file'), minutes: fieldOf(sent, 'minutes') };
    const read = formOf(fields);
    if (!read.ok) {
      const problem = m.cwstudio_minutes_unfit({ typed: read.typed });
      return fail(400, { problem, fields, isElsewhere: false });
    }
    const body = { version: Number(fieldOf(sent, 'version')), text: JSON.stringify(read.form) };
    const answer = await callApi(event, saveDraftText, { params: event.params, body });
    if (answer.ok) return { saved: true };
    // What was typed goes back to the page: a refusal loses nothing.
    const { status, title: problem, code } = answer.problem;
    return fail(status, { problem, fields, isElsewhere: code === 'draft-changed-elsewhere' });
  },
  ...draftFileActions,
};
