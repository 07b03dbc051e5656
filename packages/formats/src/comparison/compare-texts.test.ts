import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareTexts, type ComparedLines } from './compare-texts.ts';

const line = fc.constantFrom('甲', '乙', '丙', '', '  甲', '一个很长的段落，讲的是信访。');
const someText = fc
  .array(line, { maxLength: 40 })
  .map((lines) => lines.map((one) => `${one}\n`).join(''));

/** Puts what the parts say into the lines of the earlier text. */
function applied(before: string, parts: readonly (readonly ComparedLines[])[]): string {
  const old = before.split('\n').slice(0, -1);
  const made: string[] = [];
  let at = 0; // How many of the old lines are dealt with.
  for (const { kind, line, lines } of parts.flat()) {
    if (kind === 'removed') {
      while (at < line - 1) made.push(old[at++] ?? '');
      expect(old.slice(at, at + lines.length)).toEqual(lines);
      at += lines.length;
    } else if (kind === 'added') {
      while (made.length < line - 1) made.push(old[at++] ?? '');
      made.push(...lines);
    } else {
      while (made.length < line - 1) made.push(old[at++] ?? '');
      expect(old.slice(at, at + lines.length)).toEqual(lines);
      made.push(...lines);
      at += lines.length;
    }
  }
  made.push(...old.slice(at));
  return made.map((one) => `${one}\n`).join('');
}

test('the parts are enough to make the later text of the earlier one', () => {
  fc.assert(
    fc.property(someText, someText, (before, after) => {
      expect(applied(before, compareTexts(before, after))).toBe(after);
    }),
    { numRuns: 1_000 },
  );
});

test('the same text has no parts, whatever its line ends are', () => {
  fc.assert(
    fc.property(someText, (text) => {
      expect(compareTexts(text, text.replaceAll('\n', '\r\n'))).toEqual([]);
    }),
  );
});

test('a change is shown with three lines around it, and where it stands', () => {
  const before = Array.from({ length: 30 }, (_, index) => `第${index + 1}行\n`).join('');
  const parts = compareTexts(before, before.replace('第15行', '改过的行'));
  expect(parts).toEqual([
    [
      { kind: 'same', line: 12, lines: ['第12行', '第13行', '第14行'] },
      { kind: 'removed', line: 15, lines: ['第15行'] },
      { kind: 'added', line: 15, lines: ['改过的行'] },
      { kind: 'same', line: 16, lines: ['第16行', '第17行', '第18行'] },
    ],
  ]);
});

test('texts that have nothing in common are compared without delay', () => {
  const text = (mark: string) =>
    Array.from({ length: 20_000 }, (_, at) => `${mark}${at}\n`).join('');
  const [part = []] = compareTexts(text('a'), text('b'));
  expect(part.map(({ kind, lines }) => [kind, lines.length])).toEqual([
    ['removed', 20_000],
    ['added', 20_000],
  ]);
});
