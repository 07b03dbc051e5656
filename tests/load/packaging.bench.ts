import { findFfmpeg, packageLecture, probeVideo } from '@xueshi/media';
import { planAudio, planLadder } from '@xueshi/media/ladder';
import { picturesCommand, soundCommand } from '@xueshi/media/ladder-command';
import { DEFAULT_LIMITS } from '@xueshi/media/limits';
import { temporaryFolder } from '@xueshi/testkit';
import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../e2e/server-process.ts';
import { median, report, tell } from './report.ts';

const LECTURE = join(root, 'content/courses/petition-work/lecture.mp4');
const ROUNDS = 3;

async function seconds(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

function run(command: string, args: readonly string[], folder: string): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('exit', (code) =>
      code === 0 ? done() : failed(new Error(`ffmpeg ended with ${code}`)),
    );
  });
}

/**
 * Seconds to package a lecture of the sample courses: looked through, levelled, three pictures and
 * the sound, poster, seek pictures, read back, hashed and put on the disk; against ffmpeg alone that
 * makes the same renditions.
 */
export async function packaging(): Promise<void> {
  const ffmpeg = await findFfmpeg();
  if (!ffmpeg.ok) throw new Error(ffmpeg.detail);
  const video = await probeVideo(LECTURE, { ffmpeg: ffmpeg.path });
  if (!video.ok) throw new Error(video.detail);
  const folder = await temporaryFolder();
  const whole: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const bare = join(folder.path, `plain-${round}`);
    const rungs = planLadder(video);
    const audio = planAudio(video);
    for (const { folder: name } of [...rungs, audio])
      await mkdir(join(bare, name), { recursive: true });
    const source = { path: LECTURE, container: video.container };
    // One run that reads the file once: the second output's own options come after the first's.
    const sound = soundCommand(source, audio, DEFAULT_LIMITS);
    const args = [
      ...picturesCommand(source, rungs, DEFAULT_LIMITS),
      ...['-map', '0:a:0', ...sound.slice(sound.indexOf('-map_metadata'))],
    ];
    plain.push(await seconds(() => run(ffmpeg.path, args, bare)));
    whole.push(
      await seconds(async () => {
        const target = join(folder.path, `package-${round}`);
        const made = await packageLecture({ ffmpeg, source: LECTURE, target });
        if (!made.ok) throw new Error(made.detail);
      }),
    );
    tell(
      `packaging: round ${round} ${whole.at(-1)?.toFixed(1)} s, ffmpeg alone ${plain.at(-1)?.toFixed(1)} s`,
    );
  }
  await folder.remove();
  const [figure, baseline] = [median(whole), median(plain)];
  report({ name: 'packaging', figure, unit: 's', baseline, ratio: figure / baseline });
}
