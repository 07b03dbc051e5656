import { fail } from '@sveltejs/kit';
import { readDraftLectureQuestions, saveDraftLectureQuestions } from '@xueshi/contracts';
import {
  ADDED,
  byTime,
  newRow,
  readQuestionRows,
  relinked,
  rowsToSave,
} from '#lib/features/lecture-questions/question-rows.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  asked: await readApi(event, readDraftLectureQuestions, { params: event.params }),
});

export const actions: Actions = {
  save: async (event) => {
    const { params } = event;
    const sent = await event.request.formData();
    const typed = readQuestionRows(sent);
    // Without scripts only: a question more, or an option more in one.
    const added = ADDED.find((one) => one === fieldOf(sent, 'add'));
    const questions = rowsToSave(added ? [...typed, newRow(added, '', typed)] : typed);
    const body = { version: Number(fieldOf(sent, 'version')), questions };
    const answer = await callApi(event, saveDraftLectureQuestions, { params, body });
    if (answer.ok) {
      // An option that was asked for is empty yet, so it is in the page only.
      const rows = byTime(typed, ({ at }) => at).map((row, from) => ({ ...row, from }));
      return { ...answer.data, more: fieldOf(sent, 'more') === '' ? null : rows };
    }
    // What was typed goes back to the page: a refusal loses nothing.
    const { status } = answer.problem;
    const problem = problemView(answer.problem);
    if (problem.code !== 'draft-changed-elsewhere') return fail(status, { problem, rows: typed });
    const theirs = await readApi(event, readDraftLectureQuestions, { params });
    return fail(status, { problem, rows: relinked(typed, theirs.questions) });
  },
};
