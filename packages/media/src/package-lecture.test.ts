import { mkdir, open, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyPackage } from './manifest.ts';
import { packageLecture, type PackageLectureOptions } from './package-lecture.ts';
import { parsePlaylist } from './playlist.ts';
import { ffmpegBuilds, remux, sampleVideo, temporaryFolder } from './testing/sample-video.ts';

const builds = await ffmpegBuilds();
const VTT = 'WEBVTT\n\n00:00.000 --> 00:02.000\n同志们好\n';

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

describe.each(builds)(
  'a lecture packaged with $build',
  { timeout: 60_000 },
  ({ path: ffmpegPath }) => {
    let folder: Awaited<ReturnType<typeof temporaryFolder>>;
    let options: PackageLectureOptions;
    const at = (...names: string[]) => join(folder.path, ...names);
    const pack = (changes: Partial<PackageLectureOptions>) =>
      packageLecture({ ...options, ...changes });
    const text = (...names: string[]) => readFile(at('lecture', ...names), 'utf8');

    beforeAll(async () => {
      folder = await temporaryFolder();
      await sampleVideo(ffmpegPath, at('lecture.mp4'), { seconds: 10 });
      await sampleVideo(ffmpegPath, at('small.mp4'), { seconds: 6, size: '320x180' });
      await writeFile(at('zh.vtt'), VTT.replaceAll('\n', '\r\n'));
      options = {
        ffmpeg: { path: ffmpegPath },
        source: at('lecture.mp4'),
        target: at('lecture'),
        subtitles: [{ lang: 'zh-CN', path: at('zh.vtt'), label: '中文"字幕"' }],
      };
      const fractions: number[] = [];
      const packaged = await pack({ onProgress: (fraction) => fractions.push(fraction) });
      expect(packaged).toMatchObject({ ok: true });
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
      expect(fractions.filter((fraction) => fraction === 1)).toHaveLength(1);
    });
    afterAll(() => folder[Symbol.asyncDispose]());

    /** A second, smaller lecture for the tests that only need some lecture. */
    const packSmall = (changes: Partial<PackageLectureOptions>) =>
      pack({ source: at('small.mp4'), ...changes });

    /** Codec and keyframe times of a rendition as an independent reader sees them. */
    const inspect = async (rendition: string) => {
      const playlist = parsePlaylist(await text(rendition, 'index.m3u8'));
      const names = [playlist?.initUri ?? '', ...(playlist?.segments ?? []).map(({ uri }) => uri)];
      const whole = at(`${rendition}.mp4`);
      const parts = names.map((name) => readFile(at('lecture', rendition, name)));
      await writeFile(whole, Buffer.concat(await Promise.all(parts)));
      using input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(whole) });
      const track = (await input.getTracks())[0];
      if (!track) throw new Error('no track');
      const keyframes: number[] = [];
      for await (const packet of new EncodedPacketSink(track).packets()) {
        if (packet.type === 'key') keyframes.push(packet.timestamp);
      }
      return { codec: await track.getCodecParameterString(), keyframes, playlist };
    };

    test('has three pictures not higher than the source, and the sound alone', async () => {
      const master = await text('master.m3u8');
      const variants = [...master.matchAll(/^#EXT-X-STREAM-INF:(.*)\n(.+)$/gm)];
      const sizes = variants.map(([, line]) => /RESOLUTION=(\d+x\d+)/.exec(line ?? '')?.[1]);
      expect(sizes).toEqual(['320x180', '426x240', '640x360', undefined]);
      expect(variants.at(-1)?.[2]).toBe('audio/index.m3u8');
      expect(master).toContain('TYPE=AUDIO,GROUP-ID="audio"');
      for (const [, line, uri] of variants) {
        const { codec } = await inspect((uri ?? '').replace('/index.m3u8', ''));
        expect(line).toMatch(new RegExp(`CODECS="${codec}[",]`, 'i'));
        const [peak, average] = [...(line ?? '').matchAll(/BANDWIDTH=(\d+)/g)].map((m) =>
          Number(m[1]),
        );
        expect(peak).toBeGreaterThanOrEqual(average ?? Infinity);
      }
    });

    test('has the same cuts in every picture, every four seconds, with keyframes every two', async () => {
      for (const rendition of ['video-360', 'video-240', 'video-180']) {
        const { keyframes, playlist } = await inspect(rendition);
        expect(playlist?.ended).toBe(true);
        expect(playlist?.segments.map(({ seconds }) => seconds)).toEqual([4, 4, 2]);
        expect(keyframes).toEqual([0, 2, 4, 6, 8]);
      }
      const { playlist } = await inspect('audio');
      for (const [index, seconds] of [4, 4, 2].entries()) {
        expect(playlist?.segments[index]?.seconds).toBeCloseTo(seconds, 1);
      }
    });

    test('has its subtitles, a poster and pictures for the seek bar', async () => {
      const master = await text('master.m3u8');
      expect(master).toContain('NAME="中文 字幕",LANGUAGE="zh-CN"');
      expect(await text('subtitles', 'zh-CN', 'subtitles.vtt')).toBe(VTT);
      const playlist = parsePlaylist(await text('subtitles', 'zh-CN', 'index.m3u8'));
      expect(playlist?.segments).toEqual([
        { uri: 'subtitles.vtt', seconds: expect.closeTo(10, 1) },
      ]);
      expect(await text('thumbs.vtt')).toContain('thumbs-000.jpg#xywh=0,0,160,90');
      for (const picture of ['poster.jpg', 'thumbs-000.jpg']) {
        const bytes = await readFile(at('lecture', picture));
        expect([bytes.readUInt16BE(0), bytes.length > 1_000]).toEqual([0xffd8, true]);
      }
    });

    test('has nothing else in its folder, and verifies', async () => {
      const names = (await readdir(at('lecture'))).filter((name) => name.startsWith('.'));
      expect(names).toEqual([]);
      expect(await exists(at('lecture.partial'))).toBe(false);
      expect(await verifyPackage(at('lecture'))).toEqual({ ok: true });
    });

    test('is returned at once when it is there already', async () => {
      const before = (await stat(at('lecture', 'manifest.json'))).mtimeMs;
      expect(await pack({ ffmpeg: { path: '/nonexistent' } })).toMatchObject({ ok: true });
      expect((await stat(at('lecture', 'manifest.json'))).mtimeMs).toBe(before);
    });

    test('goes on after an interruption without encoding again', async () => {
      const target = at('interrupted');
      const stop = new AbortController();
      const onProgress = (fraction: number) => fraction >= 0.92 && stop.abort();
      const stopped = await packSmall({ target, signal: stop.signal, onProgress });
      expect(stopped).toMatchObject({ ok: false, reason: 'aborted' });
      expect(await exists(target)).toBe(false);
      const segment = ['video-180', 'segment-00001.m4s'];
      const first = await stat(join(`${target}.partial`, ...segment));
      expect(await packSmall({ target })).toMatchObject({ ok: true });
      const second = await stat(join(target, ...segment));
      expect([second.mtimeMs, second.ino]).toEqual([first.mtimeMs, first.ino]);
      expect(await verifyPackage(target)).toEqual({ ok: true });
    });

    test('interrupted while encoding leaves no package and no half segment', async () => {
      const target = at('early');
      const stop = new AbortController();
      const fractions: number[] = [];
      const onProgress = (fraction: number) => {
        fractions.push(fraction);
        stop.abort();
      };
      const source = at('lecture.mp4');
      const stopped = await pack({ source, target, signal: stop.signal, onProgress });
      expect(fractions[0]).toBeLessThan(0.9);
      expect(stopped).toMatchObject({ ok: false, reason: 'aborted' });
      expect(await exists(target)).toBe(false);
      expect(await readdir(`${target}.partial`)).toEqual(['.stages']);
    });

    test('is made anew when another video comes for the same unfinished target', async () => {
      const target = at('replaced');
      const stop = new AbortController();
      const onProgress = (fraction: number) => fraction >= 0.92 && stop.abort();
      await packSmall({ target, signal: stop.signal, onProgress });
      await sampleVideo(ffmpegPath, at('other.mp4'), { seconds: 4, size: '320x240' });
      const packaged = await pack({ target, source: at('other.mp4') });
      expect(packaged).toMatchObject({
        ok: true,
        manifest: { renditions: [{ height: 240 }, {}, {}, {}] },
      });
      expect(await readdir(target)).not.toContain('video-180');
    });

    test.each(['mkv', 'ts'])('may come as .%s', async (container) => {
      await remux(ffmpegPath, at('small.mp4'), at(`small.${container}`));
      const packaged = await pack({ source: at(`small.${container}`), target: at(container) });
      expect(packaged).toMatchObject({ ok: true });
      if (packaged.ok) expect(Math.abs(packaged.manifest.durationMs - 6_000)).toBeLessThan(200);
    });

    test('recorded upright on a phone stays upright', async () => {
      const turned = at('turned.mp4');
      await remux(ffmpegPath, at('small.mp4'), turned, ['-metadata:s:v:0', 'rotate=90']);
      const packaged = await pack({ source: turned, target: at('upright') });
      expect(packaged).toMatchObject({
        ok: true,
        manifest: { renditions: [{ width: 180, height: 320 }, {}, {}, {}] },
      });
    });

    test('is refused when it is not as long as its timeline, before anything is encoded', async () => {
      const target = at('longer');
      expect(await packSmall({ target, expectedDurationMs: 7_500 })).toMatchObject({
        ok: false,
        reason: 'length-differs',
      });
      expect(await exists(`${target}.partial`)).toBe(false);
    });

    test('stops at the time limit', async () => {
      const limits = { wallClockMs: 50 };
      const refused = await packSmall({ target: at('slow'), limits });
      expect(refused).toMatchObject({ ok: false, reason: 'too-slow' });
      expect(await exists(at('slow'))).toBe(false);
    });

    test('leaves the reserve of the disk alone', async () => {
      const refused = await packSmall({ target: at('reserve'), limits: { reserveBytes: 2 ** 60 } });
      expect(refused).toMatchObject({ ok: false, reason: 'disk-full' });
    });

    test.each([
      {
        promise: 'are refused when they are no WebVTT',
        bytes: '1\n00:00:01,000 --> 00:00:02,000\nA',
      },
      {
        promise: 'are refused when they are not UTF-8',
        bytes: Buffer.from([0x57, 0xb0, 0xa1, 0xff]),
      },
    ])('subtitles $promise', async ({ bytes }) => {
      await writeFile(at('bad.vtt'), bytes);
      const subtitles = [{ lang: 'zh-CN', path: at('bad.vtt'), label: '中文' }];
      expect(await packSmall({ target: at('bad'), subtitles })).toMatchObject({
        reason: 'bad-subtitles',
      });
    });

    test('never replaces a folder that is no package', async () => {
      await mkdir(at('mine'));
      await writeFile(at('mine', 'letter.txt'), 'keep');
      expect(await packSmall({ target: at('mine') })).toMatchObject({ reason: 'target-occupied' });
      expect(await readFile(at('mine', 'letter.txt'), 'utf8')).toBe('keep');
    });

    test('damage is found file by file, and the next packaging repairs it', async () => {
      const target = at('damaged');
      await packSmall({ target });
      const segment = 'video-90/segment-00000.m4s';
      const file = await open(join(target, segment), 'r+');
      const { buffer } = await file.read(Buffer.alloc(1), 0, 1, 1_000);
      await file.write(Buffer.from([buffer.readUInt8(0) ^ 1]), 0, 1, 1_000);
      await file.close();
      await rm(join(target, 'poster.jpg'));
      await writeFile(join(target, 'thumbs.vtt'), 'WEBVTT\n');
      const problems = [
        { file: 'poster.jpg', problem: 'missing' },
        { file: 'thumbs.vtt', problem: 'size' },
        { file: segment, problem: 'hash' },
      ];
      expect(await verifyPackage(target)).toEqual({ ok: false, problems });
      expect(await packSmall({ target })).toMatchObject({ ok: true });
      expect(await verifyPackage(target)).toEqual({ ok: true });
    });

    test('a manifest that was altered or lost is found too', async () => {
      const manifest = at('lecture', 'manifest.json');
      const original = await readFile(manifest, 'utf8');
      const report = async () => verifyPackage(at('lecture'));
      await writeFile(manifest, original.replace('"durationMs": 1', '"durationMs": 9'));
      expect(await report()).toEqual({
        ok: false,
        problems: [{ file: 'manifest.json', problem: 'hash' }],
      });
      await rm(manifest);
      expect(await report()).toMatchObject({
        problems: [{ file: 'manifest.json', problem: 'missing' }],
      });
      await writeFile(manifest, original);
      expect(await report()).toEqual({ ok: true });
    });
  },
);
