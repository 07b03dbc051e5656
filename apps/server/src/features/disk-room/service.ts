// Room on the disk that the data folder lies on: whoever runs the installation is told before it is used up
// (TRUST.md T5).
import { trainingDayOf } from '@xueshi/domain';
import { roomAt, type Room } from '../../platform/disk-room.ts';
import type { Platform } from '../../platform/platform.ts';
import { systemAdministrators } from '../authority/service.ts';
import { notifyMany } from '../notices/service.ts';

const GIB = 1024 ** 3;
const SHORT_SHARE = 0.1;
/** A tenth of a large disk lasts for years. */
const PLENTY_BYTES = 20 * GIB;

/** Whether less than a tenth is left, and less than 20 GiB. */
export const isShort = ({ freeBytes, totalBytes }: Room): boolean =>
  freeBytes < PLENTY_BYTES && freeBytes < totalBytes * SHORT_SHARE;

/**
 * A look at the disk, as often as one likes: while room is short the log and the system administrators are told once a
 * training day. `look` is the disk.
 */
export function watchRoom(
  { config, clock, log, write }: Platform,
  look: (folder: string) => Promise<Room> = roomAt,
): () => Promise<void> {
  let toldOn = '';
  return async () => {
    const room = await look(config.dataFolder);
    const now = clock.now();
    const day = trainingDayOf(now);
    if (!isShort(room) || toldOn === day) return;
    log.warn(room, 'the disk of the data folder is nearly full: once it is, nothing can be saved');
    const params = {
      percent: Math.floor((room.freeBytes / room.totalBytes) * 100),
      count: Math.floor(room.freeBytes / GIB),
    };
    await write(async (tx) => {
      const told = await systemAdministrators(tx, now);
      await notifyMany(
        tx,
        told.map((personId) => {
          const kind = 'disk-nearly-full' as const;
          return { personId, kind, occasion: day, params, link: null, now };
        }),
      );
    });
    toldOn = day;
  };
}
