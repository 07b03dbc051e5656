// Files come in by the tus protocol: in pieces, each of which begins where the one before ended, however often
// the link breaks. Who may send, and what, is decided before the protocol is asked.
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import { schema } from '@xueshi/database';
import { and, eq } from 'drizzle-orm';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { enqueueJob, type JobRunner } from '../../platform/jobs.ts';
import { syncPath } from '../../platform/kept-files.ts';
import type { Platform } from '../../platform/platform.ts';
import { arrivedBytes, arrivingFolder, arrivingPath, removeArriving } from './folders.ts';
import { endPiece } from './piece.ts';
import { findFile, findUpload, type UploadRow } from './store.ts';
import { TAKE_IN, takeInKey } from './take-in.job.ts';

const { draftFiles, draftUploads } = schema;

export interface Receiver {
  /** Answers one request of the protocol about the upload of this id, which the caller may send. */
  handle(id: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** Creating and asking, by the protocol's library; pieces have a way of their own (piece.ts). Which upload it is about is said beside the request. */
export function openReceiver(platform: Platform): Receiver {
  const asked = new AsyncLocalStorage<string>();
  const idIn = () => asked.getStore() ?? '';
  const server = new Server({
    path: '/api/v1/drafts',
    datastore: new FileStore({ directory: arrivingFolder(platform) }),
    // Pages elsewhere are told nothing.
    allowedOrigins: () => false,
    namingFunction: idIn,
    getFileIdFromRequest: idIn,
    generateUrl: (request, { id }) => `${new URL(request.url).pathname}/${id}`,
  });
  return {
    handle: (id, request, response) => asked.run(id, () => server.handle(request, response)),
  };
}

/** All of it came: it is put on the disk, then said, and then looked through. Twice is as good as once. */
export async function finishUpload(
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
  id: string,
): Promise<void> {
  const { write, clock } = platform;
  await syncPath(arrivingPath(platform, id));
  await syncPath(arrivingFolder(platform));
  const now = clock.now();
  await write(async (tx) => {
    const [upload] = await tx.delete(draftUploads).where(eq(draftUploads.id, id)).returning();
    if (!upload) return;
    await tx.insert(draftFiles).values({
      id,
      draftId: upload.draftId,
      kind: upload.kind,
      fileName: upload.fileName,
      bytes: upload.bytes,
      statedSha256: upload.sha256,
      state: 'checking',
      addedBy: upload.startedBy,
      addedAt: now,
    });
    await enqueueJob(tx, { name: TAKE_IN, uniqueKey: takeInKey(id), payload: { fileId: id }, now });
  });
  jobs.wake();
}

export type Standing<Row = UploadRow> =
  | { readonly kind: 'arriving'; readonly upload: Row }
  | { readonly kind: 'arrived'; readonly bytes: number };

/** How an upload stands. One whose last answer was lost is finished here, for it would never be asked again. */
export async function standingOf(
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
  draftId: string,
  id: string,
): Promise<Standing | null> {
  const { db } = platform;
  const upload = await findUpload(db, draftId, id);
  if (upload) {
    if ((await arrivedBytes(platform, id)) < upload.bytes) return { kind: 'arriving', upload };
    await finishUpload(platform, jobs, id);
  }
  const file = await findFile(db, draftId, id);
  return file && { kind: 'arrived', bytes: file.bytes };
}

/** Notes that something came in, so that it is not swept; at most once a minute. */
export async function touchUpload({ write, clock }: Platform, upload: UploadRow): Promise<void> {
  const now = clock.now();
  if (now.getTime() - upload.touchedAt.getTime() < 60_000) return;
  await write((tx) =>
    tx.update(draftUploads).set({ touchedAt: now }).where(eq(draftUploads.id, upload.id)),
  );
}

/** Gives an upload up; what came of it is removed. */
export async function cancelUpload(
  platform: Platform,
  draftId: string,
  id: string,
): Promise<boolean> {
  const rows = await platform.write((tx) =>
    tx
      .delete(draftUploads)
      .where(and(eq(draftUploads.id, id), eq(draftUploads.draftId, draftId)))
      .returning({ id: draftUploads.id }),
  );
  if (rows.length === 0) return false;
  await endPiece(id);
  await removeArriving(platform, id);
  return true;
}
