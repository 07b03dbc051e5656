import canonicalize from 'canonicalize';

/**
 * The one text of a JSON value by RFC 8785 (JCS): members in the order of their names' UTF-16 units,
 * no blanks, numbers as ECMAScript writes them. What is signed is the UTF-8 of this text, so a file
 * may be laid out anew without harm. Throws where JSON has no exact text for the value: NaN, infinite
 * numbers, halves of surrogate pairs, circles, undefined.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('only JSON values have a canonical text');
  return text;
}
