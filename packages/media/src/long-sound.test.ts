// Sound that is listened to for longer than its picture takes: an hour of a lecture, or a busy machine.
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageLecture } from './package-lecture.ts';
import { ffmpegBuilds, sampleVideo, temporaryFolder } from './testing/sample-video.ts';

const [build] = await ffmpegBuilds();

test('a lecture is packaged also where its sound is still being measured when its picture is on disk', async () => {
  await using folder = await temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  const ffmpeg = build?.path ?? '';
  await sampleVideo(ffmpeg, at('lecture.mp4'), { seconds: 4, size: '320x180' });
  const slow = `#!/bin/sh\ncase "$*" in *ebur128*) sleep 2.5;; esac\nexec "${ffmpeg}" "$@"\n`;
  await writeFile(at('ffmpeg'), slow);
  await chmod(at('ffmpeg'), 0o755);
  const packaged = await packageLecture({
    ffmpeg: { path: at('ffmpeg') },
    source: at('lecture.mp4'),
    target: at('package'),
  });
  expect(packaged).toMatchObject({ ok: true });
}, 60_000);
