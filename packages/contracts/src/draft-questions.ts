// What the editors of quizzes and cases do beyond reading: save, take questions in, try them, take them out.
import { Type, type Static } from 'typebox';
import { CaseForm, ItemForm, QuizForm } from './draft-forms.ts';
import { closed, endpoint, Id, LocalText, nullable, text } from './shared.ts';

const LessonId = Type.String({ pattern: '^[a-z0-9-]{1,40}$' });
const ofLesson = {
  tag: 'drafts',
  access: 'author',
  params: closed({ id: Id, lessonId: LessonId }),
} as const;
const Version = closed({ version: Type.Integer() });

export const saveDraftQuiz = endpoint({
  ...ofLesson,
  method: 'PUT',
  url: '/api/v1/drafts/:id/lessons/:lessonId/quiz',
  summary: 'Save a quiz from its editor; its text keeps the comments of what did not change',
  body: closed({ version: Type.Integer(), quiz: QuizForm }),
  ok: { status: 200, schema: Version },
  problems: [400, 401, 403, 404, 409, 413],
});

export const saveDraftCase = endpoint({
  ...ofLesson,
  method: 'PUT',
  url: '/api/v1/drafts/:id/lessons/:lessonId/case',
  summary: 'Save a case from its editor; its text keeps the comments of what did not change',
  body: closed({ version: Type.Integer(), study: CaseForm }),
  ok: { status: 200, schema: Version },
  problems: [400, 401, 403, 404, 409, 413],
});
