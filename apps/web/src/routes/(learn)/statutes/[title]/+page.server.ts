import { readStatute } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import { safeNext } from '#lib/server/next.ts';
import type { PageServerLoad } from './$types';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const on = searchParams.get('on') ?? '';
  const edition = searchParams.get('edition')?.slice(0, 10);
  const from = searchParams.get('from');
  const query = { ...(DAY.test(on) ? { on } : {}), ...(edition ? { edition } : {}) };
  const statute = await readApi(event, readStatute, { params: event.params, query });
  const back = from === null ? '/' : safeNext(from.slice(0, 300));
  return { statute, back: back === '/' ? null : back };
};
