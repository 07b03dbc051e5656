import { redirect } from '@sveltejs/kit';
import { listFormerPeople } from '@xueshi/contracts';
import { formerStatuses } from '#lib/features/people/labels.ts';
import { readApi } from '#lib/server/api.ts';
import { firstPageInstead, pageOf } from '#lib/server/search-params.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const words = (searchParams.get('query') ?? '').trim().slice(0, 60);
  const status = formerStatuses.find((one) => one === searchParams.get('status')) ?? null;
  const list = await readApi(event, listFormerPeople, {
    params: { id: event.params.id },
    query: {
      ...pageOf(searchParams),
      ...(words ? { query: words } : {}),
      ...(status ? { status } : {}),
    },
  });
  const firstPage = firstPageInstead(event.url, list);
  if (firstPage) redirect(303, firstPage);
  return { list, filter: { words, status } };
};
