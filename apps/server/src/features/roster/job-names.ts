export const CHECK_ROSTER = 'check-roster';
export const APPLY_ROSTER = 'apply-roster';
export const UNDO_ROSTER = 'undo-roster';
export const MAKE_ROSTER_EXPORT = 'make-roster-export';
