const SEPARATORS = /[\s‐-―-]/gu;
const ISBN_10 = /^\d{9}[\dX]$/;
const ISBN_13 = /^97[89]\d{10}$/;

/**
 * An International Standard Book Number without spaces and hyphens, as ten or thirteen characters; null where its
 * check digit does not fit or it is none. Full-width digits and a small x are read too. Source: ISO 2108:2017,
 * annex C (thirteen digits: weights 1 and 3, modulo 10; ten: weights 10 to 1, modulo 11); GB/T 5795-2006.
 */
export function readIsbn(typed: string): string | null {
  const isbn = typed
    .normalize('NFKC')
    .replace(/^\s*isbn(?:-1[03])?[\s:]*/i, '')
    .replaceAll(SEPARATORS, '')
    .toUpperCase();
  const digits = [...isbn].map((sign) => (sign === 'X' ? 10 : Number(sign)));
  if (ISBN_13.test(isbn))
    return digits.reduce((sum, digit, at) => sum + digit * (at % 2 === 0 ? 1 : 3), 0) % 10 === 0
      ? isbn
      : null;
  if (ISBN_10.test(isbn))
    return digits.reduce((sum, digit, at) => sum + digit * (10 - at), 0) % 11 === 0 ? isbn : null;
  return null;
}
