import type { BeatsAnswer } from '@xueshi/contracts';
import { claimedMs, type BeatQueue } from './beat-queue.ts';
import { createBeatSender, type Surroundings, type Transport } from './beat-sender.ts';
import type { QueueStore } from './queue-store.ts';

export interface Whose {
  personId: string;
  slug: string;
  lessonKey: string;
}

interface LeftOverEvents {
  answered(answer: BeatsAnswer, queue: BeatQueue): void;
  /** Claimed time that is too late to be told. */
  lost(ms: number, queue: BeatQueue): void;
}

/** Delivers what earlier visits could not, of this lecture and of others. */
export async function deliverLeftOver(
  { personId }: Pick<Whose, 'personId'>,
  store: QueueStore,
  transport: Transport,
  around: Surroundings,
  events: LeftOverEvents,
): Promise<void> {
  const queues = await store.leftOver(personId);
  // The oldest session first: a later one of the same learner superseded it.
  for (const queue of queues.reverse()) {
    const sender = createBeatSender(
      queue,
      transport,
      {
        kept: store.keep,
        answered: (answer) => events.answered(answer, queue),
        waiting: () => undefined,
        withdrawn: (ms) => events.lost(ms, queue),
        ended(why) {
          if (why !== 'closed' && why !== 'superseded') return;
          store.forget(queue.sessionId);
          events.lost(claimedMs(sender.queue.beats), queue);
        },
      },
      around,
    );
    await sender.resume();
  }
}
