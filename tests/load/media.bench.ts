import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { benchFolder } from './bench-folder.ts';
import { ASSET_ID, makeCourse, makeLearners } from './learners.ts';
import { load } from './load.ts';
import { report } from './report.ts';

const BARE_SERVER = `
  import { createReadStream } from 'node:fs';
  import { createServer } from 'node:http';
  const file = process.argv[1];
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'video/iso.segment', 'content-length': 1048576 });
    createReadStream(file).pipe(response);
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

async function bareStream(file: string): Promise<{ url: string; stop(): void }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', BARE_SERVER, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<string>((done) =>
    child.stdout.once('data', (part: Buffer) => done(part.toString().trim())),
  );
  return { url: `http://127.0.0.1:${port}`, stop: () => void child.kill() };
}

/** One-megabyte segments a second through sign-in, permission and ranges, against a bare stream. */
export async function media(): Promise<void> {
  const folder = await benchFolder();
  let secret = '';
  await folder.fill(async ({ database }) => {
    await makeCourse(database, new Date());
    secret = (await makeLearners(database, 1, new Date()))[0]?.secret ?? '';
  });
  const file = join(folder.dataFolder, 'media', ASSET_ID, 'segment-00000.m4s');
  await mkdir(join(folder.dataFolder, 'media', ASSET_ID), { recursive: true });
  await writeFile(file, randomBytes(1_048_576));
  const server = await folder.start(['--empty']);
  const bare = await bareStream(file);
  const options = { connections: 8, seconds: 5, rounds: 3 };
  const baseline = await load(bare.url, { ...options, next: () => ({ path: '/' }) });
  const result = await load(server.url, {
    ...options,
    next: () => ({
      path: `/media/${ASSET_ID}/segment-00000.m4s`,
      headers: { cookie: `xueshi-session=${secret}` },
    }),
  });
  bare.stop();
  await server.stop();
  await folder.remove();
  report({
    name: 'media',
    figure: result.perSecond,
    unit: 'segments/s',
    baseline: baseline.perSecond,
    ratio: result.perSecond / baseline.perSecond,
    p50_ms: result.p50,
    p99_ms: result.p99,
  });
}
