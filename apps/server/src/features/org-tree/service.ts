// The door of the organisation tree: its units made, changed, moved, merged and closed, and read as
// they are and as they were.
export { closeUnit, createUnit, editUnit, reopenUnit } from './change.ts';
export { mergeUnit, moveUnit } from './move.ts';
export { previewMerger, previewMove } from './preview.ts';
export { instantOn, treeThen, type UnitThen } from './tree-then.ts';
export { findUnits, listChildren, unitDetail, unitHistory } from './read.ts';
