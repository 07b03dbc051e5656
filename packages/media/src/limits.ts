/** What a lecture may cost. All are upper bounds except `reserveBytes`. */
export interface MediaLimits {
  /** Longest source, in milliseconds. */
  readonly durationMs: number;
  readonly sourceBytes: number;
  /** Width × height of one source frame. */
  readonly framePixels: number;
  /** Sound, picture and other tracks in the source. */
  readonly tracks: number;
  /** Wall clock for one run of ffmpeg. Absent: one minute and five times the length of the source. */
  readonly wallClockMs?: number;
  /** Bytes of one package. Absent: one and a half times what the ladder's rates allow, and 16 MiB. */
  readonly outputBytes?: number;
  /** Resident memory of ffmpeg; checked once a second, on Linux only. */
  readonly memoryBytes: number;
  /** Free space that packaging leaves to others (the database lives on the same disk). */
  readonly reserveBytes: number;
  /** Threads of the decoder and of each encoder. */
  readonly threads: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_LIMITS: MediaLimits = {
  durationMs: 4 * 3_600_000,
  sourceBytes: 8 * 1024 * MIB,
  framePixels: 4096 * 2304,
  tracks: 32,
  memoryBytes: 1024 * MIB,
  reserveBytes: 64 * MIB,
  threads: 2,
};

/** The caller's limits over the defaults. */
export function withDefaults(limits: Partial<MediaLimits> = {}): MediaLimits {
  return { ...DEFAULT_LIMITS, ...limits };
}

/** Milliseconds that one run of ffmpeg may take for a source of `durationMs`. */
export function wallClockFor(limits: MediaLimits, durationMs: number): number {
  return limits.wallClockMs ?? 60_000 + 5 * durationMs;
}

/** Bytes that a package may weigh, for a ladder of `bitsPerSecond` in all. */
export function outputBytesFor(
  limits: MediaLimits,
  durationMs: number,
  bitsPerSecond: number,
): number {
  return limits.outputBytes ?? Math.ceil((1.5 * bitsPerSecond * durationMs) / 8_000) + 16 * MIB;
}
