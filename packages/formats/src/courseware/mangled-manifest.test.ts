// No manifest makes the reading throw, and whatever is launched is in the package.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sentenceOf } from '../located-error.ts';
import {
  block,
  manifest12,
  manifest2004,
  measured,
  item12,
  resource12,
  roomForTest,
  structure,
  unit,
  zipOf,
} from './packages.fixture.ts';
import { readCourseware, type CoursewareRead } from './read-courseware.ts';

const good = [
  manifest12(
    `${item12('a', 'r1', '<adlcp:masteryscore>80</adlcp:masteryscore>')}\n${item12('b', 'r2', '', ' parameters="?x=1"')}`,
    `${resource12('r1', 'index.html')}\n${resource12('r2', 'b/index.html', ' xml:base="a/"')}`,
  ),
  manifest2004(
    '2004 4th Edition',
    measured('<imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure>'),
  ),
  structure(block('a', unit({ attributes: ' moveOn="Passed" masteryScore="0.5"' }))),
];
const pieces = [
  '../',
  '%2e%2e/',
  '\\',
  '/',
  '"',
  '<',
  '&#0;',
  '&amp;',
  '<item identifier="x" identifierref="r1">',
  '</item>',
  ' xml:base="//x/"',
  '__proto__',
  '<url>a/b/index.html</url>',
  'NaN',
  '-1',
  '?endpoint=',
];
const mangled = fc
  .record({
    text: fc.constantFrom(...good),
    at: fc.nat(),
    length: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 40 })),
    put: fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 5 })),
  })
  .map(({ text, at, length, put }) => {
    const from = at % (text.length + 1);
    return text.slice(0, from) + put + text.slice(from + length);
  });
const anything = fc.oneof(
  { weight: 8, arbitrary: mangled },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  {
    weight: 2,
    arbitrary: fc.array(fc.constantFrom(...pieces, ...good)).map((all) => all.join('')),
  },
);

function expectSound(read: CoursewareRead): void {
  if (!read.ok) {
    expect(read.errors.length).toBeGreaterThan(0);
    for (const error of read.errors) expect(sentenceOf(error, 'zh-CN')).not.toMatch(/^\[|\{\w+\}/);
    return;
  }
  const { units } = read.courseware;
  expect(units.length).toBeGreaterThan(0);
  expect(new Set(units.map(({ identifier }) => identifier)).size).toBe(units.length);
  for (const each of units) {
    expect(read.files).toContain(each.file);
    expect(each.identifier).not.toBe('');
    expect(each.title).not.toBe('');
    expect(each.query).toMatch(/^(?:$|[?#])/);
    if (each.masteryScore === null) continue;
    expect(each.masteryScore).toBeGreaterThanOrEqual(0);
    expect(each.masteryScore).toBeLessThanOrEqual(1);
  }
}

test('whatever a manifest says, it is read or refused, and what is launched is in the package', async () => {
  const path = join(await roomForTest(), 'package.zip');
  let playable = 0;
  await fc.assert(
    fc.asyncProperty(
      anything,
      fc.constantFrom('imsmanifest.xml', 'cmi5.xml'),
      async (text, name) => {
        const told = text.includes('courseStructure') ? 'cmi5.xml' : name;
        const others = { 'index.html': 'x', 'a/b/index.html': 'x', 'read.pdf': 'x' };
        await writeFile(path, zipOf({ [told]: text, ...others }));
        const result = await readCourseware('package.zip', path);
        expectSound(result);
        if (result.ok) playable += 1;
      },
    ),
    { numRuns: 600 },
  );
  // Else the promise is about nothing.
  expect(playable).toBeGreaterThan(20);
}, 120_000);

test('whatever bytes the zip has, it is read or refused', async () => {
  const path = join(await roomForTest(), 'package.zip');
  const whole = zipOf({ 'cmi5.xml': structure(unit()), 'index.html': 'x' });
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.uint8Array({ maxLength: 6 }),
      fc.boolean(),
      async (at, put, cut) => {
        const from = at % (whole.length + 1);
        const rest = cut ? new Uint8Array() : whole.subarray(from + put.length);
        await writeFile(path, Buffer.concat([whole.subarray(0, from), put, rest]));
        expectSound(await readCourseware('package.zip', path));
      },
    ),
    { numRuns: 400 },
  );
}, 120_000);
