import { Worker } from 'node:worker_threads';
import { onePerInstallation } from '../../../platform/per-installation.ts';
import type { Platform } from '../../../platform/platform.ts';
import { Refused } from '../../../platform/refused.ts';
import type { Sheet } from './sheet.ts';

const MEMORY_MIB = 256;
const WALL_CLOCK_MS = 30_000;
/** One after the other; whoever comes when so many wait is asked to come again. */
const MOST_WAITING = 40;
/** Nobody fills the queue alone. */
const MOST_WAITING_EACH = 3;

/** Draws a document as PDF for somebody who asked, in a thread of its own. */
export function drawSheet(
  platform: Pick<Platform, 'db'>,
  sheet: Sheet,
  askedBy: string,
): Promise<Buffer> {
  return queueOf(platform).draw(sheet, askedBy);
}

const queueOf = onePerInstallation((_platform: Pick<Platform, 'db'>) => {
  const waiting: string[] = [];
  let tail: Promise<unknown> = Promise.resolve();
  return {
    async draw(sheet: Sheet, askedBy: string): Promise<Buffer> {
      const own = waiting.filter((one) => one === askedBy).length;
      if (waiting.length >= MOST_WAITING || own >= MOST_WAITING_EACH) throw new Refused('busy');
      waiting.push(askedBy);
      const turn = tail.then(() => drawInThread(sheet));
      // One failed turn must not block the next.
      tail = turn.catch(() => undefined);
      return turn.finally(() => waiting.splice(waiting.indexOf(askedBy), 1));
    },
  };
});

async function drawInThread(sheet: Sheet): Promise<Buffer> {
  const worker = new Worker(new URL('./draw-worker.ts', import.meta.url), {
    workerData: sheet,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB },
  });
  const clock = setTimeout(() => void worker.terminate(), WALL_CLOCK_MS);
  try {
    return await new Promise<Buffer>((done, failed) => {
      worker.once('message', (bytes: Uint8Array) => done(Buffer.from(bytes)));
      worker.once('error', failed);
      worker.once('exit', () => failed(new Error('drawing a document ended without a document')));
    });
  } finally {
    clearTimeout(clock);
    await worker.terminate();
  }
}
