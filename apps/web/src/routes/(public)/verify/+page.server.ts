import { redirect } from '@sveltejs/kit';
import { readPublicKeys } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const code = event.url.searchParams.get('code')?.trim() ?? '';
  if (code !== '') redirect(303, `/verify/${encodeURIComponent(code.slice(0, 60))}`);
  return readApi(event, readPublicKeys);
};
