import { error, redirect } from '@sveltejs/kit';
import { BANK_EXPORT_FORMS, exportBank } from '@xueshi/contracts';
import { exportFilter, queryString } from '#lib/features/question-banks/bank-query.ts';
import { bankUrl } from '#lib/features/question-banks/labels.ts';
import { fileFromApi } from '#lib/server/api-file.ts';
import type { RequestHandler } from './$types';

/** The file that the page's form asks for; works without scripts. */
export const POST: RequestHandler = async (event) => {
  const sent = await event.request.formData();
  const form = BANK_EXPORT_FORMS.find((one) => one === sent.get('form'));
  if (form === undefined) error(400);
  const asked = new URLSearchParams(
    [...sent].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
  const filter = exportFilter(asked);
  const file = await fileFromApi(event, exportBank, {
    params: event.params,
    body: { form, ...filter },
  });
  if (file.ok) return file.response;
  if (file.problem.status === 404) error(404);
  const back = queryString({ ...filter, refused: file.problem.code });
  redirect(303, `${bankUrl(event.params.name)}/export?${back}`);
};
