import { fail, type RequestEvent } from '@sveltejs/kit';
import { removeBankPicture, sendBankPicture } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { callApi } from './api.ts';
import { fieldOf } from './forms.ts';

type Event = RequestEvent<{ name: string }>;

const refused = (status: number, said: string) => fail(status, { picture: { said, isBad: true } });

/** What the forms of a bank's pictures do, on every page that has them. */
export const pictureActions = {
  sendPicture: async (event: Event) => {
    const file = (await event.request.formData()).get('file');
    if (!(file instanceof File) || file.size === 0)
      return refused(400, m.qbanks_pictures_missing());
    const answer = await callApi(event, sendBankPicture, {
      params: { name: event.params.name },
      query: { fileName: file.name.slice(-200) },
      bytes: new Uint8Array(await file.arrayBuffer()),
    });
    if (!answer.ok) return refused(answer.problem.status, answer.problem.title);
    return { picture: { said: m.qbanks_pictures_sent(), isBad: false } };
  },
  removePicture: async (event: Event) => {
    const picture = fieldOf(await event.request.formData(), 'picture');
    const params = { name: event.params.name, picture };
    const answer = await callApi(event, removeBankPicture, { params });
    if (!answer.ok) return refused(answer.problem.status, answer.problem.title);
    return { picture: { said: m.qbanks_pictures_removed(), isBad: false } };
  },
};
