import type { TranscribedInFile } from '@xueshi/contracts';
import { schema, type Tx } from '@xueshi/database';
import { findFfmpeg, transcribeRecording, type SpeechLimits } from '@xueshi/media';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobContext, JobHandler } from '../../../platform/jobs.ts';
import { hashOfFile } from '../../../platform/kept-files.ts';
import { newId } from '../../../platform/new-id.ts';
import type { Platform } from '../../../platform/platform.ts';
import { keep, keptPath, makeFolders } from '../folders.ts';
import { foundIn } from '../found.ts';
import { NOTHING_FOUND } from '../look-through.ts';
import { filesOf, findFile, takenBytes, type FileRow } from '../store.ts';
import { lookThroughSubtitles } from '../subtitles.ts';
import type { Transcribe } from './transcribe.job.ts';
import { noteTranscribed } from './transcribe.ts';

const { draftFiles } = schema;

/** Subtitles that lie among the kept files and are no file of the draft yet, or why there are none. */
type Made =
  | { readonly ok: true; readonly sha256: string; readonly bytes: number; readonly cues: number }
  | {
      readonly ok: false;
      readonly problem: string;
      readonly detail: TranscribedInFile['detail'];
    };

const failed = (problem: string, detail: TranscribedInFile['detail'] = null): Made => ({
  ...{ ok: false, problem, detail },
});

/** Listens from the beginning after a crash: until it is done nothing is kept of it. */
export const transcribeHandlerWithin =
  (limits: Partial<SpeechLimits>): JobHandler =>
  async (platform, payload, context) => {
    const asked = payload as Transcribe;
    const { draftId, fileId, language } = asked;
    const recording = await findFile(platform.db, draftId, fileId);
    const standing = recording && foundIn(recording)?.transcribed[language];
    if (!recording || !standing || standing.isDone) return;
    // On the disk of the data: hours of sound are too much for a temporary folder in memory.
    const folder = await mkdtemp(join(platform.config.dataFolder, 'speech-'));
    try {
      const made = await listen(platform, { recording, asked, folder, limits }, context);
      // Asked to stop: it begins again with the next start.
      context.signal.throwIfAborted();
      await platform.write((tx) => settle(tx, platform, asked, made));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

export const transcribeHandler = transcribeHandlerWithin({});

interface Listening {
  readonly recording: FileRow;
  readonly asked: Transcribe;
  readonly folder: string;
  readonly limits: Partial<SpeechLimits>;
}

async function listen(
  platform: Platform,
  { recording, asked, folder, limits }: Listening,
  context: JobContext,
): Promise<Made> {
  const { config, log } = platform;
  const { signal } = context;
  // It was there when it was asked for.
  if (config.speechCommand === null) return failed('not-configured');
  const ffmpeg = await findFfmpeg({ ffmpegPath: config.ffmpegPath ?? undefined });
  if (!ffmpeg.ok) return failed(ffmpeg.reason);
  const heard = await transcribeRecording({
    ...{ command: config.speechCommand, ffmpeg, folder, limits, signal },
    source: keptPath(platform, recording.keptAs ?? ''),
    language: asked.language,
    onProgress: context.progress,
  });
  signal.throwIfAborted();
  if (!heard.ok) {
    log.warn({ reason: heard.reason, detail: heard.detail }, 'a recording was not transcribed');
    return failed(heard.reason);
  }
  if (heard.printed.toString('latin1').trim() === '') return failed('nothing-heard');
  const path = join(folder, 'printed');
  await writeFile(path, heard.printed);
  const looked = await lookThroughSubtitles(platform, path, context);
  if (looked.problem !== null || !looked.instead) {
    log.warn({ detail: looked.detail?.en }, 'what speech recognition wrote is no SRT or WebVTT');
    return failed('not-subtitles', looked.detail);
  }
  const sha256 = await hashOfFile(looked.instead, signal);
  await makeFolders(platform);
  await keep(platform, looked.instead, `${sha256}.vtt`);
  const { size } = await stat(looked.instead);
  return { ok: true, sha256, bytes: size, cues: looked.found?.cues ?? 0 };
}

/** What is kept and gets no row is swept. */
async function settle(tx: Tx, platform: Platform, asked: Transcribe, made: Made): Promise<void> {
  const { draftId, fileId, language } = asked;
  const recording = await findFile(tx, draftId, fileId);
  const found = recording && foundIn(recording);
  // Removed in the meantime.
  if (!found) return;
  const full = made.ok ? await whatIsFull(tx, platform, draftId, made.bytes) : null;
  const { problem, detail = null } = made.ok ? { problem: full } : made;
  const file = made.ok && full === null ? await addSubtitles(tx, platform, asked, made) : null;
  const done: TranscribedInFile = { isDone: true, problem, detail, file };
  await noteTranscribed(tx, fileId, found, { [language]: done });
}

/** Subtitles count like those that somebody sends. */
async function whatIsFull(
  tx: Tx,
  { config }: Platform,
  draftId: string,
  bytes: number,
): Promise<'draft-full' | 'all-full' | null> {
  const { mostBytes, mostBytesEach } = config.draftFiles;
  if ((await takenBytes(tx, draftId)) + bytes > mostBytesEach) return 'draft-full';
  return (await takenBytes(tx, null)) + bytes > mostBytes ? 'all-full' : null;
}

async function addSubtitles(
  tx: Tx,
  { clock }: Platform,
  { draftId, language, by }: Transcribe,
  { sha256, bytes, cues }: Extract<Made, { ok: true }>,
): Promise<string> {
  const id = newId();
  const names = new Set((await filesOf(tx, draftId)).map(({ fileName }) => fileName));
  await tx.insert(draftFiles).values({
    ...{ id, draftId, kind: 'subtitles', fileName: freeName(names, language), bytes, sha256 },
    ...{ keptAs: `${sha256}.vtt`, state: 'usable', addedBy: by, addedAt: clock.now() },
    found: { ...NOTHING_FOUND, cues, isMachineMade: true },
  });
  return id;
}

/** One that no other file of the draft has: lists show nothing else of it. */
function freeName(taken: ReadonlySet<string>, language: string): string {
  let name = `语音识别.${language}.vtt`;
  for (let number = 2; taken.has(name); number += 1) name = `语音识别.${language}.${number}.vtt`;
  return name;
}
