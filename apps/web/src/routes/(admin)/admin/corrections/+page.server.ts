import { listCorrectionProposals } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import { proposalActions } from '#lib/server/correction-proposals.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => readApi(event, listCorrectionProposals);

export const actions = proposalActions;
