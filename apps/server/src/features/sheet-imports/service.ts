// The door of imports: what is the same for every kind of spreadsheet that is read.
export { nameFile } from './file-reply.ts';
export { forgetImportsHandler } from './forget.handler.ts';
export { fileOfImport } from './import-file.ts';
export { FORGET_IMPORTS } from './job-names.ts';
export { errorAt, RowReader, type CellError, type Columns } from './row-reader.ts';
export {
  applyImport,
  checkFile,
  listErrors,
  listImports,
  readImport,
  undoImport,
  uploadFile,
  type Doing,
} from './runs.ts';
export {
  beginCheckAnew,
  concludeCheck,
  findImport,
  importIn,
  keepErrors,
  MOST_ERRORS,
  refuseFile,
  updateImport,
  type ImportRow,
  type StagedRow,
} from './store.ts';
export type { SheetSubject } from './subject.ts';
export { writeTemplateOf } from './template.ts';
export { fieldMeant, inAllLanguages, textOf, wordList, type Vocabularies } from './words.ts';
