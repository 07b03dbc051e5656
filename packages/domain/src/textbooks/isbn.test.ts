import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readIsbn } from './isbn.ts';

test.each([
  ['978-7-301-04815-3', '9787301048153'],
  ['ISBN 978-7-301-04815-3', '9787301048153'],
  ['ISBN-13: 9787301048153', '9787301048153'],
  ['９７８７３０１０４８１５３', '9787301048153'],
  ['7-301-04815-7', '7301048157'],
  ['0-8044-2957-x', '080442957X'],
])('%s is read', (typed, read) => {
  expect(readIsbn(typed)).toBe(read);
});

test.each([
  '978-7-301-04815-4',
  '7-301-04815-8',
  '9771234567003',
  '12345',
  'X123456789',
  '',
  '978730104815X',
  'isbn',
])('%s is none', (typed) => {
  expect(readIsbn(typed)).toBeNull();
});

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length });

test('of the ten last digits one fits, and of two that were exchanged or one that was mistyped none does', () => {
  fc.assert(
    fc.property(
      digits(9),
      fc.integer({ min: 0, max: 11 }),
      fc.integer({ min: 1, max: 9 }),
      (nine, at, by) => {
        const body = `978${nine.join('')}`;
        const sound = Array.from({ length: 10 }, (_, last) => body + String(last)).filter(
          (isbn) => readIsbn(isbn) !== null,
        );
        expect(sound).toHaveLength(1);
        const [isbn = ''] = sound;
        const wrong = String((Number(isbn[at]) + by) % 10);
        expect(readIsbn(isbn.slice(0, at) + wrong + isbn.slice(at + 1))).toBeNull();
      },
    ),
  );
});
