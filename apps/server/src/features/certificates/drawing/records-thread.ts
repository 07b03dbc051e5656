import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { EndOfRecords, RecordBook, RecordOfPerson } from './sheet.ts';

const MEMORY_MIB = 512;
/** So long a few people may take: beyond it something is wrong with what they were drawn from. */
const WALL_CLOCK_MS = 60_000;

/** Some people to draw, or what ends them all. */
export interface PartOfRecords {
  readonly people: readonly RecordOfPerson[];
  readonly last: EndOfRecords | null;
}

/**
 * Draws the records of many as one PDF, in a thread of its own and not in the queue of documents that
 * somebody waits for: the bytes as they come. `last` is asked for when everybody was drawn.
 */
export async function* drawRecords(
  book: RecordBook,
  people: AsyncIterable<readonly RecordOfPerson[]>,
  last: () => EndOfRecords,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const broken = new AbortController();
  const worker = new Worker(new URL('./records-worker.ts', import.meta.url), {
    workerData: book,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB },
  });
  worker.on('error', (error) => broken.abort(error));
  worker.on('exit', () => broken.abort(new Error('drawing records ended before its end')));
  const drawn = async (part: PartOfRecords): Promise<Buffer> => {
    const signals = [signal, broken.signal, AbortSignal.timeout(WALL_CLOCK_MS)];
    const answer = once(worker, 'message', { signal: AbortSignal.any(signals) });
    worker.postMessage(part);
    const [bytes] = (await answer) as [Uint8Array];
    return Buffer.from(bytes);
  };
  try {
    for await (const some of people) yield await drawn({ people: some, last: null });
    yield await drawn({ people: [], last: last() });
  } finally {
    await worker.terminate();
  }
}
