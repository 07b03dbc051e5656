import { readOverview, readReportRun } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const run = await readApi(event, readReportRun, { params: { id: event.params.id } });
  const { crumbs, year } = await readApi(event, readOverview, {
    params: { id: run.unit.id },
    query: {},
  });
  return { run, crumbs, year };
};
