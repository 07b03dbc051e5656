// The door of the lecture-questions feature: what its questions are, and how they stand for a learner.
// Asking and grading them is the playback's.
export {
  findQuestion,
  findStanding,
  noteAnswered,
  noteAsked,
  openQuestions,
  questionMarks,
  questionsOf,
  type LecturePlace,
} from './store.ts';
