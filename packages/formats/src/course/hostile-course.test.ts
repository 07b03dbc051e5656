import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { errorsOf, folderOf, read } from './broken-course.fixture.ts';
import { goodCourse } from './sample-course.fixture.ts';

const aliasBomb = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, at) => {
    const before = 'abcdefg'[at] ?? '';
    return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`;
  }),
].join('\n');

test('aliases that would grow into a billion words are refused at once', async () => {
  const folder = await folderOf({ ...goodCourse(), 'course.yaml': aliasBomb });
  const errors = await errorsOf(folder);
  expect(errors[0]).toBe('yaml-alias course.yaml:2');
  expect(errors).toHaveLength(7 * 9);
});

test('lists nested without end are refused', async () => {
  const folder = await folderOf({ ...goodCourse(), 'course.yaml': '['.repeat(50_000) });
  expect((await errorsOf(folder))[0]).toMatch(/^yaml-syntax course\.yaml:1$/);
});

test('ten thousand keys, one of them twice, are checked without delay', async () => {
  const keys = Array.from({ length: 10_000 }, (_, index) => `k${index}: 1`);
  const folder = await folderOf({ ...goodCourse(), 'course.yaml': [...keys, 'k77: 2'].join('\n') });
  expect(await errorsOf(folder)).toEqual(['yaml-duplicate-key course.yaml:10001']);
});

test('no bytes in course.yaml make the reading throw', async () => {
  const folder = await folderOf(goodCourse());
  const yamlish = fc.stringMatching(/^[-[\]{}:,&*!|>'"%#?a \n\t]{0,80}$/);
  const content = fc.oneof(fc.uint8Array({ maxLength: 200 }), yamlish, fc.json());
  await fc.assert(
    fc.asyncProperty(content, async (bytes) => {
      await writeFile(join(folder, 'course.yaml'), bytes);
      const result = await read(folder);
      expect(result.ok).toBe(false);
    }),
    { numRuns: 500 },
  );
}, 30_000);

const textFiles = Object.keys(goodCourse()).filter((name) => !/webp|mp4/.test(name));
const changes = fc.record({
  file: fc.constantFrom(...textFiles),
  at: fc.nat(),
  bytes: fc.oneof(
    fc.uint8Array({ maxLength: 4 }),
    fc.constantFrom('*', '- ', '}', '"', '\n', '> '),
  ),
  cut: fc.boolean(),
});

test('a good file changed or cut off anywhere never makes the reading throw', async () => {
  const folder = await folderOf(goodCourse());
  await fc.assert(
    fc.asyncProperty(changes, async ({ file, at, bytes, cut }) => {
      const good = Buffer.from(goodCourse()[file] ?? '');
      const from = at % (good.length + 1);
      const rest = cut ? Buffer.alloc(0) : good.subarray(from + bytes.length);
      const changed = Buffer.concat([good.subarray(0, from), Buffer.from(bytes), rest]);
      await writeFile(join(folder, file), changed);
      const result = await read(folder);
      await writeFile(join(folder, file), good);
      expect(result.ok || result.errors.length > 0).toBe(true);
    }),
    { numRuns: 120 },
  );
}, 30_000);
