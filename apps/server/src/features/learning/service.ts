// The door of the learning feature: what other features may call.
export {
  completeCourseIfDone,
  completeLesson,
  newsAgain,
  NO_NEWS,
  settleParts,
} from './completion.ts';
export { listCourses } from './catalogue-list.ts';
export { coursesToFinish, homeShelf, readCourse, readOutline } from './course-view.ts';
export { ownLearning } from './own-data.ts';
export { currentEnrolment, openLesson, startCourse, type OpenLesson } from './enrolment.ts';
export { readLesson } from './lesson-view.ts';
export { readingSecondsLeft, readingText } from './readings.ts';
export {
  beginProgress,
  findEnrolment,
  hasCompleted,
  hasStarted,
  lessonProgressOf,
  progressOf,
  updateProgress,
  type Enrolment,
  type LessonProgress,
} from './store.ts';
