import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CODE_BYTES, codeInGroups, readCode, verificationCode } from './verification-code.ts';

const bytes = fc.uint8Array({ minLength: CODE_BYTES, maxLength: CODE_BYTES });

test('a code has 16 symbols that cannot be taken for one another', () => {
  fc.assert(
    fc.property(bytes, (random) => {
      expect(verificationCode(random)).toMatch(/^[0-9ABCDEFGHJKMNPQRSTVWXYZ]{16}$/);
    }),
  );
});

test('different chance makes a different code: all 80 bits are in it', () => {
  fc.assert(
    fc.property(bytes, fc.nat(79), (random, bit) => {
      const other = random.slice();
      const at = Math.floor(bit / 8);
      other[at] = (other[at] ?? 0) ^ (1 << (bit % 8));
      expect(verificationCode(other)).not.toBe(verificationCode(random));
    }),
  );
});

test('it is read however it was typed', () => {
  fc.assert(
    fc.property(bytes, (random) => {
      const code = verificationCode(random);
      expect(readCode(codeInGroups(code))).toBe(code);
      expect(readCode(` ${codeInGroups(code).toLowerCase().replaceAll('-', ' ')}`)).toBe(code);
      expect(readCode(code.replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(code);
      expect(readCode(codeInGroups(code).replaceAll('-', '—'))).toBe(code);
    }),
  );
  expect(readCode('７Ｋ３Ｑ－９ＷＺＡ－０Ｍ２Ｘ－ＨＴ５Ｃ')).toBe('7K3Q9WZA0M2XHT5C');
});

test.each(['', '7K3Q', '7K3Q-9WZA-0M2X-HT5U', '7K3Q-9WZA-0M2X-HT5C-9', '验证码'])(
  '%j is no code',
  (typed) => expect(readCode(typed)).toBeNull(),
);
