// A recording of which only a part is the lecture: what is written stays in the time of the recording, what is read
// is in the time of the lecture.
import { expect, test } from 'vitest';
import { brokenCourse, errorsOf, folderOf, read, readGood } from './broken-course.fixture.ts';
import { readLectureTimeline } from './read-outline.ts';
import { goodCourse, type CourseFiles } from './sample-course.fixture.ts';

// The sample's recording is four minutes long; its second chapter and slide begin at 1:20.
const TIMELINE = 'lecture.timeline.json';
const VTT = 'lecture.zh-CN.vtt';

const trimmedTo = (trim: object, more = '') =>
  brokenCourse(TIMELINE, '"format": 1,', `"format": 1, "trim": ${JSON.stringify(trim)}, ${more}`);

const CUES = `WEBVTT

00:58.000 --> 01:02.000
开始

03:00.000 --> 03:02.000
中间

03:19.000 --> 03:21.000
结束

03:30.000 --> 03:32.000
闲聊
`;

const QUESTIONS = `    subtitles: { zh-CN: lecture.zh-CN.vtt }
    questions:
      - at: '2:00'
        item: { id: voucher, kind: true_false, stem: 登记后出具凭证。, answer: true, explanation: 有明文。, difficulty: 1 }
`;

const asking = (files: CourseFiles, at = '2:00'): CourseFiles => ({
  ...files,
  'course.yaml': String(files['course.yaml']).replace(
    '    subtitles: { zh-CN: lecture.zh-CN.vtt }\n',
    () => QUESTIONS.replace('2:00', at),
  ),
});

async function lectureIn(files: CourseFiles) {
  const [lecture] = (await readGood(await folderOf(files))).lessons;
  if (lecture?.kind !== 'lecture' || !lecture.media) throw new Error('the first is the lecture');
  return { ...lecture, media: lecture.media };
}

test('all that goes with a trimmed lecture is told in its own time', async () => {
  const files = trimmedTo({ startMs: 60_000, endMs: 200_000 }, '"posterMs": 90000,');
  const { media, questions } = await lectureIn(asking({ ...files, [VTT]: CUES }));
  expect(media).toMatchObject({
    durationMs: 140_000,
    posterMs: 30_000,
    trim: { startMs: 60_000, endMs: 200_000, recordingMs: 240_000 },
  });
  expect(media.chapters.map(({ startMs }) => startMs)).toEqual([0, 20_000]);
  expect(media.slides.map(({ startMs }) => startMs)).toEqual([0, 20_000]);
  expect(media.subtitles[0]?.cues).toMatchObject([
    { startMs: 0, endMs: 2_000, text: '开始' },
    { startMs: 120_000, endMs: 122_000, text: '中间' },
    { startMs: 139_000, endMs: 140_000, text: '结束' },
  ]);
  expect(questions.map(({ atMs }) => atMs)).toEqual([60_000]);
});

test('what comes before the start and after the end falls away, and a start alone goes on to the end', async () => {
  const late = await lectureIn({ ...trimmedTo({ startMs: 100_000 }), [VTT]: CUES });
  expect(late.media).toMatchObject({ durationMs: 140_000 });
  expect(late.media.chapters).toMatchObject([{ startMs: 0, title: { 'zh-CN': '二、记' } }]);
  expect(late.media.slides).toHaveLength(1);
  const early = await lectureIn({ ...trimmedTo({ endMs: 70_000 }), [VTT]: CUES });
  expect(early.media).toMatchObject({ durationMs: 70_000 });
  expect(early.media.chapters).toMatchObject([{ startMs: 0 }]);
});

test.each([{}, { startMs: 0 }, { startMs: 0, endMs: 240_000 }])(
  'a trim %o that keeps all of the recording is none',
  async (trim) => {
    const { media } = await lectureIn(trimmedTo(trim));
    expect(media).not.toHaveProperty('trim');
    expect(media.durationMs).toBe(240_000);
  },
);

test.each([
  ['ends after the recording', { startMs: 1_000, endMs: 240_001 }, 'trim-beyond-end'],
  ['starts after the recording', { startMs: 300_000 }, 'trim-beyond-end'],
  ['ends before it starts', { startMs: 90_000, endMs: 80_000 }, 'trim-order'],
  ['leaves next to nothing', { startMs: 90_000, endMs: 99_999 }, 'trim-too-short'],
])('a trim that %s is refused where it stands', async (_, trim, code) => {
  const folder = await folderOf(trimmedTo(trim));
  expect(await errorsOf(folder)).toEqual([`${code} ${TIMELINE}:2`]);
});

test('a trim by half a millisecond, or by something else, is refused', async () => {
  expect(await errorsOf(await folderOf(trimmedTo({ startMs: 0.5 })))).toEqual([
    `wrong-type ${TIMELINE}:2`,
  ]);
  expect(await errorsOf(await folderOf(trimmedTo({ from: 5 })))).toEqual([
    `unknown-key ${TIMELINE}:2`,
  ]);
});

test.each([
  [
    'the poster',
    trimmedTo({ startMs: 100_000 }, '"posterMs": 90000,'),
    ['trim-poster', 'trim-no-cue'],
  ],
  ['all subtitles', trimmedTo({ startMs: 100_000 }), ['trim-no-cue']],
  [
    'a question',
    asking({ ...trimmedTo({ startMs: 100_000 }), [VTT]: CUES }, '1:50'),
    ['question-time'],
  ],
  [
    'all chapters',
    {
      ...goodCourse(),
      [VTT]: CUES.replace('00:58', '00:00').replace('01:02', '00:09'),
      [TIMELINE]: String(trimmedTo({ endMs: 10_000 })[TIMELINE]).replaceAll(
        '"startMs": 0,',
        '"startMs": 30000,',
      ),
    },
    ['trim-no-chapter'],
  ],
])('%s outside of what is kept is told, and not lost without a word', async (_, files, codes) => {
  const result = await read(await folderOf(files));
  expect(result.ok ? [] : result.errors.map(({ code }) => code)).toEqual(codes);
});

test('the sentence about a question names the times of the recording', async () => {
  const files = asking({ ...trimmedTo({ startMs: 100_000 }), [VTT]: CUES }, '1:50');
  const result = await read(await folderOf(files));
  expect(result.ok ? null : result.errors[0]?.params).toMatchObject({ from: '1:55', to: '3:45' });
});

test('a timeline gives its trim again as it was written', () => {
  const text = String(trimmedTo({ startMs: 60_000 })[TIMELINE]);
  expect(readLectureTimeline(text)).toMatchObject({
    trim: { startMs: 60_000 },
    durationMs: 240_000,
  });
});
