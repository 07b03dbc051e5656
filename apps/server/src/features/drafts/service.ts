// The door of drafts: courses written in the studio, reviewed and published.
export { BEGINNING_STEM } from './beginnings.ts';
export { authorsOfCourse, coursesByAuthor } from './course-authors.ts';
export { draftFromPackage } from './from-package.ts';
export { draftFromVersion } from './from-version.ts';
export { readDraftLectureQuestions, saveDraftLectureQuestions } from './lecture-questions.ts';
export { draftFileUrl, pictureUrlsOf } from './picture-urls.ts';
export { listDrafts, readDraft, readDraftText, readWrittenText } from './read.ts';
export {
  addDraftComment,
  listDraftComments,
  replyToDraftComment,
  settleDraftComment,
} from './review-comments.ts';
export { readDraftReview } from './review-page.ts';
export { callBackDraft, PUBLISH_SCHEDULED, publishScheduledHandler } from './review-schedule.ts';
export { decideDraft, submitDraft, withdrawDraft } from './review.ts';
export { listDraftTextHistory, readDraftTextState, restoreDraftText } from './text-history.ts';
export { takeInPackageHandler } from './take-in-package.handler.ts';
export {
  addDraftLesson,
  beginDraft,
  discardDraft,
  saveDraftFacts,
  saveDraftLessons,
  saveDraftText,
} from './write.ts';
