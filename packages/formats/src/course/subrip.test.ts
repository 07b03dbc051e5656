import fc from 'fast-check';
import { expect, test } from 'vitest';
import { webVttOf } from './subrip.ts';
import { cueText, readWebVtt, writeWebVtt } from './webvtt.ts';

const SUBRIP = `\uFEFF1\r
00:00:01,000 --> 00:00:02,500\r
大家好。\r
今天讲 <font color="red">信访</font>。\r
\r
2\r
0:0:3.5 --> 00:00:05,000 X1:40\r
{\\an8}2024\r
2024\r
`;

test('subtitles as most programs write them become those that browsers show', () => {
  const made = webVttOf(SUBRIP) ?? '';
  expect(made).toBe(
    'WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n大家好。\n今天讲 信访。\n\n00:00:03.500 --> 00:00:05.000\n2024\n2024\n',
  );
  const read = readWebVtt('a.vtt', made);
  expect(read.errors).toEqual([]);
  expect(read.cues.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
    [1000, 2500],
    [3500, 5000],
  ]);
});

test('what is right already stays, and what has no times is none', () => {
  const right = 'WEBVTT\n\n00:01.000 --> 00:02.000\n好\n';
  expect(webVttOf(right)).toBe(right);
  expect(webVttOf('一段话\n没有时间\n')).toBeNull();
});

test('whatever comes in, nothing but times follows an arrow', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (lines) => {
      const made = webVttOf(`1\n00:00:01,000 --> 00:00:02,000\n${lines.join('\n')}`) ?? '';
      const arrows = made.split('\n').filter((line) => line.includes('-->'));
      expect(arrows.every((line) => /^[\d:.]+ --> [\d:.]+$/.test(line))).toBe(true);
    }),
  );
});

const cue = fc
  .record({ startMs: fc.nat(86_400_000), lastsMs: fc.integer({ min: 1, max: 20_000 }) })
  .map(({ startMs, lastsMs }) => ({ startMs, endMs: startMs + lastsMs }));
const words = fc.string({ unit: 'binary', maxLength: 60 });

test('cues that were read, changed and written are read the same again', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(cue, words), { minLength: 1, maxLength: 20 }), (typed) => {
      const cues = typed
        .map(([times, text]) => ({ ...times, text: cueText(text) || '字' }))
        .sort((a, b) => a.startMs - b.startMs);
      const read = readWebVtt('a.vtt', writeWebVtt(cues));
      expect(read.errors).toEqual([]);
      expect(read.cues.map(({ startMs, endMs, text }) => ({ startMs, endMs, text }))).toEqual(cues);
      expect(cues.map(({ text }) => cueText(text))).toEqual(cues.map(({ text }) => text));
    }),
  );
});
