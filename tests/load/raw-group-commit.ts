// What heartbeats are compared with: the same rows, in groups, committed by the same engine with nothing before it.
import type { Asked } from './raw-group-commit.worker.ts';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface RawGroupCommit {
  /** Writes for the asked time; rows a second. */
  readonly round: () => Promise<number>;
  close(): Promise<void>;
}

/**
 * In a thread of its own: what it leaves to the memory of whoever sends the heartbeats would slow those down, and
 * with them the server that waits for them.
 */
export async function openRawGroupCommit(asked: Asked): Promise<RawGroupCommit> {
  const worker = new Worker(new URL('./raw-group-commit.worker.ts', import.meta.url), {
    workerData: asked,
  });
  const answer = async (): Promise<number> => {
    const [said] = (await once(worker, 'message')) as [number];
    return said;
  };
  await answer();
  return {
    round() {
      worker.postMessage('round');
      return answer();
    },
    async close() {
      worker.postMessage('close');
      await once(worker, 'exit');
    },
  };
}
