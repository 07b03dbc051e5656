import { error } from '@sveltejs/kit';
import { listAssigned } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { items } = await readApi(event, listAssigned);
  const programme = items.find(({ id }) => id === event.params.id);
  if (!programme) error(404);
  return { programme };
};
