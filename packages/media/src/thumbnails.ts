import assert from 'node:assert/strict';

/** Pictures for the seek bar: how many, how large, how they lie on their sheets. */
export interface ThumbnailPlan {
  readonly everyMs: number;
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  readonly count: number;
  readonly sheets: number;
}

export const THUMBNAIL_EVERY_MS = 10_000;
const WIDTH = 160;
const COLUMNS = 10;
const MAX_ROWS = 10;

/** One picture of 160 pixels each ten seconds, ten by ten on a sheet; a short lecture has fewer rows. */
export function planThumbnails(
  durationMs: number,
  frame: { width: number; height: number },
): ThumbnailPlan {
  assert(durationMs > 0, 'a lecture has a length');
  const count = Math.ceil(durationMs / THUMBNAIL_EVERY_MS);
  return {
    everyMs: THUMBNAIL_EVERY_MS,
    width: WIDTH,
    height: 2 * Math.max(1, Math.round((WIDTH * frame.height) / frame.width / 2)),
    columns: COLUMNS,
    rows: Math.min(MAX_ROWS, Math.ceil(count / COLUMNS)),
    count,
    sheets: Math.ceil(count / (COLUMNS * MAX_ROWS)),
  };
}

/** The name of a sheet, counted from 0. */
export function sheetName(sheet: number): string {
  return `thumbs-${String(sheet).padStart(3, '0')}.jpg`;
}

/** The WebVTT file that tells players which part of which sheet belongs to which ten seconds. */
export function thumbnailVtt(plan: ThumbnailPlan, durationMs: number): string {
  const perSheet = plan.columns * plan.rows;
  const cues = Array.from({ length: plan.count }, (_, index) => {
    const place = index % perSheet;
    const x = (place % plan.columns) * plan.width;
    const y = Math.floor(place / plan.columns) * plan.height;
    const from = clock(index * plan.everyMs);
    const to = clock(Math.min(durationMs, (index + 1) * plan.everyMs));
    const sheet = sheetName(Math.floor(index / perSheet));
    return `${from} --> ${to}\n${sheet}#xywh=${x},${y},${plan.width},${plan.height}\n`;
  });
  return `WEBVTT\n\n${cues.join('\n')}`;
}

/** `HH:MM:SS.mmm`. */
function clock(ms: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const millis = String(ms % 1000).padStart(3, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${millis}`;
}
