// What nobody comes back for: uploads that stopped, and files that nothing refers to any more.
import { schema } from '@xueshi/database';
import { eq, lt } from 'drizzle-orm';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobHandler } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { sweepFiles } from '../catalogue/service.ts';
import { arrivingFolder, KEPT_NAME, keptFolder, makeFolders, removeArriving } from './folders.ts';
import { deletePackages, holdsBytes, packagesOf, type PackageRow } from './packages/store.ts';
import { waveformOf } from './waveform.ts';

const { draftFiles, draftUploads } = schema;

const DAY_MS = 86_400_000;
/** A week of bad weather is no reason to send four gigabytes again. */
const STALE_DAYS = 14;

/** Runs once a day. What is younger than a day stays: its row may be written in this moment. */
export const sweepUploadsHandler: JobHandler = async (platform) => {
  await makeFolders(platform);
  const before = new Date(platform.clock.now().getTime() - STALE_DAYS * DAY_MS);
  const stale = await platform.write((tx) =>
    tx
      .delete(draftUploads)
      .where(lt(draftUploads.touchedAt, before))
      .returning({ id: draftUploads.id }),
  );
  for (const { id } of stale) await removeArriving(platform, id);
  await sweepPackages(platform, before);
  await sweepFolder(platform, arrivingFolder(platform), await arrivingNames(platform));
  await sweepFolder(platform, keptFolder(platform), await keptNames(platform));
  await sweepRooms(platform);
  await sweepFiles(platform);
};

/** Packages that nobody goes on with, and what came of others: whoever sent them has seen it, or has the draft. */
async function sweepPackages(platform: Platform, before: Date): Promise<void> {
  const isUnderWay = ({ state }: PackageRow) => state === 'waiting' || state === 'running';
  const ids = await platform.write(async (tx) => {
    const stale = (await packagesOf(tx, null)).filter(
      (row) => !isUnderWay(row) && Date.parse(row.touchedAt) < before.getTime(),
    );
    const ofStale = stale.map(({ id }) => id);
    if (ofStale.length > 0) await deletePackages(tx, ofStale);
    return ofStale;
  });
  for (const id of ids) await removeArriving(platform, id);
}

/** Drafts that were written out, packages that were unpacked and recordings that were listened to when the process died. */
const ROOM = /^(?:draft|package|speech)-[A-Za-z0-9]{6}$/;

async function sweepRooms({ config }: Platform): Promise<void> {
  for (const name of await readdir(config.dataFolder)) {
    if (!ROOM.test(name)) continue;
    const path = join(config.dataFolder, name);
    const found = await stat(path).catch(() => null);
    if (!found?.isDirectory() || Date.now() - found.mtimeMs < DAY_MS) continue;
    await rm(path, { recursive: true, force: true });
  }
}

async function arrivingNames({ db }: Platform): Promise<(name: string) => boolean> {
  const uploads = await db.select({ id: draftUploads.id }).from(draftUploads);
  const files = await db
    .select({ id: draftFiles.id })
    .from(draftFiles)
    .where(eq(draftFiles.state, 'checking'));
  const refused = await db
    .select({ id: draftFiles.id })
    .from(draftFiles)
    .where(eq(draftFiles.state, 'refused'));
  const packages = (await packagesOf(db, null)).filter(holdsBytes);
  const ids = new Set([...uploads, ...files, ...refused, ...packages].map(({ id }) => id));
  return (name) => ids.has(name.split('.')[0] ?? '');
}

/** Drafts hold their files; what was published of them is kept with its version, under another name. */
async function keptNames({ db }: Platform): Promise<(name: string) => boolean> {
  const files = await db.select({ keptAs: draftFiles.keptAs }).from(draftFiles);
  const names = new Set(files.flatMap(({ keptAs }) => [keptAs, keptAs && waveformOf(keptAs)]));
  return (name) => names.has(name) || !KEPT_NAME.test(name);
}

async function sweepFolder(
  { log }: Platform,
  folder: string,
  isHeld: (name: string) => boolean,
): Promise<void> {
  for (const name of await readdir(folder)) {
    if (isHeld(name)) continue;
    const path = join(folder, name);
    // The machine's clock wrote this time, so it is what is compared with.
    const found = await stat(path).catch(() => null);
    if (!found?.isFile() || Date.now() - found.ctimeMs < DAY_MS) continue;
    log.info({ name }, 'a file of drafts that nothing refers to was removed');
    await rm(path, { force: true });
  }
}
