import { readAuditEvent } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  event: await readApi(event, readAuditEvent, { params: { id: event.params.id } }),
});
