import { redirect } from '@sveltejs/kit';
import { listSessions, signOutEverywhere } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  sessions: (await readApi(event, listSessions)).items,
  passwordChanged: event.url.searchParams.get('changed') === 'password',
});

export const actions: Actions = {
  signOutEverywhere: async (event) => {
    await callApi(event, signOutEverywhere);
    redirect(303, '/sign-in');
  },
};
