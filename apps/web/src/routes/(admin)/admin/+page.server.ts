import { redirect } from '@sveltejs/kit';
import { listOwnUnits } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { items } = await readApi(event, listOwnUnits);
  const [only] = items;
  if (only && items.length === 1) redirect(303, `/admin/units/${only.id}`);
  return { units: items };
};
