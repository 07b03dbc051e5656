// The door of the organisation tree: its units made, changed, moved, merged and closed, and read as
// they are and as they were.
export {
  closeUnit,
  createUnit,
  demandClosable,
  editUnit,
  insertUnit,
  presentIn,
  reopenUnit,
  shutUnit,
  updateUnit,
} from './change.ts';
export { FILL_UNIT_PINYIN, fillMissingPinyin, fillPinyinHandler } from './fill-pinyin.job.ts';
export { loosenedBy, mergeUnit, moveUnit, placeUnder } from './move.ts';
export { previewMerger, previewMove } from './preview.ts';
export { instantOn, pathsThen, treeThen, validAt, type UnitThen } from './tree-then.ts';
export { findUnits, listChildren, unitDetail, unitHistory } from './read.ts';
