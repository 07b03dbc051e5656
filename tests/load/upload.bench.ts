// A large file through sign-in, permission, the tus protocol and the disk, against the same pieces streamed to a file
// by a bare server.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { benchFolder } from './bench-folder.ts';
import { mebibytes } from './memory-of.ts';
import { median, report, tell } from './report.ts';

const MIB = 1024 ** 2;
/** Megabytes; XUESHI_BENCH_UPLOAD_MB=4096 sends the largest recording there may be. */
const SIZE = Number(process.env['XUESHI_BENCH_UPLOAD_MB'] ?? 512) * MIB;
/** As the page sends them. */
const PIECE = 5 * MIB;
const ROUNDS = 3;

/** Each request's body goes to the end of one file; nothing else is done. */
const BARE_SERVER = `
  import { createWriteStream } from 'node:fs';
  import { createServer } from 'node:http';
  import { pipeline } from 'node:stream/promises';
  const server = createServer(async (request, response) => {
    const start = Number(request.headers['upload-offset']);
    const flags = start === 0 ? 'w' : 'r+';
    await pipeline(request, createWriteStream(process.argv[1], { flags, start }));
    response.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

async function bareServer(file: string): Promise<{ url: string; stop(): void }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', BARE_SERVER, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<string>((done) =>
    child.stdout.once('data', (part: Buffer) => done(part.toString().trim())),
  );
  return { url: `http://127.0.0.1:${port}/`, stop: () => void child.kill() };
}

interface Target {
  readonly url: string;
  readonly headers: Record<string, string>;
  seconds: number;
}

/** Piece by piece to one and to the other, so that whatever else the machine does slows both alike. */
async function sendAll(targets: readonly Target[]): Promise<void> {
  const piece = randomBytes(PIECE);
  for (let offset = 0; offset < SIZE; offset += PIECE) {
    const body = piece.subarray(0, Math.min(PIECE, SIZE - offset));
    for (const target of targets) {
      const began = performance.now();
      await sendPiece(target, offset, body);
      target.seconds += (performance.now() - began) / 1000;
    }
  }
}

async function sendPiece({ url, headers }: Target, offset: number, body: Buffer<ArrayBuffer>) {
  const type = 'application/offset+octet-stream';
  const answer = await fetch(url, {
    method: 'PATCH',
    headers: { ...headers, 'content-type': type, 'upload-offset': String(offset) },
    body,
  });
  if (answer.status !== 204) throw new Error(`${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

async function signedIn(base: string): Promise<Record<string, string>> {
  const answer = await fetch(`${base}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: base },
    body: JSON.stringify({ loginName: 'zhoumin', password: 'Qinghe-2026-ok' }),
  });
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return { cookie, origin: base, 'tus-resumable': '1.0.0' };
}

/** Announces a file in a draft of its own. */
async function announce(base: string, own: Record<string, string>): Promise<string> {
  const begun = await fetch(`${base}/api/v1/drafts`, {
    method: 'POST',
    headers: { ...own, 'content-type': 'application/json' },
    body: JSON.stringify({ title: '大文件', area: 'law' }),
  });
  const { id } = (await begun.json()) as { id: string };
  const name = Buffer.from('recording.mp4').toString('base64');
  const announced = await fetch(`${base}/api/v1/drafts/${id}/uploads`, {
    method: 'POST',
    headers: { ...own, 'upload-length': String(SIZE), 'upload-metadata': `filename ${name}` },
  });
  const location = announced.headers.get('location');
  if (!location) throw new Error(`${announced.status}: ${await announced.text()}`);
  return `${base}${location}`;
}

/** The next round has the machine to itself: what arrived is hashed and found to be no recording. */
async function lookedThrough({ url, headers }: Target): Promise<void> {
  const list = url.replace(/uploads\/.*$/, 'files');
  for (;;) {
    const answer = await fetch(list, { headers });
    const { files } = (await answer.json()) as { files: { state: string }[] };
    if (files.every(({ state }) => state !== 'checking')) return;
    await new Promise((later) => setTimeout(later, 200));
  }
}

export async function upload(): Promise<void> {
  const folder = await benchFolder();
  const server = await folder.start();
  const bare = await bareServer(join(folder.dataFolder, 'bare'));
  const own = await signedIn(server.url);
  const before = await mebibytes(server.pid, 'VmRSS');
  let most = before;
  const watch = setInterval(
    () => void mebibytes(server.pid, 'VmRSS').then((mib) => (most = Math.max(most, mib))),
    200,
  );
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const stream = { url: bare.url, headers: {}, seconds: 0 };
    const real = { url: await announce(server.url, own), headers: own, seconds: 0 };
    await sendAll([stream, real]);
    theirs.push(SIZE / MIB / stream.seconds);
    ours.push(SIZE / MIB / real.seconds);
    await lookedThrough(real);
    tell(`  ${ours.at(-1)?.toFixed(0)} of ${theirs.at(-1)?.toFixed(0)} MB/s`);
  }
  clearInterval(watch);
  bare.stop();
  await server.stop();
  await folder.remove();
  report({
    name: 'upload',
    figure: median(ours),
    unit: 'MB/s',
    baseline: median(theirs),
    ratio: median(ours) / median(theirs),
    rss_mib: most,
    grew_mib: most - before,
  });
}
