// The door of uploads: files of drafts, sent in pieces, looked through and kept.
export { checkDraftFiles, type KeptProblem } from './check-kept.ts';
export {
  beginningOfCourseware,
  coursewareFiles,
  readCoursewareForm,
  type CoursewareFiles,
} from './courseware-files.ts';
export {
  beginningOfLecture,
  lectureFiles,
  placeFiles,
  readLectureForm,
  type LectureFiles,
} from './lecture-files.ts';
export {
  demandRoom,
  recordTaken,
  takeOverFiles,
  type CourseFile,
  type TakenFile,
} from './take-over.ts';
export { UNPACKED_BESIDE } from './packages/announce.ts';
export { hasCode } from './error-code.ts';
export {
  packageToTakeIn,
  releasePackage,
  settlePackage,
  type PackageToTakeIn,
} from './packages/settle.ts';
export type { PackageOutcome } from './packages/store.ts';
export { TAKE_IN_PACKAGE, type TakeInPackage } from './packages/take-in-package.job.ts';
export { shownName } from './announce.ts';
export { hasRoom } from './folders.ts';
export { readSentPicture, type SentPicture } from './picture.ts';
export { keepPictureOfText } from './picture-of-text.ts';
export { picturesIn, picturesOfDraft } from './text-pictures.ts';
export { hidden } from './tus-routes.ts';
export { sweepUploadsHandler } from './sweep.ts';
export { takeInHandler } from './take-in.handler.ts';
export { matchSlidesHandler } from './slides/match.ts';
export { CHINESE_FONT } from './slides/chinese-font.ts';
export { MATCH_SLIDES } from './slides/match.job.ts';
export { transcribeHandler } from './speech/transcribe.handler.ts';
export { TRANSCRIBE } from './speech/transcribe.job.ts';
export { SWEEP_UPLOADS, TAKE_IN } from './take-in.job.ts';
export { usablePackage } from './usable-package.ts';
