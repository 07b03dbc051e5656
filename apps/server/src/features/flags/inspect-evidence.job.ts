export const INSPECT_EVIDENCE = 'inspect-evidence';
