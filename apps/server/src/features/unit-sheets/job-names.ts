export const CHECK_UNITS = 'check-units';
export const APPLY_UNITS = 'apply-units';
export const UNDO_UNITS = 'undo-units';
