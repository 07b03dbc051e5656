// The door of the editors of quizzes and cases.
export { addDraftQuestions } from './add-questions.ts';
export { exportDraftQuestions, outgoingItem, readQuestionExports } from './export-questions.ts';
export { contentOf, previewOf, questionOfForm } from './item-forms.ts';
export { moodleFile, packed, qtiFile, zippedFile, type ExportedFile } from './question-files.ts';
export { keepEach } from './keep-pictures.ts';
export { readDraftQuestions, readSentQuestions, type SentQuestions } from './read-questions.ts';
export { saveDraftCase, saveDraftQuiz } from './save-forms.ts';
export { questionTemplate } from './template.ts';
export { gradeDraftTrial, readDraftTrial } from './trial.ts';
