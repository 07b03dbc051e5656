// The sound of a recording, as the server found it, and the shape that is drawn of it.
import type { DraftWaveform } from '@xueshi/contracts';

export interface Waveform {
  /** 0–255, one after another. */
  readonly peaks: Uint8Array;
  readonly perSecond: number;
  readonly durationMs: number;
  /** What is drawn as high as there is room; so quiet recordings are seen too, and silence stays flat. */
  readonly loudest: number;
}

const LEAST_LOUDEST = 48;

export function waveformOf({ perSecond, peaks: base64 }: DraftWaveform): Waveform {
  const peaks = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return {
    ...{ peaks, perSecond },
    durationMs: (peaks.length / perSecond) * 1000,
    loudest: peaks.reduce((most, one) => Math.max(most, one), LEAST_LOUDEST),
  };
}

/** Null where the recording has none, undefined where it could not be asked for. */
export async function loadWaveform(
  draftId: string,
  recording: string,
): Promise<Waveform | null | undefined> {
  const url = `/api/v1/drafts/${draftId}/files/${recording}/waveform`;
  const answer = await fetch(url).catch(() => null);
  if (answer?.status === 404) return null;
  if (!answer?.ok) return undefined;
  return waveformOf((await answer.json()) as DraftWaveform);
}

/**
 * The shape of a stretch as the path of an SVG, `columns` wide and 2 high, the same above and below its middle;
 * each column is as high as what is loudest in it.
 */
export function shapeOf(
  { peaks, perSecond, loudest }: Waveform,
  fromMs: number,
  toMs: number,
  columns: number,
): string {
  const at = (column: number) =>
    ((fromMs + ((toMs - fromMs) * column) / columns) / 1000) * perSecond;
  const heights = Array.from({ length: columns }, (_, column) => {
    const first = Math.floor(at(column));
    const after = Math.max(first + 1, Math.ceil(at(column + 1)));
    const most = peaks.subarray(Math.max(0, first), after).reduce((a, b) => Math.max(a, b), 0);
    return most / loudest;
  });
  const points = (side: 1 | -1) =>
    heights.map((height, column) => `${column + 0.5},${(1 - side * height).toFixed(3)}`);
  return `M${[...points(1), ...points(-1).reverse()].join('L')}Z`;
}
