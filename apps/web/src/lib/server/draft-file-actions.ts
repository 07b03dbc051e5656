// What can be done with a file on the page of a lesson that is made of files.
import { fail, type RequestEvent } from '@sveltejs/kit';
import { checkDraftFileAgain, removeDraftFile } from '@xueshi/contracts';
import { callApi } from './api.ts';
import { fieldOf } from './forms.ts';

const withFile =
  (endpoint: typeof removeDraftFile | typeof checkDraftFileAgain) =>
  async (event: RequestEvent<{ id: string }>) => {
    const fileId = fieldOf(await event.request.formData(), 'fileId');
    const params = { id: event.params.id, fileId };
    const answer = await callApi(event, endpoint, { params });
    if (answer.ok) return { saved: false };
    return fail(answer.problem.status, { fileProblem: answer.problem.title });
  };

export const draftFileActions = {
  remove: withFile(removeDraftFile),
  checkAgain: withFile(checkDraftFileAgain),
};
