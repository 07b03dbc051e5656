import type { DraftFile, DraftFiles, DraftUpload } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { and, eq, inArray } from 'drizzle-orm';
import { enqueueJob, type JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { arrivedBytes, removeArriving } from './folders.ts';
import { detailOf, foundIn } from './found.ts';
import { matchKey } from './slides/match.job.ts';
import { removePages } from './slides/keep-pages.ts';
import { takesPresentations } from './slides/presentation.ts';
import { foundWithStopped, transcribeKeys, transcribingOf } from './speech/standing.ts';
import { stopTranscribing } from './speech/stop.ts';
import { demandDraft, filesOf, findFile, takenBytes, uploadsOf, type FileRow } from './store.ts';
import { TAKE_IN, takeInKey } from './take-in.job.ts';
import { WORTH_ANOTHER_LOOK } from './take-in.handler.ts';

const { draftFiles, jobs } = schema;

export async function listDraftFiles(platform: Platform, draftId: string): Promise<DraftFiles> {
  const { db, config } = platform;
  await demandDraft(db, draftId);
  const rows = await filesOf(db, draftId);
  const awaited = await awaitedJobs(platform, rows);
  const percentOf = (key: string) => awaited.get(key)?.percent ?? 0;
  const uploads = await uploadsOf(db, draftId);
  return {
    files: rows.map((row) => ({
      id: row.id,
      kind: row.kind as DraftFile['kind'],
      fileName: row.fileName,
      bytes: row.bytes,
      sha256: row.sha256,
      state: row.state as DraftFile['state'],
      percent: row.state === 'checking' ? percentOf(takeInKey(row.id)) : 100,
      matching: isMatching(row) ? percentOf(matchKey(row.id)) : null,
      transcribing: transcribingOf(row, awaited),
      problem: row.problem,
      detail: detailOf(row),
      found: foundWithStopped(row, awaited),
      addedAt: row.addedAt.toISOString(),
    })),
    uploads: await Promise.all(
      uploads.map(async (row) => ({
        id: row.id,
        kind: row.kind as DraftUpload['kind'],
        fileName: row.fileName,
        bytes: row.bytes,
        receivedBytes: Math.min(row.bytes, await arrivedBytes(platform, row.id)),
        fingerprint: row.fingerprint,
        startedAt: row.startedAt.toISOString(),
      })),
    ),
    mostBytes: config.draftFiles.mostBytesEach,
    takenBytes: await takenBytes(db, draftId),
    takesPresentations: await takesPresentations(platform),
    hearsSpeech: config.speechCommand !== null,
  };
}

const isMatching = (row: FileRow): boolean => foundIn(row)?.matched?.isDone === false;

/** By their key: those that somebody waits for. */
async function awaitedJobs(
  { db }: Platform,
  rows: readonly FileRow[],
): Promise<ReadonlyMap<string, { readonly state: string; readonly percent: number }>> {
  const keys = [
    ...rows.filter(({ state }) => state === 'checking').map(({ id }) => takeInKey(id)),
    ...rows.filter(isMatching).map(({ id }) => matchKey(id)),
    ...rows.flatMap(transcribeKeys),
  ];
  if (keys.length === 0) return new Map();
  const found = await db
    .select({ key: jobs.uniqueKey, state: jobs.state, percent: jobs.progressPercent })
    .from(jobs)
    .where(inArray(jobs.uniqueKey, keys));
  return new Map(found.map(({ key, ...job }) => [key ?? '', job]));
}

/** What was published keeps its files: they lie there as long as anything refers to them. */
export async function removeDraftFile(
  platform: Platform,
  draftId: string,
  fileId: string,
): Promise<void> {
  await platform.write(async (tx) => {
    const draft = await demandDraft(tx, draftId);
    if (draft.state === 'submitted') throw new Refused('draft-submitted');
    const rows = await tx
      .delete(draftFiles)
      .where(and(eq(draftFiles.id, fileId), eq(draftFiles.draftId, draftId)))
      .returning({ id: draftFiles.id });
    if (rows.length === 0) throw new Refused('not-found');
    await removePages(tx, draftId, fileId);
  });
  await stopTranscribing(platform, fileId);
  await removeArriving(platform, fileId);
}

/** For what the machine was to blame: the disk has room again, ffmpeg was installed. */
export async function checkAgain(
  platform: Platform,
  wakened: Pick<JobRunner, 'wake'>,
  draftId: string,
  fileId: string,
): Promise<void> {
  const { db, write, clock } = platform;
  await demandDraft(db, draftId);
  const file = await findFile(db, draftId, fileId);
  if (file?.state !== 'refused' || !WORTH_ANOTHER_LOOK.has(file.problem ?? ''))
    throw new Refused('not-found');
  const now = clock.now();
  await write(async (tx) => {
    await tx
      .update(draftFiles)
      .set({ state: 'checking', problem: null })
      .where(eq(draftFiles.id, fileId));
    const uniqueKey = takeInKey(fileId);
    await enqueueJob(tx, { name: TAKE_IN, uniqueKey, payload: { fileId }, now });
  });
  wakened.wake();
}
