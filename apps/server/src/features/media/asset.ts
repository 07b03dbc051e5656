import type { schema } from '@xueshi/database';
import type { LectureMedia } from '@xueshi/formats';

export type MediaAsset = typeof schema.mediaAssets.$inferSelect;

export interface NewAsset {
  /** SHA-256 over the video, its subtitles, its slides, a chosen poster and part: the same matter is packaged once. */
  readonly id: string;
  /** Of what is kept of the recording. */
  readonly durationMs: number;
  readonly sourcePath: string;
  readonly subtitles: MediaAsset['subtitles'];
  readonly slides: MediaAsset['slides'];
  readonly posterMs: number | null;
  /** What is kept of the recording; left out: all of it. */
  readonly trim?: LectureMedia['trim'];
}
