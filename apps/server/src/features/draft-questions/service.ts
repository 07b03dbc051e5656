// The door of the editors of quizzes and cases.
export { saveDraftCase, saveDraftQuiz } from './save-forms.ts';
