import { expect, test } from 'vitest';
import { parseThumbnails, thumbnailAt } from './thumbnails.ts';

const VTT = `WEBVTT

00:00:00.000 --> 00:00:10.000
thumbs-001.jpg#xywh=0,0,160,90

1
00:10.000 --> 00:20.500
thumbs-001.jpg#xywh=160,0,160,90

00:20.500 --> 00:30.000
no picture here
`;

test('every time of the lecture has its part of the sheet', () => {
  const thumbnails = parseThumbnails(VTT, 'http://school.example/media/a/thumbs.vtt');
  expect(thumbnails).toHaveLength(2);
  expect(thumbnailAt(thumbnails, 12_000)).toEqual({
    startMs: 10_000,
    endMs: 20_500,
    url: 'http://school.example/media/a/thumbs-001.jpg',
    x: 160,
    y: 0,
    width: 160,
    height: 90,
  });
  expect(thumbnailAt(thumbnails, 999_000)?.startMs).toBe(10_000);
  expect(thumbnailAt([], 0)).toBeNull();
});
