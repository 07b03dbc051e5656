import { listAssigned, listOwnQuestions, readHome } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const [home, questions, assigned] = await Promise.all([
    readApi(event, readHome),
    callApi(event, listOwnQuestions),
    callApi(event, listAssigned),
  ]);
  return {
    home,
    unreadQuestions: questions.ok ? questions.data.unreadQuestions : 0,
    assigned: assigned.ok
      ? assigned.data.items.filter(({ state, isClosed }) => state === 'open' && !isClosed)
      : [],
  };
};
