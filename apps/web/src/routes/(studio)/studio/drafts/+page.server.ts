import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import {
  beginDraft,
  beginDraftFromPackage,
  forgetPackageUpload,
  listDrafts,
  listPackageUploads,
  readPackageAgain,
} from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { isArea } from '#lib/features/catalogue/labels.ts';
import { draftUrl } from '#lib/features/drafts/labels.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  drafts: (await readApi(event, listDrafts)).items,
  packages: await readApi(event, listPackageUploads),
});

export const actions: Actions = {
  begin: async (event) => {
    const form = await event.request.formData();
    const [title, typed] = [fieldOf(form, 'title'), fieldOf(form, 'area')];
    const area = isArea(typed) ? typed : 'theory';
    const answer = await callApi(event, beginDraft, { body: { title, area } });
    if (answer.ok) redirect(303, draftUrl(answer.data.id));
    return fail(answer.problem.status, { problem: problemView(answer.problem), title, area });
  },
  fromPackage: async (event) => {
    const file = (await event.request.formData()).get('package');
    if (!(file instanceof File) || file.size === 0)
      return fail(400, { taken: { problem: m.drafts_package_none(), faults: [] } });
    const bytes = new Uint8Array(await file.arrayBuffer());
    const answer = await callApi(event, beginDraftFromPackage, { bytes });
    if (!answer.ok)
      return fail(answer.problem.status, { taken: { problem: answer.problem.title, faults: [] } });
    const { id, faults, notCarried } = answer.data;
    if (id === null) return fail(400, { taken: { problem: null, faults } });
    // What did not come along is read before one goes on.
    if (notCarried.length > 0) return { made: { id, notCarried } };
    return redirect(303, draftUrl(id));
  },
  readAgain: (event) => withSent(event, readPackageAgain),
  forgetPackage: (event) => withSent(event, forgetPackageUpload),
};

/** Does something with a package that was sent; one that is gone meanwhile is left out of the list. */
async function withSent(
  event: RequestEvent,
  endpoint: typeof readPackageAgain | typeof forgetPackageUpload,
) {
  const uploadId = fieldOf(await event.request.formData(), 'uploadId');
  const answer = await callApi(event, endpoint, { params: { uploadId } });
  if (answer.ok || answer.problem.status === 404) return {};
  return fail(answer.problem.status, { taken: { problem: answer.problem.title, faults: [] } });
}
