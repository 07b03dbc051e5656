import { redirect } from '@sveltejs/kit';
import { signOut } from '@xueshi/contracts';
import { callApi } from '#lib/server/api.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
  await callApi(event, signOut);
  redirect(303, '/sign-in');
};
