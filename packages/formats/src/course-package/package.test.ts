// A course goes out as a package and comes back as it was; what is hostile or damaged is refused whole.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  courseWithCourseware,
  goodCourse,
  sampleStatutes,
  writeCourse,
  type CourseFiles,
} from '../course/sample-course.fixture.ts';
import { readCourse } from '../course/read-course.ts';
import { packageCmi5, unit, zipOf } from '../courseware/packages.fixture.ts';
import { sentenceOf } from '../located-error.ts';
import { MANIFEST_FILE } from './manifest.ts';
import { unpackCoursePackage } from './unpack-package.ts';
import { writeCoursePackage, type PackedFile } from './write-package.ts';

let home: Awaited<ReturnType<typeof writeCourse>>;
beforeAll(async () => {
  home = await writeCourse(goodCourse());
});
afterAll(() => home.remove());

const room = () => mkdtemp(join(dirname(home.path), 'room-'));
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

async function packed(files: CourseFiles, slug = 'first-day'): Promise<Uint8Array> {
  const folder = await room();
  const list: PackedFile[] = [];
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    list.push({ name, path, bytes: (await stat(path)).size, sha256: sha256(content) });
  }
  const title = { 'zh-CN': '接访的第一天', en: 'The first day' };
  const publishedAt = new Date('2026-03-01T00:00:00Z');
  return buffer(writeCoursePackage({ slug, title, revision: 3, publishedAt, files: list }));
}

async function unpacked(bytes: Uint8Array) {
  const folder = await room();
  const path = join(folder, 'course.zip');
  await writeFile(path, bytes);
  const into = join(folder, 'into');
  await mkdir(into);
  return unpackCoursePackage(path, into);
}

test('who waits is told how far it is, and may stop it', async () => {
  const folder = await room();
  const path = join(folder, 'course.zip');
  await writeFile(path, await packed(goodCourse()));
  const told: number[] = [];
  const onProgress = (fraction: number) => void told.push(fraction);
  const into = (name: string) => mkdir(join(folder, name)).then(() => join(folder, name));
  const whole = await unpackCoursePackage(path, await into('whole'), { onProgress });
  expect(whole.ok).toBe(true);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.at(-1)).toBe(1);
  const stopping = new AbortController();
  const stopped = unpackCoursePackage(path, await into('stopped'), {
    signal: stopping.signal,
    onProgress: () => stopping.abort(new Error('given up')),
  });
  await expect(stopped).rejects.toThrow('given up');
});

async function refusal(bytes: Uint8Array): Promise<string[]> {
  const result = await unpacked(bytes);
  if (result.ok) throw new Error('this should have been refused');
  for (const error of result.errors) expect(sentenceOf(error, 'zh-CN')).not.toMatch(/^\[/);
  return result.errors.map(({ code }) => code);
}

test('what went out comes back to the byte, and is the same course', async () => {
  const result = await unpacked(await packed(goodCourse()));
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  const options = { statutes: sampleStatutes, requireMedia: true };
  const [before, after] = [
    await readCourse(home.path, options),
    await readCourse(result.folder, options),
  ];
  if (!before.ok || !after.ok) throw new Error('both are right');
  expect(after.course.contentHash).toBe(before.course.contentHash);
  expect(result.manifest).toMatchObject({ slug: 'first-day', revision: 3 });
});

test('a course with courseware comes back with it', async () => {
  const files = courseWithCourseware(zipOf(packageCmi5(unit())));
  const result = await unpacked(await packed(files));
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  const options = { statutes: sampleStatutes, requireMedia: true };
  const read = await readCourse(result.folder, options);
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  expect(read.course.files).toEqual(Object.keys(files).sort());
  const [lesson] = read.course.lessons;
  expect(lesson).toMatchObject({ kind: 'courseware', courseware: { standard: 'cmi5' } });
  expect(await readFile(join(result.folder, 'safety.zip'))).toEqual(
    Buffer.from(files['safety.zip'] ?? ''),
  );
});

test('any files under any names that a folder can have come back', async () => {
  const name = fc
    .array(
      fc.stringMatching(/^[\p{Script=Han}A-Za-z0-9 ()-][\p{Script=Han}A-Za-z0-9 .()-]{0,20}$/u),
      {
        minLength: 1,
        maxLength: 3,
      },
    )
    .map((steps) => steps.map((step) => `${step}x`).join('/'));
  const contents = fc.dictionary(name, fc.uint8Array({ maxLength: 3_000 }), {
    minKeys: 1,
    maxKeys: 6,
    noNullPrototype: true,
  });
  const flat = contents.filter((files) => {
    const names = Object.keys(files);
    return !names.some((one) => names.some((other) => other.startsWith(`${one}/`)));
  });
  await fc.assert(
    fc.asyncProperty(flat, async (files) => {
      const result = await unpacked(await packed(files));
      if (!result.ok) throw new Error(JSON.stringify(result.errors));
      for (const [file, bytes] of Object.entries(files))
        expect(new Uint8Array(await readFile(join(result.folder, file)))).toEqual(bytes);
    }),
    { numRuns: 60 },
  );
});

test('the package is plain files with a manifest, in an order that does not depend on the disk', async () => {
  const bytes = await packed(goodCourse());
  const parts = unzipSync(bytes);
  expect(Object.keys(parts).slice(0, 2)).toEqual([MANIFEST_FILE, 'README.txt']);
  const manifest = JSON.parse(new TextDecoder().decode(parts[MANIFEST_FILE])) as {
    files: { name: string; sha256: string }[];
  };
  for (const { name, sha256: told } of manifest.files)
    expect(sha256(parts[`first-day/${name}`] ?? ''), name).toBe(told);
  expect(manifest.files.map(({ name }) => name)).toEqual(Object.keys(goodCourse()).sort());
  expect(Buffer.compare(bytes, await packed(goodCourse()))).toBe(0);
});

/** The package with some of its parts changed. */
async function changed(change: (parts: Record<string, Uint8Array>) => void): Promise<Uint8Array> {
  const parts = { ...unzipSync(await packed({ 'course.yaml': 'a: 1', 'reading.md': '# 一' })) };
  change(parts);
  return zipSync(parts);
}

const manifestWith = (change: object) => (parts: Record<string, Uint8Array>) => {
  const manifest = JSON.parse(new TextDecoder().decode(parts[MANIFEST_FILE])) as object;
  parts[MANIFEST_FILE] = strToU8(JSON.stringify({ ...manifest, ...change }));
};

test.each([
  ['no zip', async () => strToU8('# 一'), 'archive-damaged'],
  ['half of it', async () => (await packed(goodCourse())).subarray(0, 2_000), 'archive-damaged'],
  ['no manifest', () => changed((p) => delete p['xueshi-course.json']), 'package-manifest-missing'],
  [
    'a manifest of nonsense',
    () => changed((p) => (p[MANIFEST_FILE] = strToU8('{ ['))),
    'yaml-syntax',
  ],
  ['another version', () => changed(manifestWith({ version: 2 })), 'not-allowed'],
  ['a slug that leads out', () => changed(manifestWith({ slug: '../etc' })), 'bad-form'],
  [
    'a file changed',
    () => changed((p) => (p['first-day/reading.md'] = strToU8('# 二'))),
    'package-file-changed',
  ],
  ['a file missing', () => changed((p) => delete p['first-day/reading.md']), 'archive-missing'],
  [
    'a file more',
    () => changed((p) => (p['first-day/more.md'] = strToU8('x'))),
    'package-file-unlisted',
  ],
  [
    'a path that leads out',
    () => changed((p) => (p['first-day/../../x'] = strToU8('x'))),
    'archive-path',
  ],
  [
    'a bomb',
    () => changed((p) => (p['first-day/reading.md'] = new Uint8Array(32 << 20))),
    'archive-bomb',
  ],
])('%s is refused whole', async (_, bytes, code) => {
  expect(await refusal(await bytes())).toContain(code);
});

test('a stream whose file vanished fails, and does not end as if it were whole', async () => {
  const file = { name: 'a.md', path: join(home.path, 'gone.md'), bytes: 1, sha256: sha256('a') };
  const title = { 'zh-CN': '课', en: 'A course' };
  const stream = writeCoursePackage({
    slug: 'a',
    title,
    revision: 1,
    publishedAt: new Date(0),
    files: [file],
  });
  const target = join(await room(), 'half.zip');
  await expect(pipeline(stream, createWriteStream(target))).rejects.toThrow(/ENOENT/);
});
