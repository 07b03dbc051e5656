import { error, fail, redirect } from '@sveltejs/kit';
import {
  addDraftQuestions,
  readDraftQuestions,
  readDraftText,
  readQuestionExports,
  type ItemForm,
} from '@xueshi/contracts';
import { lessonUrl } from '#lib/features/drafts/labels.ts';
import { itemsIn, withoutRetired } from '#lib/features/question-import/chosen.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { sentQuestions } from '#lib/server/sent-questions.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { draft, lesson } = await readApi(event, readDraftText, { params: event.params });
  if (lesson.kind !== 'quiz') error(404);
  const exports = await readApi(event, readQuestionExports, { params: event.params });
  return { draft, lesson, exports };
};

export const actions: Actions = {
  read: async (event) => {
    const sent = await sentQuestions(event.request);
    const { text, fileName } = sent;
    if (sent.input === null) return fail(400, { nothing: true, text });
    const answer = await callApi(event, readDraftQuestions, {
      params: event.params,
      ...sent.input,
    });
    if (!answer.ok)
      return fail(answer.problem.status, { problem: problemView(answer.problem), text });
    return { reading: answer.data, fileName };
  },
  take: async (event) => {
    const form = await event.request.formData();
    const difficulty = Number(fieldOf(form, 'difficulty')) || null;
    const chosen = withoutRetired(itemsIn(form.getAll('item'), difficulty));
    const items = chosen.items as ItemForm[];
    if (items.length === 0) return fail(400, { noneChosen: true });
    const answer = await callApi(event, addDraftQuestions, {
      params: event.params,
      body: { items },
    });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(
      303,
      `${lessonUrl(event.params.id, event.params.lessonId)}?added=${answer.data.added}`,
    );
  },
};
