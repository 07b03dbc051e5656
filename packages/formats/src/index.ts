export { loadBanks, type Banks, type BanksRead } from './course/bank.ts';
export * from './course/course-source.ts';
export {
  readKeptBank,
  type KeptBank,
  type KeptBankFault,
  type KeptBankRead,
} from './course/kept-bank.ts';
export type { KeptPictures } from './course/inspection.ts';
export { fittingIn, type DrawFilter } from './course/quiz.ts';
export { readCourse, type CourseRead, type ReadCourseOptions } from './course/read-course.ts';
export { readLectureTimeline, readOutline, type LectureTimeline } from './course/read-outline.ts';
export {
  fieldsByLine,
  lessonFile,
  writeCourseFile,
  type CourseFacts,
  type CourseOutline,
  type OutlineLesson,
  type PackageFile,
  type RecordingFiles,
  type WrittenKind,
} from './course/write-course.ts';
export { readCaseForm, writeCaseForm, type CaseForm } from './course/forms/case-form.ts';
export { fieldsOfErrors } from './course/forms/field-at.ts';
export { itemDifferences, type ItemDifference } from './course/forms/item-differences.ts';
export { EMPTY_ITEM, type ItemForm } from './course/forms/item-form.ts';
export {
  readLectureQuestionForms,
  writeLectureQuestions,
  type LectureQuestionForm,
} from './course/forms/lecture-question-form.ts';
export { readQuizForm, writeQuizForm, type QuizForm } from './course/forms/quiz-form.ts';
export { webVttOf } from './course/subrip.ts';
export {
  cueText,
  readWebVtt,
  writeWebVtt,
  type SubtitleCue,
  type SubtitlesRead,
} from './course/webvtt.ts';
export {
  readCourseware,
  type CoursewareNote,
  type CoursewareRead,
} from './courseware/read-courseware.ts';
export { unpackCourseware } from './courseware/unpack-courseware.ts';
export type { ErrorCode } from './error-sentences.ts';
export { decodeText } from './folder.ts';
export {
  describe,
  inReadingOrder,
  locatedError,
  sentenceOf,
  sentencesOf,
  WHOLE_FILE,
} from './located-error.ts';
export type { LocatedError, Place } from './located-error.ts';
export { isRelativeImage } from './markdown/parse.ts';
export { numberParagraphs, type NumberedText } from './markdown/paragraphs.ts';
export { plainText } from './markdown/plain-text.ts';
export type { ArticleUrl } from './markdown/link-citations.ts';
export { renderMarkdown, type RenderOptions } from './markdown/render.ts';
export {
  readSyllabusText,
  SYLLABUS_LIMITS,
  writeSyllabusText,
  type SyllabusRead,
} from './syllabus/syllabus-text.ts';
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
export { compareEditions, type ArticleChange } from './statute/compare-editions.ts';
export { isDay, type EditionChange, type EditionFacts } from './statute/edition-facts.ts';
export {
  editionFor,
  editionInForce,
  editionOfYear,
  inOrderOfForce,
  supersededOn,
  type Force,
} from './statute/editions.ts';
export { articleNumber, articleOrder, fromChinese, inChinese } from './statute/numerals.ts';
export {
  faultsOf,
  paragraphsOf,
  parseStatute,
  type Article,
  type Heading,
  type HeadingLevel,
  type Paragraph,
  type StatuteEdition,
} from './statute/parse-statute.ts';
export { writeStatute } from './statute/write-statute.ts';
export {
  findEdition,
  findStatute,
  firstDeviation,
  loadStatutes,
  quotationStands,
  readStatuteFiles,
  statutesOn,
  titleOfFile,
  type Statute,
  type StatuteFile,
  type StatuteFilesRead,
  type Statutes,
  type StatutesRead,
} from './statute/statute.ts';
