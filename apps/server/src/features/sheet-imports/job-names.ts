/** The name under which databases know it already. */
export const FORGET_IMPORTS = 'forget-rosters';
