import type { Platform } from '../../platform/platform.ts';
import { updateRun } from './store.ts';

const PROGRESS_EVERY_MS = 1_000;

/** Tells the run's row how far it has come, about once a second. */
export function progressOf(platform: Platform, runId: string) {
  let rowsDone = 0;
  let written = performance.now();
  return (looked: number) => {
    rowsDone += looked;
    if (performance.now() - written < PROGRESS_EVERY_MS) return;
    written = performance.now();
    platform
      .write((tx) => updateRun(tx, runId, { rowsDone }))
      .catch((err: unknown) => platform.log.warn({ err, runId }, 'progress was not written down'));
  };
}
