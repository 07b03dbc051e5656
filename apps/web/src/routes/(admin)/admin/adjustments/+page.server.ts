import { listAdjustmentProposals } from '@xueshi/contracts';
import { adjustmentProposalActions } from '#lib/server/adjustment-proposals.ts';
import { readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => readApi(event, listAdjustmentProposals);

export const actions = adjustmentProposalActions;
