// The door of the editors of quizzes and cases.
export { addDraftQuestions } from './add-questions.ts';
export { exportDraftQuestions, outgoingItem, readQuestionExports } from './export-questions.ts';
export { contentOf, previewOf, questionOfForm } from './item-forms.ts';
export {
  readDraftQuestions,
  readSentQuestions,
  type KeptPicture,
  type SentQuestions,
} from './read-questions.ts';
export { saveDraftCase, saveDraftQuiz } from './save-forms.ts';
export { questionTemplate } from './template.ts';
export { gradeDraftTrial, readDraftTrial } from './trial.ts';
