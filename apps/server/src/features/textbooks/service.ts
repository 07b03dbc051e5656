// The door of textbooks: what units hold for their subtrees, what courses name and what is read of it.
export { addTextbook, saveTextbook, setTextbookRetired } from './change.ts';
export { setTextbookFile } from './file.ts';
export { ownTextbooks } from './own-data.ts';
export { PREPARE_TEXTBOOK } from './prepare.job.ts';
export { prepareTextbookHandler } from './prepare.handler.ts';
export { prepareMissingTextbooks } from './prepare-missing.ts';
export { courseTextbooks, demandTextbooksOffered, listTextbookChoices } from './choices.ts';
export {
  readTextbook,
  readTextbookPart,
  rememberTextbookPlace,
  searchTextbook,
} from './reading.ts';
export { listTextbooks, readTextbookEntry } from './register.ts';
