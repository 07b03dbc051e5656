// Questions from other systems and to them. A door of its own: starting the server must not load what
// only imports and exports need.
export { EXCHANGE_LIMITS, MOST_QUESTIONS } from './question-exchange/limits.ts';
export type { ItemRead, QuestionsRead } from './question-exchange/item-reading.ts';
export type { PackagePicture, PictureLeft } from './question-exchange/package-pictures.ts';
export {
  renamedPictures,
  withPictureNames,
  type PictureNames,
} from './question-exchange/picture-names.ts';
export { keyOf, type Question } from './question-exchange/question.ts';
export { readPasted } from './question-exchange/pasted/read-pasted.ts';
export { readQuestions } from './question-exchange/read-questions.ts';
export { archiveKind } from './question-exchange/archive-kind.ts';
export { QUESTION_HEADINGS } from './question-exchange/sheet/columns.ts';
export { cellOfError, readQuestionRows } from './question-exchange/sheet/read-question-rows.ts';
export {
  fitsTable,
  writeQuestionRows,
  type BankedQuestion,
  type SharedTexts,
} from './question-exchange/sheet/write-question-rows.ts';
export { readDocx, type DocxRead } from './question-exchange/word/read-docx.ts';
export {
  moodleNotes,
  moodlePieces,
  writeMoodleXml,
} from './question-exchange/moodle/write-moodle-xml.ts';
export {
  PICTURE_FOLDER,
  qtiFiles,
  writeQti,
  type PackageFile,
} from './question-exchange/qti/write-qti.ts';
export { isBankText } from './question-exchange/bank/read-bank-files.ts';
export { picturesShown, textsOf } from './question-exchange/bank/shown-pictures.ts';
export { writeBankFiles, type BankFacts } from './question-exchange/bank/write-bank-files.ts';
export { writeZip, type ZippedFile } from './archive/write-zip.ts';
export type { QuestionsWritten } from './question-exchange/written.ts';
