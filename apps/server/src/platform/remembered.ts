import type { ChangeCounters } from '@xueshi/database';
import { LRUCache } from 'lru-cache';
import { onePerInstallation } from './per-installation.ts';
import type { Platform } from './platform.ts';

export type RemembersBy = Pick<Platform, 'db' | 'readChanges'>;

/**
 * A memory that each installation has one of: what was read from its database, by keys, until the counter says that
 * something of its kind has changed. Then all of it is forgotten. Whoever asks while it is being read waits for the
 * same reading; one that failed is not remembered.
 */
export const rememberBy = <Value>(counter: keyof ChangeCounters, most: number) =>
  onePerInstallation(({ readChanges }: RemembersBy) => {
    const known = new LRUCache<string, Promise<Value>>({ max: most });
    let version = -1;
    return (key: string, read: () => Promise<Value>): Promise<Value> => {
      const current = readChanges()[counter];
      if (current !== version) {
        // Clearing touches every place there is, also of an empty memory.
        if (known.size > 0) known.clear();
        version = current;
      }
      const remembered = known.get(key);
      if (remembered) return remembered;
      const reading = read();
      known.set(key, reading);
      reading.catch(() => {
        if (known.peek(key) === reading) known.delete(key);
      });
      return reading;
    };
  });
