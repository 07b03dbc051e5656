// A large file through sign-in, permission, the tus protocol and the disk, against the same pieces streamed to a file
// by a bare server.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { benchFolder } from './bench-folder.ts';
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

async function sendAll(url: string, headers: Record<string, string>): Promise<number> {
  const piece = randomBytes(PIECE);
  const began = performance.now();
  for (let offset = 0; offset < SIZE; offset += PIECE) {
    const body = piece.subarray(0, Math.min(PIECE, SIZE - offset));
    const type = 'application/offset+octet-stream';
    const answer = await fetch(url, {
      method: 'PATCH',
      headers: { ...headers, 'content-type': type, 'upload-offset': String(offset) },
      body,
    });
    if (answer.status !== 204) throw new Error(`${answer.status}: ${await answer.text()}`);
  }
  return SIZE / MIB / ((performance.now() - began) / 1000);
}

const residentMib = async (pid: number): Promise<number> =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

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

export async function upload(): Promise<void> {
  const folder = await benchFolder();
  const server = await folder.start();
  const bare = await bareServer(join(folder.dataFolder, 'bare'));
  const own = await signedIn(server.url);
  const before = await residentMib(server.pid);
  let most = before;
  const watch = setInterval(
    () => void residentMib(server.pid).then((mib) => (most = Math.max(most, mib))),
    200,
  );
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    theirs.push(await sendAll(bare.url, {}));
    const url = await announce(server.url, own);
    ours.push(await sendAll(url, own));
    // Looking through noise ends at once; its bytes are removed, and the next round has the disk to itself.
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
