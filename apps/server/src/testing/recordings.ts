// Recordings as authors upload them, made on the spot. Used by tests only.
import { temporaryFolder } from '@xueshi/testkit';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A picture with a tone, H.264 and AAC in MP4. */
export async function makeRecording(
  ffmpeg: string,
  { seconds }: { readonly seconds: number },
): Promise<Buffer<ArrayBuffer>> {
  const folder = await temporaryFolder();
  try {
    const file = join(folder.path, 'recording.mp4');
    await run(ffmpeg, [
      ...['-nostdin', '-v', 'error', '-y', '-f', 'lavfi'],
      ...['-i', `smptebars=size=320x240:rate=10:duration=${seconds}`],
      ...['-f', 'lavfi', '-i', `sine=frequency=330:sample_rate=44100:duration=${seconds}`],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'],
      ...['-shortest', file],
    ]);
    return Buffer.from(await readFile(file));
  } finally {
    await folder.remove();
  }
}
