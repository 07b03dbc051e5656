// Commands of an operator's that listen, as small programs that are written here.
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ffmpegBuilds, sampleVideo, temporaryFolder } from '../testing/sample-video.ts';
import { transcribeRecording, type TranscribeRecordingOptions } from './transcribe-recording.ts';

const [build] = await ffmpegBuilds();
const ffmpeg = build?.path ?? '';

/** A room with a recording of two seconds and a command of these lines. */
async function room(script: string, from = ffmpeg) {
  const temporary = await temporaryFolder();
  const [source, command, folder] = ['a.mp4', 'listen', 'work'].map((name) =>
    join(temporary.path, name),
  ) as [string, string, string];
  await sampleVideo(from, source, { seconds: 2, size: '160x120' });
  await writeFile(command, script);
  await chmod(command, 0o755);
  await mkdir(folder);
  const listen = (more: Partial<TranscribeRecordingOptions> = {}) =>
    transcribeRecording({
      ...{ command, ffmpeg: { path: from }, source, folder, language: 'zh-CN', ...more },
    });
  return { folder, listen, [Symbol.asyncDispose]: () => temporary[Symbol.asyncDispose]() };
}

const isWindows = process.platform === 'win32';

describe.each(await ffmpegBuilds())('with the $build', ({ path }) => {
  test.skipIf(isWindows)('the command gets a plain WAV of 16 kHz and the language', async () => {
    await using there = await room('#!/bin/sh\nprintf "%s|" "$@"; pwd; cat "$1" > heard\n', path);
    const made = await there.listen({ language: 'en' });
    if (!made.ok) return expect.unreachable(`${made.reason}: ${made.detail}`);
    const wav = join(there.folder, 'audio.wav');
    expect(made.printed.toString()).toBe(`${wav}|en|${there.folder}\n`);
    const heard = await readFile(join(there.folder, 'heard'));
    expect(heard.subarray(0, 4).toString()).toBe('RIFF');
    expect(heard.subarray(8, 16).toString()).toBe('WAVEfmt ');
    const [form, channels, rate, bits] = [
      heard.readUInt16LE(20),
      heard.readUInt16LE(22),
      heard.readUInt32LE(24),
      heard.readUInt16LE(34),
    ];
    expect({ form, channels, rate, bits }).toEqual({
      form: 1,
      channels: 1,
      rate: 16_000,
      bits: 16,
    });
    expect(heard.subarray(36, 40).toString()).toBe('data');
    const seconds = heard.readUInt32LE(40) / 32_000;
    expect(seconds).toBeGreaterThan(1.9);
    expect(seconds).toBeLessThan(2.2);
    const samples = new Int16Array(heard.buffer.slice(heard.byteOffset + 44));
    expect(samples.some((sample) => Math.abs(sample) > 1_000)).toBe(true);
  });
});

test.skipIf(isWindows)('it says how far it is, and that never goes back', async () => {
  await using there = await room(
    '#!/bin/sh\necho loading >&2\nfor at in 0.5 0.25 nonsense 7 1.0; do echo "progress=$at" >&2; done\n',
  );
  const said: number[] = [];
  expect(await there.listen({ onProgress: (share) => said.push(share) })).toMatchObject({
    ok: true,
  });
  expect(said).toEqual(said.toSorted((a, b) => a - b));
  expect(said.slice(-2)).toEqual([0.05 + 0.95 * 0.5, 1]);
});

test.skipIf(isWindows)(
  'it knows little of the server, and has a home that goes with it',
  async () => {
    await using there = await room('#!/bin/sh\nenv\n');
    process.env['XUESHI_SECRET_OF_A_TEST'] = 'geheim';
    const made = await there.listen();
    delete process.env['XUESHI_SECRET_OF_A_TEST'];
    if (!made.ok) return expect.unreachable(made.detail);
    expect(made.printed.toString()).not.toContain('geheim');
    expect(made.printed.toString()).toContain(`HOME=${there.folder}\n`);
  },
);

test.skipIf(isWindows).each([
  ['ends with another code than 0', 'echo "no model" >&2; exit 3', {}, 'command-failed'],
  ['prints for ever', 'while :; do echo 啊啊啊啊啊啊啊啊啊啊; done', {}, 'output-too-large'],
  ['hangs', 'sleep 60', { wallClockMs: 300 }, 'too-slow'],
  ['hangs in a child', 'sleep 60 & sleep 60', { wallClockMs: 300 }, 'too-slow'],
  [
    'fills the disk',
    'head -c 3000000 /dev/zero > x; sleep 60',
    { scratchBytes: 1e6 },
    'output-too-large',
  ],
  ['takes memory', 'sleep 60', { memoryBytes: 1 }, 'too-much-memory'],
])(
  'a command that %s is ended and refused',
  async (_what, lines, limits, reason) => {
    await using there = await room(`#!/bin/sh\n${lines}\n`);
    const begun = performance.now();
    expect(await there.listen({ limits })).toMatchObject({ ok: false, reason });
    expect(performance.now() - begun).toBeLessThan(20_000);
  },
  30_000,
);

test.skipIf(process.platform !== 'linux')(
  'one that left its group and holds the pipes does not hold us',
  async () => {
    await using there = await room('#!/bin/sh\nsetsid sleep 15 &\nsleep 60\n');
    const begun = performance.now();
    const made = await there.listen({ limits: { wallClockMs: 300 } });
    expect(made).toMatchObject({ ok: false, reason: 'too-slow' });
    expect(performance.now() - begun).toBeLessThan(12_000);
  },
  30_000,
);

test.skipIf(isWindows)('what it said last goes with the refusal', async () => {
  await using there = await room('#!/bin/sh\necho "model not found" >&2; exit 1\n');
  expect(await there.listen()).toMatchObject({ ok: false, detail: 'model not found' });
});

test('a command that is not there is refused, and so is what is no recording', async () => {
  await using there = await room('#!/bin/sh\n');
  const gone = join(there.folder, 'gone');
  expect(await there.listen({ command: gone })).toMatchObject({ reason: 'command-failed' });
  const text = join(there.folder, 'a.txt');
  await writeFile(text, '#EXTM3U\n#EXTINF:1,\n/etc/passwd\n');
  expect(await there.listen({ source: text })).toMatchObject({ ok: false, reason: 'playlist' });
});

test.skipIf(isWindows)('it is ended when nobody wants it any more', async () => {
  await using there = await room('#!/bin/sh\necho progress=0.5 >&2; sleep 60\n');
  const leaving = new AbortController();
  const made = await there.listen({
    signal: leaving.signal,
    onProgress: (share) => share > 0.2 && leaving.abort(),
  });
  expect(made).toMatchObject({ ok: false, reason: 'aborted' });
});
