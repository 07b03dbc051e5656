import { listLectureQuestions, listQuizzes } from '@xueshi/contracts';
import { readApi } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const [quizzes, questions] = await Promise.all([
    readApi(event, listQuizzes),
    readApi(event, listLectureQuestions),
  ]);
  return { quizzes: quizzes.items, questions: questions.items };
};
