// Somebody who plays a lecture on, at ordinary speed, with a report each 15 s. Used by tests only.
import { beatOf, type TestPlayer } from './paper-lecture.ts';
import { pass } from './reporting-clock.ts';
import type { TestInstallation } from './test-installation.ts';

export const BEAT_MS = 15_000;

/** A viewer who plays on from where they are. */
export function viewerOf(here: TestInstallation, player: TestPlayer) {
  let seq = 0;
  let monoMs = 0;
  let at = 0;
  return {
    /** Plays on until `toMs`, a beat each 15 s; gives the last answer. */
    async playTo(toMs: number) {
      for (;;) {
        seq += 1;
        monoMs += BEAT_MS;
        pass(here, BEAT_MS);
        const to = Math.min(at + BEAT_MS, toMs);
        const { body } = await player.report(beatOf(seq, monoMs, [[at, to, 1]]));
        at = to;
        if (at >= toMs) return body;
      }
    },
    goTo: (ms: number) => void (at = ms),
  };
}
