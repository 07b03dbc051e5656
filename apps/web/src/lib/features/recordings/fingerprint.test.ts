import { expect, test } from 'vitest';
import { fingerprintOf, sha256Of } from './fingerprint.ts';

const fileOf = (text: string, name = '第一讲.mp4', lastModified = 5) =>
  new File([text], name, { lastModified });

test('the same file is known again, and another is not taken for it', async () => {
  const known = await fingerprintOf(fileOf('一二三'));
  expect(await fingerprintOf(fileOf('一二三'))).toBe(known);
  const others = [fileOf('一二四'), fileOf('一二三', 'b.mp4'), fileOf('一二三', '第一讲.mp4', 6)];
  for (const other of others) expect(await fingerprintOf(other)).not.toBe(known);
  const long = 'x'.repeat(300_000);
  expect(await fingerprintOf(fileOf(`${long}y${long}`))).not.toBe(
    await fingerprintOf(fileOf(`${long}z${long}`)),
  );
});

test('a small file is hashed as the server hashes it', async () => {
  expect(await sha256Of(fileOf('abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});
