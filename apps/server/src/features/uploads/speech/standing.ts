// How far it is with recordings that somebody waits to have listened to, by their jobs.
import type { DraftFile, FoundInFile } from '@xueshi/contracts';
import { foundIn } from '../found.ts';
import type { FileRow } from '../store.ts';
import { SPOKEN_LANGUAGES, transcribeKey, type SpokenLanguage } from './transcribe.job.ts';

interface JobStanding {
  readonly state: string;
  readonly percent: number;
}
type Jobs = ReadonlyMap<string, JobStanding>;

const isAwaited = (row: FileRow, language: SpokenLanguage): boolean =>
  foundIn(row)?.transcribed[language]?.isDone === false;

/** Those jobs of a file that somebody waits for. */
export const transcribeKeys = (row: FileRow): string[] =>
  SPOKEN_LANGUAGES.filter((language) => isAwaited(row, language)).map((language) =>
    transcribeKey(row.id, language),
  );

export function transcribingOf(row: FileRow, jobs: Jobs): DraftFile['transcribing'] {
  const of = (language: SpokenLanguage): DraftFile['transcribing'][SpokenLanguage] => {
    const job = isAwaited(row, language) ? jobs.get(transcribeKey(row.id, language)) : undefined;
    if (job?.state === 'waiting') return { state: 'waiting', percent: 0 };
    return job?.state === 'running' ? { state: 'listening', percent: job.percent } : null;
  };
  return { 'zh-CN': of('zh-CN'), en: of('en') };
}

/** As it is kept; one that a job gave up, or an administrator stopped, is told as that, and can be asked for again. */
export function foundWithStopped(row: FileRow, jobs: Jobs): FoundInFile | null {
  const found = foundIn(row);
  const under = transcribingOf(row, jobs);
  return SPOKEN_LANGUAGES.reduce((so, language) => {
    const transcribed = so?.transcribed[language];
    if (!so || !transcribed || transcribed.isDone || under[language]) return so;
    const stopped = { ...transcribed, isDone: true, problem: 'stopped' };
    return { ...so, transcribed: { ...so.transcribed, [language]: stopped } };
  }, found);
}
