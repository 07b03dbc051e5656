// What a camera wrote beside a lecturer's photo stays with whoever took it.
import type { LecturerCard, LecturerEntry } from '@xueshi/contracts';
import { temporaryFolder } from '@xueshi/testkit';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { download } from '../../testing/download.ts';
import {
  anyFfmpeg,
  openTestInstallation,
  ORIGIN,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let ffmpeg: string;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let office: Visitor;

beforeAll(async () => {
  here = await openTestInstallation();
  ffmpeg = await anyFfmpeg();
  folder = await temporaryFolder();
  office = await here.signIn('chenjianguo');
});
afterAll(async () => {
  await here.close();
  await folder.remove();
});

const run = promisify(execFile);

async function makePhoto(): Promise<Buffer> {
  const path = join(folder.path, 'photo.jpg');
  const source = ['-f', 'lavfi', '-i', 'testsrc2=size=240x320', '-frames:v', '1', '-q:v', '2'];
  await run(ffmpeg, ['-nostdin', '-v', 'error', '-y', ...source, path]);
  return readFile(path);
}

/** The picture as it is drawn, decoded bit by bit. */
async function drawn(bytes: Buffer): Promise<Buffer> {
  const path = join(folder.path, 'shown.jpg');
  await writeFile(path, bytes);
  const raw = ['-noautorotate', '-i', path, '-f', 'rawvideo', '-pix_fmt', 'yuvj420p', '-'];
  const options = { encoding: 'buffer', maxBuffer: 16 * 1024 ** 2 } as const;
  return (await run(ffmpeg, ['-nostdin', '-v', 'error', ...raw], options)).stdout;
}

const ENTRY_BYTES = 12;

/** Exif as a phone writes it: maker, orientation (turned right) and the place, 25.0453° N, 102.7097° E. */
function exifOfPhone(): Buffer {
  const maker = Buffer.from('HUAWEI P60\0\0', 'latin1');
  const directory = (entries: readonly (readonly [number, number, number, number])[]) => {
    const bytes = Buffer.alloc(2 + entries.length * ENTRY_BYTES + 4);
    bytes.writeUInt16LE(entries.length, 0);
    entries.forEach(([tag, type, count, value], at) => {
      bytes.writeUInt16LE(tag, 2 + at * ENTRY_BYTES);
      bytes.writeUInt16LE(type, 4 + at * ENTRY_BYTES);
      bytes.writeUInt32LE(count, 6 + at * ENTRY_BYTES);
      bytes.writeUInt32LE(value, 10 + at * ENTRY_BYTES);
    });
    return bytes;
  };
  const [first, place] = [8, 8 + 2 + 3 * ENTRY_BYTES + 4];
  const data = place + 2 + 4 * ENTRY_BYTES + 4;
  const degrees = Buffer.alloc(48);
  [25, 1, 2, 1, 4308, 100, 102, 1, 42, 1, 3492, 100].forEach((part, at) =>
    degrees.writeUInt32LE(part, at * 4),
  );
  const tiff = Buffer.concat([
    Buffer.from([0x49, 0x49, 42, 0, first, 0, 0, 0]),
    directory([
      [0x010f, 2, maker.length, data + degrees.length],
      [0x0112, 3, 1, 6],
      [0x8825, 4, 1, place],
    ]),
    directory([
      [1, 2, 2, 0x4e],
      [2, 5, 3, data],
      [3, 2, 2, 0x45],
      [4, 5, 3, data + 24],
    ]),
    ...[degrees, maker],
  ]);
  const content = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

async function keptPhoto(bytes: Buffer): Promise<Buffer> {
  const { body } = await office.get<{ items: LecturerCard[] }>('/api/v1/lecturers');
  const code = body.items[0]?.code ?? '';
  const sent = await here.app.inject({
    method: 'POST',
    url: `/api/v1/lecturers/${code}/photo`,
    headers: {
      cookie: office.cookie(),
      origin: ORIGIN,
      'content-type': 'application/octet-stream',
    },
    payload: bytes,
  });
  expect(sent.statusCode).toBe(204);
  const { body: entry } = await office.get<LecturerEntry>(`/api/v1/lecturers/${code}/entry`);
  return (await download(here, office, entry.photoUrl ?? '')).bytes;
}

test('a JPEG with place and device comes out without them: the same picture, the same way up', async () => {
  const photo = await makePhoto();
  const exif = exifOfPhone();
  const withPlace = Buffer.concat([photo.subarray(0, 2), exif, photo.subarray(2)]);
  expect(withPlace.includes('HUAWEI')).toBe(true);
  const kept = await keptPhoto(withPlace);
  expect(kept.includes('HUAWEI')).toBe(false);
  expect(kept.length).toBeLessThan(withPlace.length);
  // Of the block nothing is left but how the camera was held.
  const said = kept.indexOf('Exif');
  expect(kept.readUInt16BE(said - 2)).toBe(2 + 6 + 26);
  expect(kept.subarray(said + 6, said + 32).toString('hex')).toBe(
    '4d4d002a000000080001' + '011200030000000100060000' + '00000000',
  );
  expect((await drawn(kept)).equals(await drawn(withPlace))).toBe(true);
});

test('one that has nothing beside it is drawn as it was', async () => {
  const photo = await makePhoto();
  const kept = await keptPhoto(photo);
  expect(kept.includes('Exif')).toBe(false);
  expect((await drawn(kept)).equals(await drawn(photo))).toBe(true);
});
