import { claimedMs } from './beat-queue.ts';
import {
  createBeatSender,
  type SenderEvents,
  type Surroundings,
  type Transport,
} from './beat-sender.ts';
import type { QueueStore } from './queue-store.ts';

export interface Whose {
  personId: string;
  slug: string;
  lessonKey: string;
}

/** Delivers what an earlier visit could not. `lost` tells of claimed time that is too late for it. */
export async function deliverLeftOver(
  whose: Whose,
  store: QueueStore,
  transport: Transport,
  around: Surroundings,
  events: Pick<SenderEvents, 'answered'> & { lost(ms: number): void },
): Promise<void> {
  const queues = await store.leftOver(whose.personId, whose.slug, whose.lessonKey);
  // The oldest session first: a later one of the same learner superseded it.
  for (const queue of queues.reverse()) {
    const sender = createBeatSender(
      queue,
      transport,
      {
        kept: store.keep,
        answered: events.answered,
        waiting: () => undefined,
        withdrawn: events.lost,
        ended(why) {
          if (why !== 'closed' && why !== 'superseded') return;
          store.forget(queue.sessionId);
          events.lost(claimedMs(sender.queue.beats));
        },
      },
      around,
    );
    await sender.resume();
  }
}
