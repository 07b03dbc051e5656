// A cartridge as a course folder: what is still to be done is what only its author knows.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { readCourse } from '../course/read-course.ts';
import { roomForTest } from '../courseware/packages.fixture.ts';
import { describe as told } from '../located-error.ts';
import {
  ASSESSMENT,
  assessment,
  canvasCourse,
  choice,
  goodCartridge,
  item,
  manifest,
  onDisk,
  PNG,
  resource,
  webPage,
} from './cartridges.fixture.ts';
import { readCartridge } from './read-cartridge.ts';
import { writeCartridgeCourse } from './write-cartridge-course.ts';

const options = { statutes: new Map<string, never>(), requireMedia: true };

async function written(files = canvasCourse(), area: 'law' | null = 'law') {
  const path = await onDisk(files);
  const read = await readCartridge('a.imscc', path);
  if (!read.ok) throw new Error('refused');
  const room = await roomForTest();
  const result = await writeCartridgeCourse(read.course, path, room, { slug: 'from-canvas', area });
  return { read, path, room, result, folder: join(room, 'from-canvas') };
}

test('files and pictures lie in the folder; the reader asks for nothing but the author’s part', async () => {
  const { folder, result } = await written();
  const names = [
    'course.yaml',
    'picture-1.png',
    'quiz-1.yaml',
    'quiz-2.yaml',
    'reading-1.md',
    'reading-2.md',
  ];
  expect(await readdir(folder)).toEqual(names);
  expect(result.ok && [...result.files].sort()).toEqual(names);
  expect(new Uint8Array(await readFile(join(folder, 'picture-1.png')))).toEqual(PNG);
  const read = await readCourse(folder, options);
  const asked = read.ok
    ? []
    : read.errors.map(({ code, file, params }) => [file, code, params['key']].join(' '));
  expect(asked).toEqual([
    'course.yaml blank-text zh-CN',
    'course.yaml blank-text en',
    'course.yaml too-few tags',
    'course.yaml blank-text name',
    'course.yaml blank-text title',
    'course.yaml too-few sources',
    'quiz-1.yaml missing-key passMark',
    'quiz-1.yaml missing-key explanation',
    'quiz-1.yaml missing-key difficulty',
    'quiz-1.yaml missing-key explanation',
    'quiz-1.yaml missing-key difficulty',
    'quiz-1.yaml missing-key guide',
    'quiz-2.yaml missing-key passMark',
    'quiz-2.yaml missing-key attempts',
    'quiz-2.yaml missing-key explanation',
    'quiz-2.yaml missing-key difficulty',
  ]);
  const text = await readFile(join(folder, 'course.yaml'), 'utf8');
  expect(text).toMatch(
    /^# 由课程包转换而来。[^\n]+\n# Made from a cartridge\.[^\n]+\n\nformat: 1\n/,
  );
});

test('without an area the author is asked for it', async () => {
  const { folder } = await written(canvasCourse(), null);
  const read = await readCourse(folder, options);
  expect(read.ok ? [] : read.errors.map((error) => told(error, 'en'))).toContainEqual(
    expect.stringMatching(/^course\.yaml:\d+:\d+ .*\barea\b/),
  );
});

test('once that is filled in the course is whole, and scores as before', async () => {
  const { folder } = await written();
  const fill = async (
    name: string,
    entries: readonly (readonly [readonly (string | number)[], unknown])[],
  ) => {
    const document = parseDocument(await readFile(join(folder, name), 'utf8'));
    for (const [path, value] of entries) document.setIn(path, document.createNode(value));
    await writeFile(join(folder, name), document.toString());
  };
  const both = { 'zh-CN': '一句话', en: 'A sentence' };
  await fill('course.yaml', [
    [['summary'], both],
    [['tags'], ['信访']],
    [['lecturer'], { name: '甲', title: '乙' }],
    [['sources'], [{ title: '条例', issuer: '国务院', date: '2022-02-25' }]],
    [['valuation'], 1],
  ]);
  const known = (at: number) =>
    [
      [['items', at, 'explanation'], '解析'],
      [['items', at, 'difficulty'], 1],
    ] as const;
  await fill('quiz-1.yaml', [
    [['passMark'], 60],
    ...known(0),
    ...known(1),
    [['items', 1, 'guide'], '要点'],
  ]);
  await fill('quiz-2.yaml', [[['passMark'], 60], [['attempts'], 0], ...known(0)]);
  const read = await readCourse(folder, options);
  if (!read.ok) throw new Error(read.errors.map((error) => told(error, 'en')).join('\n'));
  const [reading, quiz] = read.course.lessons;
  expect(read.course.lessons.map(({ id, required }) => [id, required])).toEqual([
    ['reading-1', true],
    ['quiz-1', true],
    ['quiz-2', false],
    ['reading-2', false],
  ]);
  expect(reading).toMatchObject({ title: { 'zh-CN': '第一周 · 接访', en: '第一周 · 接访' } });
  expect(quiz).toMatchObject({
    passMark: 60,
    attempts: 2,
    timeLimitMinutes: 30,
    items: [
      { kind: 'single', options: ['甲', '乙'], answer: 'A', points: 2 },
      { kind: 'short_answer', stem: '谈谈看法' },
    ],
  });
});

test('a folder that is there stays as it is', async () => {
  const { read, path, room, folder } = await written();
  const before = await readFile(join(folder, 'course.yaml'), 'utf8');
  await expect(
    writeCartridgeCourse(read.course, path, room, { slug: 'from-canvas', area: null }),
  ).rejects.toThrow('EEXIST');
  expect(await readFile(join(folder, 'course.yaml'), 'utf8')).toBe(before);
});

test('where a picture cannot be unpacked nothing is left', async () => {
  const { read, room } = await written();
  const other = await onDisk({ 'imsmanifest.xml': '' });
  const result = await writeCartridgeCourse(read.course, other, room, { slug: 'b', area: null });
  expect(result.ok ? [] : result.errors.map(({ code }) => code)).toEqual(['archive-missing']);
  expect(await readdir(room)).toEqual(['from-canvas']);
});

test('texts that YAML and Markdown would take for marks come back as they were', async () => {
  const title = '# 注意: “甲” &amp; - [x] * #';
  const files = {
    'imsmanifest.xml': manifest(
      item('p', title) + item('q', '测: 1'),
      resource('p', 'webcontent', 'p.html') + resource('q', ASSESSMENT, 'q.xml'),
    ),
    'p.html': webPage('<p>- 文: *</p>'),
    'q.xml': assessment('x', choice('q', '题: - # [', ['60', 'no', 'null', '- x: y'], 2), {
      attempts: 'unlimited',
    }),
  };
  const { course } = await goodCartridge(files);
  expect(course.lessons[1]).toMatchObject({ attempts: 0 });
  const { folder } = await written(files);
  const read = await readCourse(folder, options);
  const codes = read.ok ? [] : read.errors.map(({ code }) => code);
  expect(new Set(codes)).toEqual(new Set(['blank-text', 'too-few', 'missing-key']));
  expect(await readFile(join(folder, 'quiz-1.yaml'), 'utf8')).toContain('attempts: 0');
  const markdown = await readFile(join(folder, 'reading-1.md'), 'utf8');
  expect(markdown).toMatch(/^# # 注意: “甲” & - \\\[x\\\] \\\* \\#\n\n\\- 文: \\\*\n$/);
});
