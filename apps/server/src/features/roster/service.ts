// The door of rosters: people read from a spreadsheet and written into one.
export { APPLY_ROSTER, CHECK_ROSTER, MAKE_ROSTER_EXPORT, UNDO_ROSTER } from './job-names.ts';
export { makeRosterExportHandler } from './export.handlers.ts';
export { applyRosterHandler, checkRosterHandler, undoRosterHandler } from './roster.handlers.ts';
