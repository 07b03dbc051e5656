// How often one may report goes by the machine's own clock: tests that report in quick succession
// move it, while the rest of time stays real. Used by tests only.
import { afterEach, beforeEach, vi } from 'vitest';
import type { TestInstallation } from './test-installation.ts';

/** As long as reporting again needs. */
const PAUSE_MS = 5_000;

/** For the top of a test file; holds for each of its tests. */
export function useReportingClock(): void {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());
}

/** Time goes by on the server, and as long as reporting again needs. */
export function pass({ clock }: TestInstallation, ms: number): void {
  clock.advance({ ms });
  vi.advanceTimersByTime(PAUSE_MS);
}
