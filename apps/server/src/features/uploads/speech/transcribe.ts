// Subtitles made of what a recording says, by a program of the operator's (docs/operate.md): asked for by an author,
// made by a job, and put among the files of the draft like those that somebody sent. No lecture is changed by it.
import type { FoundInFile, TranscribedInFile } from '@xueshi/contracts';
import { schema, type Tx } from '@xueshi/database';
import { SPEECH_SAMPLES_PER_SECOND } from '@xueshi/media';
import { eq } from 'drizzle-orm';
import { enqueueJob, type JobRunner } from '../../../platform/jobs.ts';
import type { Platform } from '../../../platform/platform.ts';
import { Refused } from '../../../platform/refused.ts';
import { inGib } from '../announce.ts';
import { hasRoom } from '../folders.ts';
import { foundIn } from '../found.ts';
import { demandDraft, findFile, takenBytes } from '../store.ts';
import { TRANSCRIBE, transcribeKey, type Transcribe } from './transcribe.job.ts';

const { draftFiles } = schema;

const BEGUN: TranscribedInFile = { isDone: false, problem: null, detail: null, file: null };

/** Begins to have a recording listened to. While that is under way, asking again changes nothing. */
export async function askForTranscription(
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
  asked: Transcribe,
): Promise<void> {
  const { config, db, write, clock } = platform;
  const { draftId, fileId, language } = asked;
  await demandDraft(db, draftId);
  if (config.speechCommand === null) throw new Refused('speech-not-configured');
  const { durationMs } = (await demandRecording(db, asked)).found;
  // Two bytes a sample.
  const soundBytes = 2 * SPEECH_SAMPLES_PER_SECOND * ((durationMs ?? 0) / 1000);
  if (!(await hasRoom(platform, soundBytes))) throw new Refused('upload-disk-full');
  await write(async (tx) => {
    const draft = await demandDraft(tx, draftId);
    if (draft.state === 'submitted') throw new Refused('draft-submitted');
    const { found } = await demandRecording(tx, asked);
    const { mostBytesEach } = config.draftFiles;
    // How much it will be nobody knows yet; it is looked at again when it is there.
    if ((await takenBytes(tx, draftId)) >= mostBytesEach)
      throw new Refused('upload-draft-full', { gib: inGib(mostBytesEach) });
    if (found.transcribed[language]?.isDone !== false)
      await noteTranscribed(tx, fileId, found, { [language]: BEGUN });
    const uniqueKey = transcribeKey(fileId, language);
    await enqueueJob(tx, { name: TRANSCRIBE, uniqueKey, payload: asked, now: clock.now() });
  });
  jobs.wake();
}

/** One that was looked through and can be used; refused where it is none. */
async function demandRecording(
  db: Tx | Platform['db'],
  { draftId, fileId }: Transcribe,
): Promise<{ readonly found: FoundInFile }> {
  const file = await findFile(db, draftId, fileId);
  const found = file && foundIn(file);
  if (file?.kind !== 'recording' || file.state !== 'usable' || !found)
    throw new Refused('not-found');
  return { found };
}

/** Keeps what is known of a language with what else was found in the recording. */
export async function noteTranscribed(
  tx: Tx,
  fileId: string,
  found: FoundInFile,
  change: Partial<FoundInFile['transcribed']>,
): Promise<void> {
  const transcribed = { ...found.transcribed, ...change };
  await tx
    .update(draftFiles)
    .set({ found: { ...found, transcribed } })
    .where(eq(draftFiles.id, fileId));
}
