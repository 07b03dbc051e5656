import { expect, test } from 'vitest';
import {
  brokenCourse,
  errorsOf,
  expectOneError,
  folderOf,
  readGood,
  type Breakage,
} from './broken-course.fixture.ts';
import { goodCourse } from './sample-course.fixture.ts';

const breakages: Breakage[] = [
  {
    promise: 'a point longer than 24 characters is refused',
    find: '[先听完, 再记录]',
    put: `[先听完, ${'长'.repeat(25)}]`,
    code: 'too-long',
    at: '长长',
  },
  {
    promise: 'one point is too few',
    find: '[先听完, 再记录]',
    put: '[先听完]',
    code: 'too-few',
    at: '[先听完]',
  },
  {
    promise: 'digits cannot be read aloud',
    find: '          群众来了',
    put: '          好的。\n          3月群众来了',
    code: 'narration-unspeakable',
    at: '3月',
  },
  {
    promise: 'a quotation that is not word for word is refused',
    find: '当场登记……，出具凭证',
    put: '当场登记……，出具收据',
    code: 'quotation-differs',
    at: '出具收据',
  },
  {
    promise: 'a source that cites no article is refused',
    find: 'cite: 《样例条例》第二条',
    put: 'cite: 样例条例',
    code: 'citation-form',
    at: 'cite: 样例',
  },
  {
    promise: 'a quotation from a statute that is not at hand is refused',
    find: '《样例条例》第二条',
    put: '《没有的法》第二条',
    code: 'statute-unknown',
    at: '应当当场登记',
  },
];

test.each(breakages)('$promise', (breakage) => expectOneError('lecture.yaml', breakage));

const lectureWith = (change: (text: string) => string) => {
  const files = goodCourse();
  return folderOf({ ...files, 'lecture.yaml': change(String(files['lecture.yaml'])) });
};

test('a lecture of two chapters is refused', async () => {
  const folder = await lectureWith((text) => text.slice(0, text.indexOf('  - title: { zh-CN: 三')));
  expect(await errorsOf(folder)).toEqual(['too-few lecture.yaml:2']);
});

test('a narration of less than three minutes is refused', async () => {
  const folder = await lectureWith((text) => text.replaceAll('当天答复。', ''));
  expect(await errorsOf(folder)).toEqual(['narration-length lecture.yaml:1']);
});

const inTimeline: Breakage[] = [
  {
    promise: 'a slide that starts before the one before it is refused',
    find: '{ "startMs": 80000, "image"',
    put: '{ "startMs": 0, "image"',
    code: 'times-not-ascending',
    at: '"slides/02',
  },
  {
    promise: 'a chapter that starts after the end is refused',
    find: '{ "startMs": 80000, "title"',
    put: '{ "startMs": 240000, "title"',
    code: 'time-beyond-end',
    at: '二、记',
  },
  {
    promise: 'a slide without its picture is named',
    find: '02.webp',
    put: '03.webp',
    code: 'file-missing',
    at: '03.webp',
  },
  {
    promise: 'a slide out of the folder is refused',
    find: 'slides/02.webp',
    put: 'slides/../../02.webp',
    code: 'file-outside',
    at: '02.webp',
  },
  {
    promise: 'a slide in another format is refused',
    find: '02.webp',
    put: '02.svg',
    code: 'file-kind',
    at: '02.svg',
  },
  {
    promise: 'a time that is no whole number is refused',
    find: '"durationMs": 240000',
    put: '"durationMs": 240000.5',
    code: 'wrong-type',
    at: '240000.5',
  },
  {
    promise: 'a poster from after the end is refused',
    find: '"durationMs": 240000,',
    put: '"durationMs": 240000,\n  "posterMs": 240000,',
    code: 'time-beyond-end',
    at: '"posterMs"',
  },
  {
    promise: 'a poster between two milliseconds is refused',
    find: '"durationMs": 240000,',
    put: '"durationMs": 240000,\n  "posterMs": 1500.5,',
    code: 'wrong-type',
    at: '"posterMs"',
  },
  {
    promise: 'a poster from before the beginning is refused',
    find: '"durationMs": 240000,',
    put: '"durationMs": 240000,\n  "posterMs": -1,',
    code: 'number-too-small',
    at: '"posterMs"',
  },
  {
    promise: 'a key given twice is refused',
    find: '"format": 1,',
    put: '"format": 1,\n  "format": 1,',
    code: 'yaml-duplicate-key',
    at: '"format": 1,\n  "durationMs"',
  },
];

test.each(inTimeline)('in the timeline $promise', (breakage) =>
  expectOneError('lecture.timeline.json', breakage),
);

test.each([0, 95_400, 239_999])('the poster may be the picture at %i ms', async (posterMs) => {
  const put = `"posterMs": ${posterMs}, "durationMs"`;
  const folder = await folderOf(brokenCourse('lecture.timeline.json', '"durationMs"', put));
  const [lecture] = (await readGood(folder)).lessons;
  expect(lecture).toMatchObject({ media: { posterMs, durationMs: 240_000 } });
});

test('a timeline that says nothing of the poster leaves it open', async () => {
  const [lecture] = (await readGood(await folderOf(goodCourse()))).lessons;
  if (lecture?.kind !== 'lecture' || !lecture.media) return expect.unreachable();
  expect(lecture.media).not.toHaveProperty('posterMs');
});

test('a timeline that is YAML but not JSON is refused', async () => {
  const folder = await folderOf(brokenCourse('lecture.timeline.json', '"format"', 'format'));
  expect(await errorsOf(folder)).toEqual(['json-syntax lecture.timeline.json:-']);
});

const inSubtitles: Breakage[] = [
  {
    promise: 'a file that does not say WEBVTT is refused',
    find: 'WEBVTT',
    put: 'SRT',
    code: 'vtt-header',
    at: 'SRT',
  },
  {
    promise: 'a comma in a time is refused',
    find: '00:02.500 --> 00:05.000',
    put: '00:02,500 --> 00:05.000',
    code: 'vtt-timing',
    at: '00:02,500',
  },
  {
    promise: 'a cue that ends before it starts is refused',
    find: '--> 00:05.000',
    put: '--> 00:01.000',
    code: 'vtt-order',
    at: '--> 00:01.000',
  },
  {
    promise: 'a cue that starts before the one before it is refused',
    find: '00:00.000 --> 00:02.500',
    put: '00:03.000 --> 00:04.500',
    code: 'vtt-order',
    at: '00:02.500 -->',
  },
  {
    promise: 'a cue without words is refused',
    find: '听完再说。',
    put: '',
    code: 'vtt-blank-cue',
    at: 'line:90%',
  },
  {
    promise: 'a cue after the end of the video is refused',
    find: '--> 00:05.000',
    put: '--> 01:00:05.000',
    code: 'time-beyond-end',
    at: '01:00:05',
  },
];

test.each(inSubtitles)('in the subtitles $promise', (breakage) =>
  expectOneError('lecture.zh-CN.vtt', breakage),
);

test('subtitles without a cue are refused', async () => {
  const folder = await folderOf({ ...goodCourse(), 'lecture.zh-CN.vtt': 'WEBVTT\n' });
  expect(await errorsOf(folder)).toEqual(['vtt-no-cue lecture.zh-CN.vtt:1']);
});
