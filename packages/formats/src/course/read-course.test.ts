import { appendFile, mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { brokenCourse, errorsOf, folderOf, readGood } from './broken-course.fixture.ts';
import { readCourse } from './read-course.ts';
import { goodCourse, sampleStatutes } from './sample-course.fixture.ts';

test('a good course is read with everything an import needs', async () => {
  const folder = await folderOf(goodCourse());
  const course = await readGood(folder);
  expect(course.slug).toBe('first-day');
  expect(course.title).toEqual({
    'zh-CN': '接访的第一天',
    en: 'The first day at the reception desk',
  });
  expect(course.valuation).toEqual({ kind: 'linear' });
  expect(course.lessons.map(({ id, kind, required }) => [id, kind, required])).toEqual([
    ['lecture', 'lecture', true],
    ['reading', 'reading', false],
    ['case', 'case', true],
    ['quiz', 'quiz', true],
  ]);
  expect(course.files).toEqual(Object.keys(goodCourse()).sort());
});

test('a recorded lecture needs nothing written of what is said, no slides, and comes as recorders write it', async () => {
  const { 'lecture.yaml': _, 'lecture.mp4': video = '', ...files } = goodCourse();
  const folder = await folderOf({
    ...files,
    'lecture.mkv': video,
    'course.yaml': String(files['course.yaml'])
      .replace('    source: lecture.yaml\n', '')
      .replace('lecture.mp4', 'lecture.mkv'),
    'lecture.timeline.json': String(files['lecture.timeline.json']).replace(
      /"slides": \[[^\]]*\]/,
      '"slides": []',
    ),
  });
  const [lecture] = (await readGood(folder)).lessons;
  expect(lecture).toMatchObject({
    kind: 'lecture',
    narrationCharacters: 0,
    media: { video: { name: 'lecture.mkv' }, slides: [] },
  });
  const checked = { statutes: sampleStatutes, requireMedia: true, withoutHash: true };
  expect(await readCourse(folder, checked)).toMatchObject({
    ok: true,
    course: { contentHash: '' },
  });
});

test('the lecture comes with its video, slides, times and subtitles', async () => {
  const folder = await folderOf(goodCourse());
  const [lecture] = (await readGood(folder)).lessons;
  if (lecture?.kind !== 'lecture' || lecture.media === null) throw new Error('no lecture');
  expect(lecture.narrationCharacters).toBe(3 * 12 * 23);
  expect(lecture.media.video).toEqual({
    name: 'lecture.mp4',
    path: join(folder, 'lecture.mp4'),
    bytes: 8,
  });
  expect(lecture.media.slides.map(({ startMs, image }) => [startMs, image.name])).toEqual([
    [0, 'slides/01.webp'],
    [80_000, 'slides/02.webp'],
  ]);
  expect(lecture.media.subtitles[0]?.cues).toEqual([
    { startMs: 0, endMs: 2500, text: '群众来了先请坐，', line: 6 },
    { startMs: 2500, endMs: 5000, text: '听完再说。', line: 9 },
  ]);
});

test('a course being written can be read before its video is made', async () => {
  const { 'lecture.mp4': _, 'lecture.timeline.json': __, ...files } = goodCourse();
  const course = await readGood(await folderOf(files), false);
  const [lecture] = course.lessons;
  expect(lecture?.kind === 'lecture' && lecture.media).toBeNull();
  expect(course.files).not.toContain('lecture.mp4');
});

test('a fixed value in hours becomes hundredths', async () => {
  const files = brokenCourse('course.yaml', 'valuation: linear', 'valuation: 0.75');
  const course = await readGood(await folderOf(files));
  expect(course.valuation).toEqual({ kind: 'authored', hundredths: 75 });
});

test('the content hash changes with any byte of any file, and with nothing else', async () => {
  const folder = await folderOf(goodCourse());
  const twin = await folderOf(goodCourse());
  const { contentHash, files } = await readGood(folder);
  expect(contentHash).toMatch(/^[0-9a-f]{64}$/);
  await writeFile(join(twin, 'notes.txt'), 'not part of the course');
  expect((await readGood(twin)).contentHash).toBe(contentHash);
  const seen = new Set([contentHash]);
  for (const name of files) {
    await appendFile(join(folder, name), name.endsWith('.yaml') ? '# \n' : '\n');
    seen.add((await readGood(folder)).contentHash);
  }
  expect(seen.size).toBe(files.length + 1);
});

test('all errors of all files are told at once, in reading order', async () => {
  const files = {
    ...brokenCourse('course.yaml', 'area: social_management', 'area: cooking'),
    'quiz.yaml': brokenCourse('quiz.yaml', 'passMark: 60', 'passMark: 600')['quiz.yaml'] ?? '',
    'reading.md': brokenCourse('reading.md', '> 出具凭证', '> 出具证明')['reading.md'] ?? '',
    'slides/02.webp': '',
  };
  expect(await errorsOf(await folderOf(files))).toEqual([
    'not-allowed course.yaml:6',
    'file-empty lecture.timeline.json:10',
    'number-too-large quiz.yaml:1',
    'quotation-differs reading.md:7',
  ]);
});

test('more than eight errors of one file are all told', async () => {
  const items = Array.from({ length: 20 }, (_, index) => `  - { id: q${index}, kind: single }\n`);
  const files = {
    ...goodCourse(),
    'quiz.yaml': `passMark: 60\nattempts: 0\nitems:\n${items.join('')}`,
  };
  const errors = await errorsOf(await folderOf(files));
  // Each item lacks stem, explanation, difficulty, options and answer.
  expect(errors).toHaveLength(20 * 5);
  expect(new Set(errors).size).toBe(20);
});

test('malformed YAML is told with its place, and the other files are still read', async () => {
  const files = {
    ...brokenCourse('case.yaml', 'minutes: 12', 'minutes: [12'),
    'quiz.yaml': brokenCourse('quiz.yaml', 'answer: A', 'answer: Z')['quiz.yaml'] ?? '',
  };
  const errors = await errorsOf(await folderOf(files));
  expect(errors[0]).toBe('yaml-syntax case.yaml:2');
  expect(errors.at(-1)).toBe('bad-form quiz.yaml:8');
});

test('a folder that does not exist, or is empty, is told', async () => {
  const folder = await folderOf({});
  expect(await errorsOf(join(folder, 'nowhere'))).toEqual(['folder-missing course.yaml:-']);
  expect(await errorsOf(folder)).toEqual(['file-missing course.yaml:-']);
});

test('a folder whose name cannot be a slug is told', async () => {
  const folder = await folderOf(goodCourse(), '第一课');
  expect(await errorsOf(folder)).toEqual(['slug-form course.yaml:-']);
});

test('a link out of the folder is refused; a link within it is followed', async () => {
  const { 'desk.webp': _, 'slides/02.webp': __, ...files } = goodCourse();
  const folder = await folderOf(files);
  await symlink('/etc/hostname', join(folder, 'desk.webp'));
  await symlink('01.webp', join(folder, 'slides/02.webp'));
  expect(await errorsOf(folder)).toEqual(['file-outside reading.md:5']);
});

test('a folder in place of a file is refused', async () => {
  const { 'reading.md': _, ...files } = goodCourse();
  const folder = await folderOf(files);
  await mkdir(join(folder, 'reading.md'));
  expect(await errorsOf(folder)).toEqual(['file-not-regular course.yaml:25']);
});

test('files beyond their limits are refused before they are read', async () => {
  const folder = await folderOf(goodCourse());
  await truncate(join(folder, 'lecture.mp4'), 4 * 1024 ** 3 + 1); // Sparse: takes no room.
  await appendFile(join(folder, 'quiz.yaml'), `# ${'x'.repeat(1024 ** 2)}`);
  expect(await errorsOf(folder)).toEqual([
    'file-too-large course.yaml:19',
    'file-too-large course.yaml:34',
  ]);
});

test('text in another encoding is refused with its first bad line', async () => {
  const gbk = Uint8Array.of(0x23, 0x20, 0x61, 0x0a, 0x0a, 0xd0, 0xc5, 0xb7, 0xc3);
  const folder = await folderOf({ ...goodCourse(), 'reading.md': gbk });
  expect(await errorsOf(folder)).toEqual(['not-utf8 reading.md:3']);
});

test('a course with too little material for a quarter of an hour is refused', async () => {
  const quizOnly = String(goodCourse()['course.yaml']).replace(
    / {2}- id: lecture[^]*?(?= {2}- id: quiz)/,
    '',
  );
  const folder = await folderOf({ ...goodCourse(), 'course.yaml': quizOnly });
  expect(await errorsOf(folder)).toEqual(['too-little-material course.yaml:10']);
});
