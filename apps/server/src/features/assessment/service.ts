// The door of the assessment feature: what routes and other features may call.
export { analyseQuiz, listQuizzes } from './analysis.ts';
export { attemptsOf, resultOf } from './attempt-view.ts';
export { bankPlaces, bankQuestions, searchBank, type BankQuery } from './bank.ts';
export { CLOSE_OVERDUE } from './close-overdue.job.ts';
export { closeOverdueHandler } from './close-overdue.handler.ts';
export { listMarking, markAttempt, readMarkingSheet } from './marking.ts';
export { ownQuizzes } from './own-data.ts';
export { sheetOf } from './sheets.ts';
export { practise, readPractice } from './practice.ts';
export { articleHtml, explanationHtml, groupHtml, stemHtml } from './rendered.ts';
export {
  askedItem,
  givenAnswer,
  keyOf,
  paperOf,
  rightAnswer,
  storedAnswer,
  type PaperItem,
} from './paper.ts';
export { answerItem, readOwnAttempt, startQuiz, submitQuiz } from './take-quiz.ts';
