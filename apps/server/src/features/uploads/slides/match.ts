// When a recording shows its slides: asked for by the author, found by a job, and kept with what else was found in
// the recording. It proposes and changes no lecture.
import type { FoundInFile, MatchedInFile } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { findFfmpeg, matchSlides } from '@xueshi/media';
import { eq } from 'drizzle-orm';
import {
  enqueueJob,
  type JobContext,
  type JobHandler,
  type JobRunner,
} from '../../../platform/jobs.ts';
import type { Platform } from '../../../platform/platform.ts';
import { Refused } from '../../../platform/refused.ts';
import { keptPath } from '../folders.ts';
import { foundIn } from '../found.ts';
import { demandDraft, filesOf, findFile, type FileRow } from '../store.ts';
import { MATCH_SLIDES, matchKey, type MatchSlides } from './match.job.ts';

const { draftFiles } = schema;

/** Begins to look for slides in a recording, in this order. While it is under way, asking again changes nothing. */
export async function askForMatch(
  { write, clock }: Platform,
  jobs: Pick<JobRunner, 'wake'>,
  asked: MatchSlides,
  slides: readonly string[],
): Promise<void> {
  await write(async (tx) => {
    const draft = await demandDraft(tx, asked.draftId);
    if (draft.state === 'submitted') throw new Refused('draft-submitted');
    const rows = new Map((await filesOf(tx, asked.draftId)).map((row) => [row.id, row]));
    const recording = rows.get(asked.fileId);
    const found = recording && foundIn(recording);
    if (recording?.kind !== 'recording' || recording.state !== 'usable' || !found)
      throw new Refused('not-found');
    for (const id of slides) {
      const slide = rows.get(id);
      if (slide?.kind !== 'slide' || slide.state !== 'usable') throw new Refused('not-found');
    }
    const isUnderWay = found.matched?.isDone === false;
    const matched: MatchedInFile = {
      ...{ isDone: false, problem: null, percent: 0 },
      slides: slides.map((file) => ({ file, startMs: null, percent: 0 })),
    };
    if (!isUnderWay)
      await tx
        .update(draftFiles)
        .set({ found: { ...found, matched } })
        .where(eq(draftFiles.id, asked.fileId));
    const uniqueKey = matchKey(asked.fileId);
    await enqueueJob(tx, { name: MATCH_SLIDES, uniqueKey, payload: asked, now: clock.now() });
  });
  jobs.wake();
}

/** Runs again after a crash: until it is done nothing is kept of it. */
export const matchSlidesHandler: JobHandler = async (platform, payload, context) => {
  const { draftId, fileId } = payload as MatchSlides;
  const recording = await findFile(platform.db, draftId, fileId);
  const found = recording && foundIn(recording);
  if (!recording || !found?.matched || found.matched.isDone) return;
  const matched = await look(platform, recording, found.matched, context);
  context.signal.throwIfAborted();
  await platform.write(async (tx) => {
    const row = await findFile(tx, draftId, fileId);
    const now: FoundInFile | null = row && foundIn(row);
    if (!now) return;
    await tx
      .update(draftFiles)
      .set({ found: { ...now, matched } })
      .where(eq(draftFiles.id, fileId));
  });
};

async function look(
  platform: Platform,
  recording: FileRow,
  asked: MatchedInFile,
  { signal, progress }: JobContext,
): Promise<MatchedInFile> {
  const { config, db } = platform;
  const failed = (problem: string) => ({ ...asked, isDone: true, problem });
  const ffmpeg = await findFfmpeg({ ffmpegPath: config.ffmpegPath ?? undefined });
  if (!ffmpeg.ok) return failed(ffmpeg.reason);
  const rows = new Map((await filesOf(db, recording.draftId)).map((row) => [row.id, row]));
  const pathOf = (keptAs: string | null | undefined) => keptAs && keptPath(platform, keptAs);
  const slides = asked.slides.flatMap(({ file }) => pathOf(rows.get(file)?.keptAs) || []);
  const source = pathOf(recording.keptAs);
  // Something was removed while it waited.
  if (!source || slides.length !== asked.slides.length) return failed('unreadable');
  const seen = await matchSlides({ ffmpeg, source, slides, signal, onProgress: progress });
  if (!seen.ok) return failed(seen.reason);
  return {
    ...{ isDone: true, problem: null, percent: Math.round(seen.certainty * 100) },
    slides: asked.slides.map(({ file }, at) => ({
      file,
      startMs: seen.slides[at]?.startMs ?? null,
      percent: Math.round((seen.slides[at]?.certainty ?? 0) * 100),
    })),
  };
}
