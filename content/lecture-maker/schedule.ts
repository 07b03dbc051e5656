/** Times of a lecture. All in milliseconds from its start. */
export interface SpokenSentence {
  readonly text: string;
  readonly durationMs: number;
}

export interface TimedSentence {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
}

export interface TimedSlide {
  readonly startMs: number;
  readonly endMs: number;
  readonly sentences: readonly TimedSentence[];
}

export interface Schedule {
  readonly durationMs: number;
  readonly slides: readonly TimedSlide[];
}

export const FRAME_MS = 100;
const BETWEEN_SENTENCES_MS = 350;
const BEFORE_SPEECH_MS = 400;
const AFTER_SPEECH_MS = 500;
const AT_THE_END_MS = 1500;

const toFrame = (ms: number): number => Math.ceil(ms / FRAME_MS) * FRAME_MS;

/** Lays the spoken slides out one after another; slides begin and end on a frame. */
export function scheduleSlides(slides: readonly (readonly SpokenSentence[])[]): Schedule {
  const timed: TimedSlide[] = [];
  let startMs = 0;
  for (const [index, spoken] of slides.entries()) {
    const sentences: TimedSentence[] = [];
    let nowMs = startMs + BEFORE_SPEECH_MS;
    for (const { text, durationMs } of spoken) {
      if (sentences.length > 0) nowMs += BETWEEN_SENTENCES_MS;
      sentences.push({ text, startMs: nowMs, endMs: nowMs + durationMs });
      nowMs += durationMs;
    }
    const isLast = index === slides.length - 1;
    const endMs = toFrame(nowMs + (isLast ? AT_THE_END_MS : AFTER_SPEECH_MS));
    timed.push({ startMs, endMs, sentences });
    startMs = endMs;
  }
  return { durationMs: startMs, slides: timed };
}

const SHORTEST_MS = 3 * 60_000;
const LONGEST_MS = 10 * 60_000;

/** docs/author/course-format.md: a lecture lasts 3–10 minutes. */
export function lengthProblem(durationMs: number): string | null {
  const minutes = (durationMs / 60_000).toFixed(1);
  if (durationMs < SHORTEST_MS)
    return `the narration takes ${minutes} minutes, less than 3: add text`;
  if (durationMs > LONGEST_MS)
    return `the narration takes ${minutes} minutes, more than 10: cut it`;
  return null;
}
