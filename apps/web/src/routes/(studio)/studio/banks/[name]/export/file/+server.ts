import { error } from '@sveltejs/kit';
import { BANK_EXPORT_FORMS, exportBank } from '@xueshi/contracts';
import { exportFilter } from '#lib/features/question-banks/bank-query.ts';
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
  const body = { form, ...exportFilter(asked) };
  return fileFromApi(event, exportBank, { params: event.params, body });
};
