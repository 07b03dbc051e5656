import { fail, redirect } from '@sveltejs/kit';
import { listNotices, readAllNotices, readNotice } from '@xueshi/contracts';
import { inWords } from '#lib/features/notices/in-words.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { firstPageInstead, pageOf } from '#lib/server/search-params.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const unread = event.url.searchParams.has('unread');
  const query = { ...(unread ? { unread } : {}), ...pageOf(event.url.searchParams) };
  const { items, ...list } = await readApi(event, listNotices, { query });
  const first = firstPageInstead(event.url, { items, ...list });
  if (first) redirect(303, first);
  return { notices: items.map(inWords), list, unread };
};

/** Back to the list as it was seen; only the home page and this one show notices. */
function backTo(referrer: string | null, { origin }: URL): string {
  if (referrer === null || !URL.canParse(referrer)) return '/notices';
  const { origin: from, pathname, search } = new URL(referrer);
  return from === origin && (pathname === '/' || pathname === '/notices')
    ? pathname + search
    : '/notices';
}

export const actions: Actions = {
  read: async (event) => {
    const id = fieldOf(await event.request.formData(), 'id');
    const answer = await callApi(event, readNotice, { params: { id } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, backTo(event.request.headers.get('referer'), event.url));
  },
  readAll: async (event) => {
    const upToId = fieldOf(await event.request.formData(), 'upToId');
    const answer = await callApi(event, readAllNotices, { body: { upToId } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, '/notices');
  },
};
