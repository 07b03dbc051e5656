// Recordings as cameras, phones and recorders write them, made by ffmpeg itself, and files that only look like some.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { inspectRecording } from './inspect-recording.ts';
import { gainFor } from './loudness.ts';
import { packageLecture } from './package-lecture.ts';
import { probeVideo } from './probe.ts';
import { ffmpegBuilds, sampleVideo, temporaryFolder } from './testing/sample-video.ts';

const run = promisify(execFile);
const builds = await ffmpegBuilds();

const KINDS = [
  { file: 'a.mp4', container: 'mov', codecs: ['-c:v', 'libx264', '-c:a', 'aac'] },
  { file: 'a.mov', container: 'mov', codecs: ['-c:v', 'mjpeg', '-c:a', 'pcm_s16le'] },
  { file: 'b.mov', container: 'mov', codecs: ['-c:v', 'prores', '-c:a', 'pcm_s16le'] },
  { file: 'a.mkv', container: 'matroska', codecs: ['-c:v', 'mpeg4', '-c:a', 'libmp3lame'] },
  { file: 'a.webm', container: 'matroska', codecs: ['-c:v', 'libvpx', '-c:a', 'libopus'] },
  { file: 'a.avi', container: 'avi', codecs: ['-c:v', 'mpeg4', '-c:a', 'libmp3lame'] },
  { file: 'a.ts', container: 'mpegts', codecs: ['-c:v', 'mpeg2video', '-c:a', 'mp2'] },
  { file: 'a.flv', container: 'flv', codecs: ['-c:v', 'flv', '-c:a', 'libmp3lame'] },
  { file: 'a.wmv', container: 'asf', codecs: ['-c:v', 'wmv2', '-c:a', 'wmav2'] },
] as const;

const SOURCE = [
  ...['-nostdin', '-v', 'error', '-y', '-f', 'lavfi'],
  ...['-i', 'smptebars=size=320x240:rate=25:duration=4'],
  ...['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=44100:duration=4'],
];

describe.each(builds)('with the $build', ({ path: ffmpeg }) => {
  test.each(KINDS)('$file comes in', async ({ file, container, codecs }) => {
    await using folder = await temporaryFolder();
    const source = join(folder.path, file);
    const made = await run(ffmpeg, [
      ...SOURCE,
      '-pix_fmt',
      pixels(codecs[1]),
      ...codecs,
      source,
    ]).then(
      () => true,
      () => false,
    );
    // A build need not have every encoder; the reader is what is tested.
    if (!made) return;
    const found = await inspectRecording({ ffmpeg: { path: ffmpeg }, source });
    if (!found.ok) return expect.unreachable(`${found.reason}: ${found.detail}`);
    expect(found.video).toMatchObject({ container, width: 320, height: 240 });
    expect(Math.abs(found.video.durationMs - 4000)).toBeLessThan(200);
    expect(Math.abs(found.video.frameRate - 25)).toBeLessThan(1);
    expect(found.loudnessLufs).toBeLessThan(0);
    expect(Math.abs(found.peaks.length - 100)).toBeLessThan(8);
    expect(found.silent).toEqual([]);
    const target = join(folder.path, 'package');
    const packaged = await packageLecture({ ffmpeg: { path: ffmpeg }, source, target });
    expect(packaged).toMatchObject({ ok: true });
  });

  test('a silent and a black stretch are found where they are', async () => {
    await using folder = await temporaryFolder();
    const source = join(folder.path, 'long.mp4');
    const black = "drawbox=enable='between(t,20,30)':color=black:t=fill";
    await sampleVideo(ffmpeg, source, {
      seconds: 40,
      extra: ['-vf', black, '-af', "volume=enable='between(t,5,17)':volume=0", '-g', '10'],
    });
    const found = await inspectRecording({ ffmpeg: { path: ffmpeg }, source });
    if (!found.ok) return expect.unreachable(found.detail);
    const near = (ms: number | undefined, wanted: number) =>
      expect(Math.abs((ms ?? 0) - wanted)).toBeLessThan(1_500);
    expect(found.silent).toHaveLength(1);
    near(found.silent[0]?.fromMs, 5_000);
    near(found.silent[0]?.toMs, 17_000);
    // Two fifths of a second before and after each end, so that encoders may round.
    const loudest = (fromMs: number, toMs: number) =>
      Math.max(...found.peaks.slice(fromMs / 40, toMs / 40));
    expect(Math.abs(found.peaks.length - 1_000)).toBeLessThan(5);
    expect(Math.min(...found.peaks.slice(10, 115))).toBeGreaterThan(50);
    expect(loudest(5_400, 16_600)).toBeLessThan(10);
    expect(Math.min(...found.peaks.slice(435, 990))).toBeGreaterThan(50);
    expect(found.black).toHaveLength(1);
    near(found.black[0]?.fromMs, 20_000);
    near(found.black[0]?.toMs, 30_000);
  });

  test('a recording without a word is told by having no loudness', async () => {
    await using folder = await temporaryFolder();
    const source = join(folder.path, 'mute.mp4');
    await sampleVideo(ffmpeg, source, { seconds: 12, extra: ['-af', 'volume=0'] });
    const found = await inspectRecording({ ffmpeg: { path: ffmpeg }, source });
    if (!found.ok) return expect.unreachable(found.detail);
    expect(gainFor(found.loudnessLufs)).toBe(0);
    expect(found.silent).toHaveLength(1);
  });

  test('a quiet lecture becomes as loud as the others, and a loud one softer', async () => {
    await using folder = await temporaryFolder();
    for (const volume of ['-10dB', '16dB']) {
      const source = join(folder.path, `${volume}.mp4`);
      const target = join(folder.path, `package${volume}`);
      await sampleVideo(ffmpeg, source, { seconds: 10, extra: ['-af', `volume=${volume}`] });
      const packaged = await packageLecture({ ffmpeg: { path: ffmpeg }, source, target });
      if (!packaged.ok) return expect.unreachable(packaged.detail);
      const sound = join(folder.path, 'sound.mp4');
      await run(ffmpeg, [
        ...['-nostdin', '-v', 'error', '-y', '-i', join(target, 'audio/index.m3u8')],
        ...['-i', join(target, 'video-360/index.m3u8'), '-map', '1:v', '-map', '0:a'],
        ...['-c', 'copy', sound],
      ]);
      const after = await inspectRecording({ ffmpeg: { path: ffmpeg }, source: sound });
      if (!after.ok) return expect.unreachable(after.detail);
      expect(Math.abs((after.loudnessLufs ?? 0) + 16)).toBeLessThan(3);
    }
  });

  test('a playlist under another name reads no other file (TRUST.md F5)', async () => {
    await using folder = await temporaryFolder();
    await sampleVideo(ffmpeg, join(folder.path, 'secret.ts'), { extra: ['-f', 'mpegts'] });
    for (const name of ['steal.mp4', 'steal.avi', 'steal.wmv']) {
      const source = join(folder.path, name);
      const list = '#EXTM3U\n#EXT-X-TARGETDURATION:8\n#EXTINF:8,\nsecret.ts\n#EXT-X-ENDLIST\n';
      await writeFile(source, list);
      expect(await inspectRecording({ ffmpeg: { path: ffmpeg }, source })).toMatchObject({
        ok: false,
        reason: 'playlist',
      });
      // Behind the first bytes of another container it is that container, and a broken one.
      await writeFile(
        source,
        Buffer.concat([Buffer.from('FLV\x01\x05\0\0\0\x09'), Buffer.from(list)]),
      );
      expect(await inspectRecording({ ffmpeg: { path: ffmpeg }, source })).toMatchObject({
        ok: false,
      });
    }
  });
});

const pixels = (codec: string) =>
  codec === 'prores' ? 'yuv422p10le' : codec === 'mjpeg' ? 'yuvj420p' : 'yuv420p';

test('without ffmpeg older containers are refused, not guessed at', async () => {
  await using folder = await temporaryFolder();
  const source = join(folder.path, 'a.avi');
  await writeFile(source, Buffer.from('RIFF\0\0\0\0AVI LIST'));
  expect(await probeVideo(source)).toMatchObject({ ok: false, reason: 'unsupported-codec' });
});
