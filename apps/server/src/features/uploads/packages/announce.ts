// Before the first byte of a package comes: whether it can be one, and whether there is room for it.
import type { Platform } from '../../../platform/platform.ts';
import { newId } from '../../../platform/new-id.ts';
import { Refused } from '../../../platform/refused.ts';
import type { Actor } from '../../../platform/sessions.ts';
import { demandSize, inGib, readHeaders, type AnnouncingHeaders } from '../announce.ts';
import { hasRoom } from '../folders.ts';
import { takenBytes } from '../store.ts';
import { insertPackage, packageBytes } from './store.ts';

/** What may become a draft, as the reader of packages has it (PACKAGE_LIMITS); no more than a draft may hold. */
const MOST_BYTES = 8 * 1024 ** 3;
/** Of the room that a draft may take, what the texts in a package may need beside what is in it packed. */
export const UNPACKED_BESIDE = 256 * 1024 ** 2;

export const mostPackageBytes = ({ config }: Pick<Platform, 'config'>): number =>
  Math.min(MOST_BYTES, Math.max(0, config.draftFiles.mostBytesEach - UNPACKED_BESIDE));

/** By the name's end, so that a wrong choice is told before an hour of sending; what it is, its bytes say later. */
const PACKAGE = /\.(?:zip|imscc)$/i;

/** Notes a package that is going to come; the room for all of it is taken from now on. */
export async function announcePackage(
  platform: Platform,
  actor: Actor,
  headers: AnnouncingHeaders,
): Promise<string> {
  const { purpose: _, ...announced } = readHeaders(headers);
  const { fileName, bytes } = announced;
  if (!PACKAGE.test(fileName)) throw new Refused('package-kind-unfit');
  demandSize(bytes, mostPackageBytes(platform));
  if (!(await hasRoom(platform, bytes))) throw new Refused('upload-disk-full');
  const { mostBytes, mostBytesEach } = platform.config.draftFiles;
  const uploadId = newId();
  const now = platform.clock.now();
  const at = now.toISOString();
  await platform.write(async (tx) => {
    if ((await packageBytes(tx, actor.personId)) + bytes > mostBytesEach)
      throw new Refused('package-uploads-full', { gib: inGib(mostBytesEach) });
    if ((await takenBytes(tx, null)) + bytes > mostBytes)
      throw new Refused('upload-all-full', { gib: inGib(mostBytes) });
    const sent = {
      ...announced,
      uploadId,
      by: actor.personId,
      address: actor.address,
      startedAt: at,
      touchedAt: at,
      outcome: null,
    };
    await insertPackage(tx, sent, now);
  });
  return uploadId;
}
