// The door of tables of units: written, and read again with what was changed in them.
export { APPLY_UNITS, CHECK_UNITS, UNDO_UNITS } from './job-names.ts';
export { applyUnitsHandler, checkUnitsHandler, undoUnitsHandler } from './unit-sheets.handlers.ts';
