export const MAKE_ACCOUNTS = 'make-accounts';
export const FORGET_SLIPS = 'forget-account-slips';
