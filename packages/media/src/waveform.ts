// The loudest moments of a recording's sound, one after another: what a waveform is drawn from.

/** Peaks for each second: one lasts as long as a frame of most recordings, 40 ms. */
export const PEAKS_PER_SECOND = 25;

const SAMPLES_PER_SECOND = 8_000;
const SAMPLES_PER_PEAK = SAMPLES_PER_SECOND / PEAKS_PER_SECOND;
const FULL_SCALE = 32_768;

/**
 * Options for an output that writes the first sound track to descriptor 3: one channel, 16 bits, from time 0
 * whenever the sound begins. Twice as high as the highest tone of speech that matters here.
 */
export const WAVEFORM_OUTPUT = [
  ...['-map', '0:a:0', '-af', `aresample=${SAMPLES_PER_SECOND}:async=1:first_pts=0`],
  ...['-ac', '1', '-f', 's16le', 'pipe:3'],
] as const;

export interface PeakCollector {
  /** Takes the next bytes of what `WAVEFORM_OUTPUT` writes, cut anywhere. */
  add(bytes: Buffer): void;
  /** A byte for each peak so far, 0–255: 255 times the square root of its share of full scale. */
  peaks(): Uint8Array;
}

/** Finds the peaks of sound while it comes; of what goes on after `mostMs` nothing is kept. */
export function collectPeaks(mostMs: number): PeakCollector {
  const found = new Uint8Array(Math.ceil((mostMs / 1000) * PEAKS_PER_SECOND));
  let [count, samples, loudest] = [0, 0, 0];
  let half: Buffer = Buffer.alloc(0);
  const end = () => {
    if (samples > 0 && count < found.length)
      found[count++] = Math.min(255, Math.round(255 * Math.sqrt(loudest / FULL_SCALE)));
    [samples, loudest] = [0, 0];
  };
  return {
    add(bytes) {
      const whole = half.length > 0 ? Buffer.concat([half, bytes]) : bytes;
      const length = whole.length - (whole.length % 2);
      for (let at = 0; at < length; at += 2) {
        loudest = Math.max(loudest, Math.abs(whole.readInt16LE(at)));
        samples += 1;
        if (samples === SAMPLES_PER_PEAK) end();
      }
      half = whole.subarray(length);
    },
    peaks() {
      end();
      return found.slice(0, count);
    },
  };
}
