// The part of a recording that is the lecture (docs/decisions/0044). Authors write all times in the time of the
// recording as it was uploaded; what learners get is in the time of the lecture, which begins where the part does.

/** From–to within a recording, whole milliseconds. */
export interface KeptPart {
  readonly startMs: number;
  readonly endMs: number;
}

/** As an author gives it: what is left out or null is the beginning or the end of the recording. */
export interface Trim {
  readonly startMs?: number | null | undefined;
  readonly endMs?: number | null | undefined;
}

/** Less than this is no lecture, ms. */
export const LEAST_KEPT_MS = 10_000;

/** A fade before the first word and after the last, ms. */
const AROUND_MS = 500;
/** A stretch that begins so soon after the one before goes on with it, ms. */
const SOON_MS = 1_000;

/** The part that a trim keeps of a recording of `durationMs`; null: all of it, so that nothing is trimmed. */
export function keptPart(trim: Trim | null | undefined, durationMs: number): KeptPart | null {
  const startMs = trim?.startMs ?? 0;
  const endMs = trim?.endMs ?? durationMs;
  return startMs === 0 && endMs === durationMs ? null : { startMs, endMs };
}

export type TrimFault = 'beyond-end' | 'order' | 'too-short';

/** Why a part of a recording of `durationMs` cannot be a lecture; null where it can. */
export function trimFault({ startMs, endMs }: KeptPart, durationMs: number): TrimFault | null {
  if (endMs > durationMs || startMs >= durationMs) return 'beyond-end';
  if (startMs >= endMs) return 'order';
  return endMs - startMs < LEAST_KEPT_MS ? 'too-short' : null;
}

/**
 * What of a list in the order of time stands in the lecture, in the lecture's time: what is shown when the part
 * begins stands at its beginning, what comes before that or after the end falls away. All of it where nothing is
 * trimmed.
 */
export function withinPart<Item extends { readonly startMs: number }>(
  items: readonly Item[],
  part: KeptPart | null,
): Item[] {
  if (!part) return [...items];
  const first = items.findLastIndex(({ startMs }) => startMs <= part.startMs);
  return items
    .slice(Math.max(0, first))
    .filter(({ startMs }) => startMs < part.endMs)
    .map((item) => ({ ...item, startMs: Math.max(0, item.startMs - part.startMs) }));
}

/** What is shown from one moment until another, cut to the part; null where nothing of it is left. */
export function spanWithin<Span extends KeptPart>(span: Span, part: KeptPart | null): Span | null {
  if (!part) return span;
  const startMs = Math.max(span.startMs, part.startMs);
  const endMs = Math.min(span.endMs, part.endMs);
  if (startMs >= endMs) return null;
  return { ...span, startMs: startMs - part.startMs, endMs: endMs - part.startMs };
}

interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * What the author may want to keep of a recording that begins or ends without a sound or a picture; null where it
 * does neither, or next to nothing would be left. Stretches are in the order of time.
 */
export function proposedPart(
  durationMs: number,
  silent: readonly Stretch[],
  black: readonly Stretch[],
): KeptPart | null {
  const idle = [...silent, ...black];
  let [head, tail] = [0, durationMs];
  for (const { fromMs, toMs } of idle.toSorted((a, b) => a.fromMs - b.fromMs))
    if (fromMs <= head + SOON_MS) head = Math.max(head, toMs);
  for (const { fromMs, toMs } of idle.toSorted((a, b) => b.toMs - a.toMs))
    if (toMs >= tail - SOON_MS) tail = Math.min(tail, fromMs);
  const part = {
    startMs: head === 0 ? 0 : Math.max(0, head - AROUND_MS),
    endMs: tail === durationMs ? durationMs : Math.min(durationMs, tail + AROUND_MS),
  };
  const isWhole = part.startMs === 0 && part.endMs === durationMs;
  return isWhole || trimFault(part, durationMs) !== null ? null : part;
}
