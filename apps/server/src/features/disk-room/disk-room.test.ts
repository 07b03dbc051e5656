import type { Notice } from '@xueshi/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { roomAt, type Room } from '../../platform/disk-room.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';
import { isShort, watchRoom } from './service.ts';

const GIB = 1024 ** 3;

let here: TestInstallation;

beforeAll(async () => {
  here = await openTestInstallation();
});
afterAll(() => here.close());

async function told(loginName: string): Promise<Notice[]> {
  const somebody = await here.signIn(loginName);
  const { items } = (await somebody.get<{ items: Notice[] }>('/api/v1/me/notices')).body;
  return items.filter(({ kind }) => kind === 'disk-nearly-full');
}

test('the room of a real disk is what is free of it', async () => {
  const { freeBytes, totalBytes } = await roomAt(here.dataFolder);
  expect(freeBytes).toBeGreaterThan(0);
  expect(freeBytes).toBeLessThan(totalBytes);
});

test('room is short below a tenth, never while twenty gibibytes are left, and never again less so with less', () => {
  const bytes = fc.integer({ min: 1, max: 4_000 * GIB });
  fc.assert(
    fc.property(bytes, fc.double({ min: 0, max: 1, noNaN: true }), (totalBytes, share) => {
      const room: Room = { totalBytes, freeBytes: Math.floor(totalBytes * share) };
      expect(isShort(room)).toBe(
        room.freeBytes * 10 < room.totalBytes && room.freeBytes < 20 * GIB,
      );
      const less = { ...room, freeBytes: Math.floor(room.freeBytes / 2) };
      if (isShort(room)) expect(isShort(less)).toBe(true);
    }),
  );
});

test('whoever runs the installation is told once a day while room is short, and nobody else', async () => {
  let freeBytes = 60 * GIB;
  const look = watchRoom(here.installation.platform, async () => ({
    freeBytes,
    totalBytes: 200 * GIB,
  }));
  await look();
  expect(await told('hexiaoyan')).toEqual([]);
  freeBytes = 5 * GIB;
  await look();
  await look();
  expect(await told('hexiaoyan')).toMatchObject([{ params: { percent: 2, count: 5 } }]);
  here.clock.advance({ hours: 24 });
  await look();
  expect(await told('hexiaoyan')).toHaveLength(2);
  freeBytes = 50 * GIB;
  here.clock.advance({ hours: 24 });
  await look();
  expect(await told('hexiaoyan')).toHaveLength(2);
  expect(await told('chenjianguo')).toEqual([]);
});

test('a server that was started again tells nobody a second time on that day', async () => {
  here.clock.advance({ hours: 24 });
  const { platform } = here.installation;
  for (const look of [watchRoom(platform, nearlyFull), watchRoom(platform, nearlyFull)])
    await look();
  const days = (await told('hexiaoyan')).map(({ createdAt }) => createdAt.slice(0, 10));
  expect(new Set(days).size).toBe(days.length);
});

const nearlyFull = async (): Promise<Room> => ({ freeBytes: GIB, totalBytes: 50 * GIB });
