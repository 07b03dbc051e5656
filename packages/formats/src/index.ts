export { loadBanks, type Banks, type BanksRead } from './course/bank.ts';
export * from './course/course-source.ts';
export { readCourse, type CourseRead, type ReadCourseOptions } from './course/read-course.ts';
export {
  fieldAtLine,
  lessonFile,
  writeCourseFile,
  type CourseFacts,
  type CourseOutline,
  type OutlineLesson,
  type RecordingFiles,
  type WrittenKind,
} from './course/write-course.ts';
export { webVttOf } from './course/subrip.ts';
export { readWebVtt, type SubtitleCue, type SubtitlesRead } from './course/webvtt.ts';
export type { ErrorCode } from './error-sentences.ts';
export { describe, inReadingOrder, locatedError, sentenceOf, WHOLE_FILE } from './located-error.ts';
export type { LocatedError, Place } from './located-error.ts';
export { isRelativeImage } from './markdown/parse.ts';
export { numberParagraphs, type NumberedText } from './markdown/paragraphs.ts';
export { plainText } from './markdown/plain-text.ts';
export { renderMarkdown, type RenderOptions } from './markdown/render.ts';
export { canonicalJson } from './signed/canonical-json.ts';
export {
  verifyRecordFile,
  writeRecordFile,
  RECORD_FORMAT,
  type RecordPayload,
  type RecordVerdict,
} from './signed/record-file.ts';
export {
  describeKey,
  isSignatureOf,
  pemOf,
  readPublicKey,
  signText,
  SIGNATURE_ALGORITHM,
  type PublicKey,
} from './signed/signing-key.ts';
export { findCitations, parseCitation, type Citation } from './statute/citation.ts';
export {
  findStatute,
  firstDeviation,
  loadStatutes,
  parseStatute,
  quotationStands,
} from './statute/statute.ts';
export type { Article, Statute, Statutes, StatutesRead } from './statute/statute.ts';
