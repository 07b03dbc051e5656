export const COMPACT_EVIDENCE = 'compact-evidence';
