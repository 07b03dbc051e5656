// A recording of which only the middle is packaged. Its tone and its colour change where it is cut, so that what is
// kept can be heard and seen.
import { execFile } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyPackage } from './manifest.ts';
import { packageLecture, type PackageLectureOptions } from './package-lecture.ts';
import { parsePlaylist } from './playlist.ts';
import { ffmpegBuilds, remux, temporaryFolder } from './testing/sample-video.ts';

const run = promisify(execFile);
const builds = await ffmpegBuilds();
const PART = { startMs: 9_000, endMs: 23_000 };
const MIDDLE = `between(t,${PART.startMs / 1000},${PART.endMs / 1000 - 0.001})`;
const VTT = `WEBVTT

00:08.500 --> 00:10.000
开始

00:12.000 --> 00:13.000 line:90%
中间

00:22.000 --> 00:24.000
结束

00:25.000 --> 00:26.000
闲聊
`;

/** Red and high in the middle, blue and low before and after it. */
async function threeParts(ffmpeg: string, path: string, frameRate = '10'): Promise<void> {
  await run(ffmpeg, [
    ...['-nostdin', '-v', 'error', '-y', '-f', 'lavfi'],
    ...['-i', `color=blue:size=320x180:rate=${frameRate}:duration=30`, '-f', 'lavfi'],
    ...['-i', `aevalsrc='0.3*sin(2*PI*t*if(${MIDDLE},1000,250))':s=44100:d=30`],
    ...['-vf', `drawbox=enable='${MIDDLE}':color=red:t=fill`, '-pix_fmt', 'yuv420p'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', path],
  ]);
}

describe.each(builds)('trimmed with $build', { timeout: 60_000 }, ({ path: ffmpegPath }) => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let options: PackageLectureOptions;
  const at = (...names: string[]) => join(folder.path, ...names);
  const pack = (changes: Partial<PackageLectureOptions>) =>
    packageLecture({ ...options, ...changes });

  beforeAll(async () => {
    folder = await temporaryFolder();
    await threeParts(ffmpegPath, at('talk.mp4'));
    await writeFile(at('zh.vtt'), VTT);
    options = {
      ffmpeg: { path: ffmpegPath },
      source: at('talk.mp4'),
      target: at('lecture'),
      part: PART,
      expectedDurationMs: 30_000,
      subtitles: [{ lang: 'zh-CN', path: at('zh.vtt'), label: '中文' }],
    };
    expect(await pack({})).toMatchObject({ ok: true });
  });
  afterAll(() => folder[Symbol.asyncDispose]());

  /** The segments of a rendition as one file. */
  const whole = async (target: string, rendition: string) => {
    const playlist = parsePlaylist(await readFile(join(target, rendition, 'index.m3u8'), 'utf8'));
    const names = [playlist?.initUri ?? '', ...(playlist?.segments ?? []).map(({ uri }) => uri)];
    const path = `${target}-${rendition}.mp4`;
    const parts = names.map((name) => readFile(join(target, rendition, name)));
    await writeFile(path, Buffer.concat(await Promise.all(parts)));
    return { path, playlist };
  };

  const decoded = async (args: readonly string[]) =>
    (
      await run(ffmpegPath, ['-v', 'error', ...args, '-'], {
        encoding: 'buffer',
        maxBuffer: 2 ** 26,
      })
    ).stdout;

  /** Hertz of the tone within each half second, by how often it crosses zero. */
  const tones = async (target: string): Promise<number[]> => {
    const { path } = await whole(target, 'audio');
    const pcm = await decoded(['-i', path, '-f', 's16le', '-ac', '1', '-ar', '8000']);
    const samples = Array.from({ length: pcm.length / 2 }, (_, n) => pcm.readInt16LE(2 * n));
    return Array.from({ length: Math.floor(samples.length / 4_000) }, (_, half) => {
      const own = samples.slice(4_000 * half, 4_000 * (half + 1));
      return own.filter((value, n) => n > 0 && value >= 0 !== (own[n - 1] ?? 0) >= 0).length;
    });
  };

  /** `r` or `b` for each picture of the highest rendition. */
  const colours = async (target: string, rate?: string): Promise<string> => {
    const { path } = await whole(target, 'video-180');
    const rates = rate === undefined ? [] : ['-r', rate];
    const rgb = await decoded([
      '-i',
      path,
      ...rates,
      '-s',
      '2x2',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgb24',
    ]);
    return Array.from({ length: rgb.length / 12 }, (_, n) =>
      rgb.readUInt8(12 * n) > rgb.readUInt8(12 * n + 2) ? 'r' : 'b',
    ).join('');
  };

  const expectTheMiddle = async (target: string) => {
    const heard = await tones(target);
    // The encoder's first and last frames hold what is left over of a frame, not a tone.
    expect(heard.length).toBeGreaterThanOrEqual(27);
    for (const hertz of heard.slice(0, 27)) expect(Math.abs(hertz - 1_000)).toBeLessThan(60);
    expect(await colours(target)).toMatch(/^r{140}$/);
  };

  test('the middle is kept, to the picture and the sound, and nothing else', async () => {
    await expectTheMiddle(at('lecture'));
  });

  test('the playlists are true: the same cuts every four seconds, keyframes every two', async () => {
    for (const rendition of ['video-180', 'video-120', 'video-90']) {
      const { path, playlist } = await whole(at('lecture'), rendition);
      using input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path) });
      const [track] = await input.getTracks();
      if (!track) throw new Error('no track');
      const keyframes: number[] = [];
      for await (const packet of new EncodedPacketSink(track).packets())
        if (packet.type === 'key') keyframes.push(packet.timestamp);
      expect(playlist?.ended).toBe(true);
      expect(playlist?.segments.map(({ seconds }) => seconds)).toEqual([4, 4, 4, 2]);
      expect(keyframes).toEqual([0, 2, 4, 6, 8, 10, 12]);
    }
    const { playlist } = await whole(at('lecture'), 'audio');
    for (const [index, seconds] of [4, 4, 4, 2].entries())
      expect(playlist?.segments[index]?.seconds).toBeCloseTo(seconds, 1);
    expect(playlist?.segments).toHaveLength(4);
  });

  test('length, subtitles, poster and pictures of the seek bar are those of the part', async () => {
    const packaged = await pack({});
    if (!packaged.ok) return expect.unreachable(packaged.detail);
    expect(Math.abs(packaged.manifest.durationMs - 14_000)).toBeLessThan(100);
    expect(await readFile(at('lecture', 'subtitles/zh-CN/subtitles.vtt'), 'utf8')).toBe(
      'WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n开始\n\n00:00:03.000 --> 00:00:04.000 line:90%\n中间\n\n00:00:13.000 --> 00:00:14.000\n结束\n',
    );
    const list = await readFile(at('lecture', 'subtitles/zh-CN/index.m3u8'), 'utf8');
    expect(parsePlaylist(list)?.segments[0]?.seconds).toBeCloseTo(14, 1);
    const thumbs = await readFile(at('lecture', 'thumbs.vtt'), 'utf8');
    expect(thumbs.match(/-->/g)).toHaveLength(2);
    expect(thumbs).toMatch(/--> 00:00:14\.0\d\d/);
    for (const picture of ['poster.jpg', 'thumbs-000.jpg']) {
      const rgb = await decoded([
        '-i',
        at('lecture', picture),
        '-s',
        '1x1',
        '-f',
        'rawvideo',
        '-pix_fmt',
        'rgb24',
      ]);
      expect(rgb.readUInt8(0)).toBeGreaterThan(rgb.readUInt8(2));
    }
    expect(await verifyPackage(at('lecture'))).toEqual({ ok: true });
  });

  test.each(['ts', 'mkv', 'flv', 'avi'])(
    'a recording that came as .%s is cut as exactly',
    async (end) => {
      await remux(ffmpegPath, at('talk.mp4'), at(`talk.${end}`));
      const packaged = await pack({ source: at(`talk.${end}`), target: at(end) });
      expect(packaged).toMatchObject({ ok: true });
      // Within a frame of what the container says.
      const seen = await colours(at(end), '10');
      expect(seen).toMatch(/^b{0,1}r{138,141}b{0,1}$/);
      const heard = await tones(at(end));
      for (const hertz of heard.slice(1, 26)) expect(Math.abs(hertz - 1_000)).toBeLessThan(60);
    },
  );

  test('a slide that is shown when the part begins is its first picture', async () => {
    // A picture every nine seconds: blue from 0, red from 9 to 18, and so on.
    await threeParts(ffmpegPath, at('slides.mp4'), '1/9');
    const part = { startMs: 13_000, endMs: 29_000 };
    const slides = { source: at('slides.mp4'), target: at('slides'), expectedDurationMs: 36_000 };
    const packaged = await pack({ ...slides, part });
    if (!packaged.ok) return expect.unreachable(packaged.detail);
    expect(await colours(at('slides'), '5')).toMatch(/^r{70}b{10}$/);
    // Nor are those of the whole recording late, however long the first of them is shown.
    expect(await pack({ ...slides, target: at('whole'), part: undefined })).toMatchObject({
      ok: true,
    });
    expect(await colours(at('whole'), '5')).toMatch(/^b{45}r{90}b{45}$/);
  });

  test('another part is encoded anew, the same is taken over', async () => {
    const segment = ['video-180', 'segment-00001.m4s'];
    const alike = at('lecture');
    const first = await stat(at('lecture', ...segment));
    expect(await pack({ target: at('poster'), alike, posterMs: 5_000 })).toMatchObject({
      ok: true,
    });
    expect((await stat(at('poster', ...segment))).ino).toBe(first.ino);
    for (const part of [{ startMs: 9_000, endMs: 22_000 }, undefined]) {
      const target = at(`other-${part?.endMs}`);
      expect(await pack({ target, alike, part })).toMatchObject({ ok: true });
      expect((await stat(join(target, ...segment))).ino).not.toBe(first.ino);
    }
  });

  test.each([
    ['after the end', { startMs: 9_000, endMs: 40_000 }],
    ['with nothing in it', { startMs: 9_000, endMs: 9_000 }],
    ['of a moment', { startMs: 9_000, endMs: 18_000 }],
  ])('a part %s is refused before anything is encoded', async (_, part) => {
    const refused = await pack({ target: at('refused'), part });
    expect(refused).toMatchObject({ ok: false, reason: 'length-differs' });
    await expect(stat(at('refused.partial'))).rejects.toThrow();
  });

  test('a part without any of the subtitles is refused', async () => {
    await writeFile(at('late.vtt'), 'WEBVTT\n\n00:25.000 --> 00:26.000\n闲聊\n');
    const subtitles = [{ lang: 'zh-CN', path: at('late.vtt'), label: '中文' }];
    const refused = await pack({ target: at('mute'), subtitles });
    expect(refused).toMatchObject({ ok: false, reason: 'bad-subtitles' });
  });

  test('a recording of another length than its timeline says is refused, whatever part is kept', async () => {
    const refused = await pack({ target: at('length'), expectedDurationMs: 14_000 });
    expect(refused).toMatchObject({ ok: false, reason: 'length-differs' });
  });
});
