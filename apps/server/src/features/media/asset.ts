import type { schema } from '@xueshi/database';

export type MediaAsset = typeof schema.mediaAssets.$inferSelect;

export interface NewAsset {
  /** SHA-256 over the video, its subtitles, its slides and a chosen poster: the same matter is packaged once. */
  readonly id: string;
  readonly durationMs: number;
  readonly sourcePath: string;
  readonly subtitles: MediaAsset['subtitles'];
  readonly slides: MediaAsset['slides'];
  readonly posterMs: number | null;
}
