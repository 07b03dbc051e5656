import { expect, test } from 'vitest';
import { cutWebVtt } from './cut-webvtt.ts';

const HOUR = 3_600_000;

test('notes, styles, ids, settings and times inside of a text stay what they are', () => {
  const text = `WEBVTT 讲座

STYLE
::cue { color: white }

NOTE 校对过

7
01:00:00.000 --> 01:00:04.000 align:start line:0
同<01:00:01.000>志<01:00:03.000>们
好

02:00:00.000 --> 02:00:01.000
完
`;
  expect(cutWebVtt(text, { startMs: HOUR + 2_000, endMs: 2 * HOUR })).toBe(`WEBVTT 讲座

STYLE
::cue { color: white }

NOTE 校对过

7
00:00:00.000 --> 00:00:02.000 align:start line:0
同志<00:00:01.000>们
好
`);
});

test('where no cue is left there are no subtitles', () => {
  const text = 'WEBVTT\n\n00:01.000 --> 00:02.000\n好\n';
  expect(cutWebVtt(text, { startMs: 2_000, endMs: 30_000 })).toBeNull();
});
