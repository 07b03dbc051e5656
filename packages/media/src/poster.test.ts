// The picture that stands for a lecture, and what another one costs.
import { execFile } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyPackage } from './manifest.ts';
import { packageLecture, type PackageLectureOptions } from './package-lecture.ts';
import { ffmpegBuilds, sampleVideo, temporaryFolder } from './testing/sample-video.ts';

const run = promisify(execFile);
const builds = await ffmpegBuilds();

/** Nine seconds: red, and blue from five seconds on, which is no keyframe. */
const TURNING_BLUE = [
  '-vf',
  "drawbox=c=red:t=fill:enable='lt(t,5)',drawbox=c=blue:t=fill:enable='gte(t,5)'",
];

describe.each(builds)(
  'a lecture packaged with $build',
  { timeout: 60_000 },
  ({ path: ffmpegPath }) => {
    let folder: Awaited<ReturnType<typeof temporaryFolder>>;
    const at = (...names: string[]) => join(folder.path, ...names);

    beforeAll(async () => {
      folder = await temporaryFolder();
      const sample = { seconds: 9, size: '320x180' };
      await sampleVideo(ffmpegPath, at('lecture.mp4'), { ...sample, extra: TURNING_BLUE });
      await pack('first', {});
    });
    afterAll(() => folder[Symbol.asyncDispose]());

    async function pack(target: string, changes: Partial<PackageLectureOptions>) {
      const packaged = await packageLecture({
        ffmpeg: { path: ffmpegPath },
        source: at('lecture.mp4'),
        target: at(target),
        ...changes,
      });
      expect(packaged).toMatchObject({ ok: true });
      return packaged;
    }

    /** What colour the poster is all over. */
    async function posterOf(target: string): Promise<string> {
      const { stdout } = await run(
        ffmpegPath,
        [
          ...['-nostdin', '-v', 'error', '-i', at(target, 'poster.jpg'), '-vf', 'scale=1:1'],
          ...['-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'],
        ],
        { encoding: 'buffer' },
      );
      const [red = 0, green = 0, blue = 0] = stdout;
      if (green > 60 || Math.max(red, blue) < 180) return 'neither';
      return red > blue ? 'red' : 'blue';
    }

    /** The file itself, by whatever name. */
    const segmentOf = async (target: string, rendition = 'video-180') =>
      (await stat(at(target, rendition, 'segment-00001.m4s'))).ino;

    test.each([
      { posterMs: 0, colour: 'red', promise: 'at the very beginning' },
      { posterMs: 4_950, colour: 'red', promise: 'just before the picture changes' },
      { posterMs: 5_000, colour: 'blue', promise: 'when it changes, between two keyframes' },
      { posterMs: 8_999, colour: 'blue', promise: 'at the last millisecond' },
      { posterMs: 9_400, colour: 'blue', promise: 'where the sound goes on without a picture' },
    ])('shows on its poster what is seen $promise', async ({ posterMs, colour }) => {
      const target = `at-${posterMs}`;
      await pack(target, { posterMs, alike: at('first') });
      expect(await posterOf(target)).toBe(colour);
      expect(await verifyPackage(at(target))).toEqual({ ok: true });
    });

    test('gets another poster or other subtitles without being encoded again', async () => {
      await writeFile(at('zh.vtt'), 'WEBVTT\n\n00:00.000 --> 00:02.000\n同志们好\n');
      const subtitles = [{ lang: 'zh-CN', path: at('zh.vtt'), label: '中文' }];
      await pack('second', { posterMs: 6_000, subtitles, alike: at('first') });
      expect(await posterOf('second')).toBe('blue');
      for (const rendition of ['video-180', 'audio'])
        expect(await segmentOf('second', rendition)).toBe(await segmentOf('first', rendition));
      expect(await readFile(at('second', 'master.m3u8'), 'utf8')).toContain('subtitles/zh-CN/');
      expect(await verifyPackage(at('first'))).toEqual({ ok: true });
      await pack('again', { subtitles, posterMs: 6_000 });
      const manifest = (target: string) => readFile(at(target, 'manifest.json'), 'utf8');
      expect(await segmentOf('again')).not.toBe(await segmentOf('second'));
      expect(await manifest('again')).toBe(await manifest('second'));
    });

    test('takes nothing over from a package that is damaged, of another recording, or not there', async () => {
      await pack('damaged', {});
      await writeFile(at('damaged', 'thumbs.vtt'), 'WEBVTT\n');
      await sampleVideo(ffmpegPath, at('other.mp4'), { seconds: 9, size: '320x180' });
      await pack('other', { source: at('other.mp4') });
      for (const alike of ['damaged', 'other', 'missing']) {
        const target = `beside-${alike}`;
        await pack(target, { posterMs: 6_000, alike: at(alike) });
        expect(await posterOf(target)).toBe('blue');
        expect(await verifyPackage(at(target))).toEqual({ ok: true });
        const theirs = alike === 'missing' ? null : await segmentOf(alike);
        expect(await segmentOf(target)).not.toBe(theirs);
      }
    });
  },
);
