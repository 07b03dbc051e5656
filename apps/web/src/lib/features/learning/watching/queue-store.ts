import type { BeatQueue } from './beat-queue.ts';

/** Where unacknowledged reports outlive a closed page, a crash, an empty battery. */
export interface QueueStore {
  keep(queue: BeatQueue): void;
  forget(sessionId: string): void;
  /** What is left of this person's reports, of whatever lesson. */
  leftOver(personId: string): Promise<BeatQueue[]>;
}

const DATABASE = 'xueshi-learning';
const QUEUES = 'beat-queues';
const KEPT_MS = 7 * 24 * 3_600_000;
const KEPT_QUEUES = 40;

function openDatabase(): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () =>
        request.result.createObjectStore(QUEUES, { keyPath: 'sessionId' });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null);
      request.onblocked = () => resolve(null);
    } catch {
      // Some private windows have no database at all.
      resolve(null);
    }
  });
}

function readAll(database: IDBDatabase): Promise<BeatQueue[]> {
  return new Promise((resolve) => {
    const request = database.transaction(QUEUES, 'readonly').objectStore(QUEUES).getAll();
    // Only this module writes here, in this shape.
    request.onsuccess = () => resolve(request.result as BeatQueue[]);
    request.onerror = () => resolve([]);
  });
}

/** The browser's own database; where it has none, reports live as long as the page does. */
export function browserQueueStore(now: () => number = Date.now): QueueStore {
  const opening = openDatabase();

  async function change(work: (queues: IDBObjectStore) => void): Promise<void> {
    const database = await opening;
    if (!database) return;
    try {
      work(database.transaction(QUEUES, 'readwrite').objectStore(QUEUES));
    } catch {
      // A full or closing database: the reports are still in memory and on their way.
    }
  }

  async function leftOver(personId: string): Promise<BeatQueue[]> {
    const database = await opening;
    if (!database) return [];
    const all = (await readAll(database)).sort((a, b) => b.savedAt - a.savedAt);
    const isOld = (queue: BeatQueue, n: number) =>
      n >= KEPT_QUEUES || now() - queue.savedAt > KEPT_MS;
    const old = all.filter(isOld);
    if (old.length > 0)
      void change((queues) => old.forEach(({ sessionId }) => queues.delete(sessionId)));
    return all.filter(
      (queue, n) => !isOld(queue, n) && queue.personId === personId && queue.beats.length > 0,
    );
  }

  return {
    keep: (queue) =>
      void change((queues) => {
        if (queue.beats.length === 0) queues.delete(queue.sessionId);
        else queues.put({ ...queue, savedAt: now() });
      }),
    forget: (sessionId) => void change((queues) => queues.delete(sessionId)),
    leftOver,
  };
}
