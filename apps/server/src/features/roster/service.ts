// The door of rosters: people read from a spreadsheet and written into one.
export { APPLY_ROSTER, CHECK_ROSTER, UNDO_ROSTER } from './job-names.ts';
export { applyRosterHandler, checkRosterHandler, undoRosterHandler } from './roster.handlers.ts';
