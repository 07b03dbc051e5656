import { assert } from '../assertion.ts';

/** Crockford's Base32: no I, L, O and U, so that nothing is read or heard as something else. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SYMBOLS = 16;

/** Bytes of chance that a verification code is made of: 80 bits, too many to guess. */
export const CODE_BYTES = 10;

/**
 * A verification code from 10 random bytes: 16 symbols, in print in groups of four (`codeInGroups`).
 * Asserts that there are 10 bytes. Source: DOMAIN.md 2d no. 23.
 */
export function verificationCode(random: Uint8Array): string {
  assert(random.length === CODE_BYTES, 'a code is made of 10 bytes');
  let bits = 0n;
  for (const byte of random) bits = (bits << 8n) | BigInt(byte);
  const symbols = Array.from({ length: SYMBOLS }, (_, at) => {
    const shift = BigInt(5 * (SYMBOLS - 1 - at));
    return ALPHABET[Number((bits >> shift) & 31n)] ?? '';
  });
  return symbols.join('');
}

/** As printed: `7K3Q-9WZA-0M2X-HT5C`. */
export function codeInGroups(code: string): string {
  return code.replaceAll(/(.{4})(?=.)/g, '$1-');
}

/**
 * A code as somebody typed it: in small or full-width letters, with blanks or any kind of dash
 * between, O for 0, I or L for 1. Null where it cannot be one.
 */
export function readCode(typed: string): string | null {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}_.·]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  const isCode = code.length === SYMBOLS && [...code].every((symbol) => ALPHABET.includes(symbol));
  return isCode ? code : null;
}
