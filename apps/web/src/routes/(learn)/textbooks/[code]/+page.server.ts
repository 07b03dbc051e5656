import {
  readTextbook,
  readTextbookPart,
  rememberTextbookPlace,
  searchTextbook,
} from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { slugOf } from '#lib/server/search-params.ts';
import type { PageServerLoad } from './$types';

/** ?number=12, within the book; otherwise where the reader stopped. */
function numberOf(params: URLSearchParams, place: number, parts: number): number {
  const typed = params.get('number');
  if (typed === null || !/^\d{1,6}$/.test(typed)) return place;
  return Math.min(Math.max(1, Number(typed)), Math.max(1, parts));
}

export const load: PageServerLoad = async (event) => {
  const { params } = event;
  const { searchParams } = event.url;
  const book = await readApi(event, readTextbook, { params });
  const words = (searchParams.get('query') ?? '').trim().slice(0, 60);
  const place = { course: slugOf(searchParams, 'course'), words };
  if (book.state !== 'ready') return { book, place, number: 1, part: null, matches: null };
  const number = numberOf(searchParams, book.place, book.parts);
  const [part, matches] = await Promise.all([
    readApi(event, readTextbookPart, { params, query: { number } }),
    words === '' ? null : callApi(event, searchTextbook, { params, query: { query: words } }),
  ]);
  // Whether the place was noted is no reason not to show the page.
  if (number !== book.place)
    await callApi(event, rememberTextbookPlace, { params, body: { number } });
  return { book, place, number, part, matches: matches?.ok ? matches.data : null };
};
