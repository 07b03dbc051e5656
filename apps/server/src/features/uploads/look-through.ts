// Every file that arrived is looked through by what it is sent as; what that gives is the same for all.
import type { FoundInFile } from '@xueshi/contracts';
import type { JobContext } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';

/** A page that was drawn and is not kept yet. */
export interface DrawnPage {
  readonly path: string;
  readonly found: {
    readonly width: number;
    readonly height: number;
    readonly number: number;
    readonly title: string;
    readonly text: string;
  };
}

/** What came of looking through a file; `problem` null: it can be used. */
export interface Looked {
  readonly problem: string | null;
  /** The end of its name in course folders, such as `mp4`. */
  readonly end: string;
  readonly found: FoundInFile | null;
  /** Where its content was written anew, as of subtitles: what is kept instead. */
  readonly instead?: string;
  /** A recording: its sound to be drawn. */
  readonly peaks?: Uint8Array;
  /** Slides: the pictures that were drawn of its pages, which become files of their own. */
  readonly pages?: readonly DrawnPage[];
  /** Why, in both languages, where the reason alone would say too little. */
  readonly detail?: { readonly 'zh-CN': string; readonly en: string };
}

export type LookThrough = (
  platform: Platform,
  path: string,
  context: JobContext,
) => Promise<Looked>;

export const NOTHING_FOUND: FoundInFile = {
  durationMs: null,
  width: null,
  height: null,
  rotation: null,
  videoCodec: null,
  audioCodec: null,
  loudnessHundredths: null,
  silent: [],
  black: [],
  cues: null,
  pages: null,
  page: null,
  matched: null,
  transcribed: { 'zh-CN': null, en: null },
  isMachineMade: false,
  courseware: null,
};
