import { redirect } from '@sveltejs/kit';
import { listLecturers } from '@xueshi/contracts';
import { isKind } from '#lib/features/lecturers/labels.ts';
import { readApi } from '#lib/server/api.ts';
import { firstPageInstead, pageOf } from '#lib/server/search-params.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const words = (searchParams.get('query') ?? '').trim().slice(0, 60);
  const kind = searchParams.get('kind') ?? '';
  const topic = (searchParams.get('topic') ?? '').slice(0, 20);
  const retired = searchParams.get('retired') === 'true';
  const query = {
    ...(words ? { query: words } : {}),
    ...(isKind(kind) ? { kind } : {}),
    ...(topic ? { topic } : {}),
    ...(retired ? { retired } : {}),
    ...pageOf(searchParams),
  };
  const found = await readApi(event, listLecturers, { query });
  const first = firstPageInstead(event.url, found);
  if (first) redirect(303, first);
  return { found, filter: { words, kind: isKind(kind) ? kind : '', topic, retired } };
};
