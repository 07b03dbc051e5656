import { copyFile, mkdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Container } from './container.ts';
import { listFiles } from './durable.ts';
import { findFfmpeg } from './find-ffmpeg.ts';
import { picturesCommand, soundCommand } from './ladder-command.ts';
import { planAudio, planLadder } from './ladder.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { probeVideo } from './probe.ts';
import { runProgram } from './run-program.ts';
import { ffmpegBuilds, remux, sampleVideo, temporaryFolder } from './testing/sample-video.ts';

const builds = await ffmpegBuilds();
const folder = await temporaryFolder();
afterAll(() => folder[Symbol.asyncDispose]());
const at = (name: string) => join(folder.path, name);

describe('finding ffmpeg', () => {
  test.each(builds)('$build is usable when the operator chooses it', async ({ path }) => {
    expect(await findFfmpeg({ ffmpegPath: path })).toMatchObject({
      ok: true,
      path,
      origin: 'option',
    });
  });

  test("the operator's choice is not silently replaced when it does not work", async () => {
    const found = await findFfmpeg({ ffmpegPath: at('no-such-program') });
    expect(found).toMatchObject({ ok: false, reason: 'no-ffmpeg' });
  });

  test('without one on the system the npm build is taken, or there is none', async () => {
    const found = await findFfmpeg({ searchPath: folder.path });
    const hasNpm = builds.some(({ build }) => build === 'npm ffmpeg');
    expect(found).toMatchObject(hasNpm ? { origin: 'npm' } : { reason: 'no-ffmpeg' });
  });
});

describe.each(builds)(
  'uploads made with $build',
  { timeout: 30_000 },
  ({ build, path: ffmpeg }) => {
    const file = (name: string) => at(`${build}-${name}`);
    const reasonFor = async (name: string) => {
      const probed = await probeVideo(file(name));
      return probed.ok ? 'accepted' : probed.reason;
    };

    beforeAll(async () => {
      const small = { seconds: 4, size: '320x180' };
      await sampleVideo(ffmpeg, file('good.mp4'), small);
      await sampleVideo(ffmpeg, file('silent.mp4'), { ...small, sound: false });
      await sampleVideo(ffmpeg, file('sound.mp4'), { ...small, picture: false });
      await sampleVideo(ffmpeg, file('tiny.mp4'), { ...small, size: '32x32' });
      await remux(ffmpeg, file('good.mp4'), file('front.mp4'), ['-movflags', '+faststart']);
      await remux(ffmpeg, file('good.mp4'), file('good.mkv'));
      await remux(ffmpeg, file('good.mp4'), file('good.ts'));
    });

    test.each(['good.mp4', 'front.mp4', 'good.mkv', 'good.ts'])('%s is accepted', async (name) => {
      const probed = await probeVideo(file(name));
      expect(probed).toMatchObject({ ok: true, width: 320, height: 180, videoCodec: 'avc' });
      expect(probed).toMatchObject({ frameRate: 10, audioCodec: 'aac', rotation: 0 });
      expect(Math.abs((probed.ok ? probed.durationMs : 0) - 4_000)).toBeLessThan(150);
    });

    test('the name of the file does not matter', async () => {
      await copyFile(file('good.mkv'), file('really-matroska.mp4'));
      const probed = await probeVideo(file('really-matroska.mp4'));
      expect(probed).toMatchObject({ ok: true, container: 'matroska' });
    });

    test.each(['good.mp4', 'front.mp4', 'good.mkv'])('%s cut short is refused', async (name) => {
      await copyFile(file(name), file(`cut-${name}`));
      await truncate(file(`cut-${name}`), Math.floor((await stat(file(name))).size * 0.7));
      expect(await reasonFor(`cut-${name}`)).toBe('truncated');
    });

    test.each([
      { promise: 'a lecture without sound is refused', name: 'silent.mp4', reason: 'no-audio' },
      { promise: 'sound without picture is refused', name: 'sound.mp4', reason: 'no-video' },
      { promise: 'a picture too small to read is refused', name: 'tiny.mp4', reason: 'too-small' },
      { promise: 'a file that is not there is refused', name: 'nowhere.mp4', reason: 'unreadable' },
    ])('$promise', async ({ name, reason }) => expect(await reasonFor(name)).toBe(reason));

    test('limits refuse what is too long or too large', async () => {
      const probe = async (limits: object) => probeVideo(file('good.mp4'), { limits });
      expect(await probe({ durationMs: 3_000 })).toMatchObject({ reason: 'too-long' });
      expect(await probe({ sourceBytes: 1_000 })).toMatchObject({ reason: 'too-large' });
      expect(await probe({ framePixels: 10_000 })).toMatchObject({ reason: 'too-large' });
      expect(await probe({ tracks: 1 })).toMatchObject({ reason: 'too-large' });
    });

    test('a damaged header is refused, and the program goes on', async () => {
      const bytes = await readFile(file('front.mp4'));
      bytes.fill(0xff, 200, 700);
      await writeFile(file('damaged.mp4'), bytes);
      expect(['not-a-video', 'truncated', 'no-video']).toContain(await reasonFor('damaged.mp4'));
    });

    test('a playlist renamed to mp4 shows nothing of the file it points at (F5)', async () => {
      const playlist = `#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:4,\n${file('good.ts')}\n#EXT-X-ENDLIST\n`;
      await writeFile(file('steal.mp4'), playlist);
      expect(await reasonFor('steal.mp4')).toBe('playlist');
      // And if it were not recognised: ffmpeg itself may not follow it, whatever demuxer is forced.
      expect(await encodeUnprobed('good.ts', 'mpegts')).toMatchObject({ kind: 'done', made: true });
      for (const container of ['mov', 'matroska', 'mpegts'] as const) {
        const outcome = await encodeUnprobed('steal.mp4', container);
        expect(outcome).toMatchObject({ kind: 'failed', made: false });
      }
    });

    /** The ladder's own commands on a file that nobody looked at first, and whether any segment came of them. */
    const encodeUnprobed = async (name: string, container: Container) => {
      await using out = await temporaryFolder();
      const rungs = planLadder({ width: 320, height: 180, frameRate: 10 });
      const audio = planAudio({ audioChannels: 1, audioSampleRate: 44_100 });
      for (const rendition of [...rungs, audio]) await mkdir(join(out.path, rendition.folder));
      const source = { path: file(name), container };
      const bounds = { wallClockMs: 20_000, outputBytes: 1e7, memoryBytes: 1e9, reserveBytes: 0 };
      const kinds = new Set<string>();
      for (const args of [
        picturesCommand(source, rungs, DEFAULT_LIMITS),
        soundCommand(source, audio, DEFAULT_LIMITS),
      ])
        kinds.add((await runProgram({ program: ffmpeg, args, folder: out.path, ...bounds })).kind);
      const files = await listFiles(out.path);
      return { kind: [...kinds].join(), made: files.some((path) => path.endsWith('.m4s')) };
    };
  },
);

describe('files that are no videos', () => {
  test.each([
    { promise: 'nothing', bytes: '', reason: 'empty' },
    { promise: 'a text', bytes: 'Minutes of the meeting. '.repeat(100), reason: 'not-a-video' },
    { promise: 'a web page', bytes: '<!doctype html><video src="a.mp4">', reason: 'not-a-video' },
    {
      promise: 'a list for concatenation',
      bytes: "ffconcat version 1.0\nfile 'a.mp4'",
      reason: 'playlist',
    },
    {
      promise: 'a playlist after a byte order mark',
      bytes: '\uFEFF\n#EXTM3U\n',
      reason: 'playlist',
    },
    { promise: 'a DASH manifest', bytes: '<?xml version="1.0"?>\n<MPD></MPD>', reason: 'playlist' },
    {
      promise: 'only the first box of an mp4',
      bytes: '\0\0\0\x10ftypisom\0\0\0\0',
      reason: 'truncated',
    },
  ])('$promise is refused', async ({ bytes, reason }) => {
    await writeFile(at('upload.mp4'), bytes);
    expect(await probeVideo(at('upload.mp4'))).toMatchObject({ ok: false, reason });
  });
});
