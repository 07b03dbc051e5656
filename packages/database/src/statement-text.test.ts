import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readStatements, textOfStatements } from './statement-text.ts';

const value = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((figure) => !Object.is(figure, -0)),
  fc.bigInt(),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  fc.constant(null),
);

test('every value that can be stored arrives as it was sent', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ sql: fc.string(), args: fc.array(value) })), (statements) => {
      expect(readStatements(textOfStatements(statements))).toEqual(statements);
    }),
  );
});

test('what cannot be stored, or is bound by name, is refused before it is sent', () => {
  expect(() => textOfStatements([{ sql: 'SELECT ?', args: [Number.NaN] }])).toThrow(RangeError);
  expect(() => textOfStatements([{ sql: 'SELECT :a', args: { a: 1 } }])).toThrow(TypeError);
});
