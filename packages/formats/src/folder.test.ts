import fc from 'fast-check';
import { expect, test } from 'vitest';
import { posix } from 'node:path';
import { decodeText, staysInside } from './folder.ts';

test.each(['a', 'slides/01.webp', '讲座.mp4', 'a..b', '...'])(
  'the name %s stays inside',
  (name) => {
    expect(staysInside(name)).toBe(true);
  },
);

test.each([
  '',
  '.',
  '..',
  '/a',
  'a/',
  'a//b',
  'a/../b',
  './a',
  '..\\a',
  'C:a',
  'a\0b',
  'a'.repeat(256),
])('the name %j does not stay inside', (name) => {
  expect(staysInside(name)).toBe(false);
});

test('no name that is let in leads out of the folder', () => {
  const step = fc.constantFrom('..', '.', '', 'a', 'b', '...', '.. ');
  fc.assert(
    fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
      const name = steps.join('/');
      if (staysInside(name)) expect(posix.join('/folder', name)).toBe(`/folder/${name}`);
    }),
    { numRuns: 1000 },
  );
});

test('text with a byte order mark is read without it', () => {
  expect(decodeText(Buffer.from('\uFEFF你好'))).toEqual({ ok: true, text: '你好' });
});

test('a NUL is refused with its line', () => {
  expect(decodeText(Buffer.from('a\nb\0'))).toEqual({ ok: false, problem: 'nul', line: 2 });
});

test('bytes that are not UTF-8 are refused with their line', () => {
  expect(decodeText(Uint8Array.of(0x0a, 0x0a, 0xff))).toEqual({
    ok: false,
    problem: 'not-utf8',
    line: 3,
  });
});
