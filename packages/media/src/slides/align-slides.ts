// Which slide a recording shows when: pictures of the recording are compared with those of the slides, and the slides
// are laid along the time in their order.

/** Grey pictures of one size, one after another, a byte a point. */
export interface GreyPictures {
  readonly bytes: Uint8Array;
  /** Bytes of one picture, at least 1. */
  readonly points: number;
}

/** Where a slide is shown; `from` is null where it is not. `certainty` is 0–1. */
export interface AlignedSlide {
  readonly from: number | null;
  readonly certainty: number;
}

/** The first frame of each slide, in the slides' order, and how sure all of it is, 0–1. */
export interface Alignment {
  readonly slides: readonly AlignedSlide[];
  readonly certainty: number;
}

/** What going on to the next slide costs, in frames of perfect likeness: flicker is no change of slides. */
const CHANGE = 0.6;
/** What leaving a slide out costs on top. */
const SKIP = 1.5;
/** So much more alike than any other slide is as sure as it gets. */
const CLEAR_MARGIN = 0.2;
/** Below this a frame does not show a slide at all; above the second it surely does. */
const ALIKE = { from: 0.35, to: 0.75 } as const;
/** Frames whose points differ by no more than this on average are the same picture. */
const SAME_PICTURE = 0.4;

/**
 * Lays slides along frames so that they are most alike in all, each later than the one before it. Slides may be left
 * out. Lighter or darker pictures are no less alike. Without frames or slides nothing is aligned.
 */
export function alignSlides(frames: GreyPictures, slides: GreyPictures): Alignment {
  const count = Math.floor(slides.bytes.length / slides.points);
  const length = Math.floor(frames.bytes.length / frames.points);
  const nowhere = Array.from({ length: count }, () => ({ from: null, certainty: 0 }));
  if (count === 0 || length === 0 || frames.points !== slides.points)
    return { slides: nowhere, certainty: 0 };
  const likeness = likenessOf(frames, length, slides, count);
  const shown = bestPath(likeness.score, length, count);
  return certaintyOf(shown, likeness, length, count);
}

interface Likeness {
  /** By frame, then by slide: what decides, and likeness as such. */
  readonly score: Float32Array;
  readonly plain: Float32Array;
}

/** Of one size and without brightness: the product of two of them is their correlation. */
function unit(bytes: Uint8Array): Float32Array {
  const mean = bytes.reduce((sum, value) => sum + value, 0) / bytes.length;
  return scaled(Float32Array.from(bytes, (value) => value - mean));
}

function scaled(vector: Float32Array): Float32Array {
  const size = Math.sqrt(dot(vector, vector));
  return size < 1e-4 ? new Float32Array(vector.length) : vector.map((value) => value / size);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

/** What is left of a picture without what all slides have in common: their frame, their logo. */
function own(vector: Float32Array, common: Float32Array): Float32Array {
  const share = dot(vector, common);
  return scaled(vector.map((value, at) => value - share * (common[at] ?? 0)));
}

function likenessOf(
  frames: GreyPictures,
  length: number,
  slides: GreyPictures,
  count: number,
): Likeness {
  const at = ({ bytes, points }: GreyPictures, index: number) =>
    bytes.subarray(index * points, (index + 1) * points);
  const plainSlides = Array.from({ length: count }, (_, index) => unit(at(slides, index)));
  const sum = new Float32Array(slides.points);
  for (const slide of plainSlides)
    slide.forEach((value, point) => (sum[point] = (sum[point] ?? 0) + value));
  const common = count === 1 ? new Float32Array(slides.points) : scaled(sum);
  const ownSlides = plainSlides.map((slide) => own(slide, common));
  const score = new Float32Array(length * count);
  const plain = new Float32Array(length * count);
  for (let frame = 0; frame < length; frame += 1) {
    const row = frame * count;
    const picture = at(frames, frame);
    if (frame > 0 && isSame(picture, at(frames, frame - 1))) {
      score.copyWithin(row, row - count, row);
      plain.copyWithin(row, row - count, row);
      continue;
    }
    const whole = unit(picture);
    const rest = own(whole, common);
    for (const [slide, vector] of plainSlides.entries()) {
      const alike = dot(whole, vector);
      plain[row + slide] = alike;
      score[row + slide] = 0.4 * alike + 0.6 * dot(rest, ownSlides[slide] ?? vector);
    }
  }
  return { score, plain };
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  let difference = 0;
  for (let at = 0; at < a.length; at += 1) difference += Math.abs((a[at] ?? 0) - (b[at] ?? 0));
  return difference <= SAME_PICTURE * a.length;
}

/** The slide at each frame, never falling, by dynamic programming in frames × slides steps. */
function bestPath(score: Float32Array, length: number, count: number): Int32Array {
  const before = new Int16Array(length * count);
  let best = Float64Array.from({ length: count }, (_, slide) => (score[slide] ?? 0) - SKIP * slide);
  for (let frame = 1; frame < length; frame += 1) {
    const next = new Float64Array(count);
    // The best slide to come from, counted as if it were slide 0 that follows.
    let source = -1;
    let reach = Number.NEGATIVE_INFINITY;
    for (let slide = 0; slide < count; slide += 1) {
      const stay = best[slide] ?? 0;
      const come = reach - CHANGE - SKIP * (slide - 1);
      const isStay = stay >= come;
      before[frame * count + slide] = isStay ? slide : source;
      next[slide] = (isStay ? stay : come) + (score[frame * count + slide] ?? 0);
      if (stay + SKIP * slide > reach) [reach, source] = [stay + SKIP * slide, slide];
    }
    best = next;
  }
  let slide = 0;
  let most = Number.NEGATIVE_INFINITY;
  best.forEach((value, index) => {
    const total = value - SKIP * (count - 1 - index);
    if (total > most) [most, slide] = [total, index];
  });
  const shown = new Int32Array(length);
  for (let frame = length - 1; frame >= 0; frame -= 1) {
    shown[frame] = slide;
    if (frame > 0) slide = before[frame * count + slide] ?? 0;
  }
  return shown;
}

const within = (value: number): number => Math.max(0, Math.min(1, value));

function certaintyOf(
  shown: Int32Array,
  { score, plain }: Likeness,
  length: number,
  count: number,
): Alignment {
  const sums = Array.from({ length: count }, () => ({
    from: null as number | null,
    sum: 0,
    frames: 0,
  }));
  let total = 0;
  for (let frame = 0; frame < length; frame += 1) {
    const slide = shown[frame] ?? 0;
    const row = score.subarray(frame * count, (frame + 1) * count);
    let second = count === 1 ? 0 : -1;
    row.forEach((value, index) => {
      if (index !== slide && value > second) second = value;
    });
    const clear = within(((row[slide] ?? 0) - second) / CLEAR_MARGIN);
    const alike = plain[frame * count + slide] ?? 0;
    const certainty = clear * within((alike - ALIKE.from) / (ALIKE.to - ALIKE.from));
    const one = sums[slide];
    if (!one) continue;
    one.from ??= frame;
    one.sum += certainty;
    one.frames += 1;
    total += certainty;
  }
  return {
    slides: sums.map(({ from, sum, frames }) => ({
      from,
      certainty: frames === 0 ? 0 : sum / frames,
    })),
    certainty: total / length,
  };
}
