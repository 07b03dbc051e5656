import { listOwnQuestions, readHome } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const [home, questions] = await Promise.all([
    readApi(event, readHome),
    callApi(event, listOwnQuestions),
  ]);
  return { home, unreadQuestions: questions.ok ? questions.data.unreadQuestions : 0 };
};
