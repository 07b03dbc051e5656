// How often one network may ask for codes that do not exist: guessing must not pay.
import type { ProblemCode } from '@xueshi/contracts';
import { LRUCache } from 'lru-cache';
import { isIPv6 } from 'node:net';
import { Refused } from './refused.ts';

export interface UnknownCodes {
  /** Throws the refusal while the network has asked for too many. */
  refuseWhileTooMany(address: string, now: Date): void;
  /** Counts one code that does not exist; codes that do are not counted. */
  count(address: string, now: Date): void;
}

/** `allowed` unknown codes for one network in a window of `windowMs`; kept in memory only. */
export function limitUnknownCodes(
  allowed: number,
  windowMs: number,
  refusal: ProblemCode,
): UnknownCodes {
  const windows = new LRUCache<string, { since: number; unknown: number }>({ max: 20_000 });
  const openWindow = (address: string, now: Date) => {
    const window = windows.get(networkOf(address));
    return window && now.getTime() - window.since < windowMs ? window : null;
  };
  return {
    refuseWhileTooMany(address, now) {
      const window = openWindow(address, now);
      if (!window || window.unknown < allowed) return;
      const left = window.since + windowMs - now.getTime();
      throw new Refused(refusal, { minutes: Math.ceil(left / 60_000) });
    },
    count(address, now) {
      const window = openWindow(address, now) ?? { since: now.getTime(), unknown: 0 };
      windows.set(networkOf(address), { ...window, unknown: window.unknown + 1 });
    },
  };
}

/** One household has many IPv6 addresses: the first four groups are counted as one. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = [head, tail].map((part) => part.split(':').filter(Boolean));
  const [before = [], after = []] = groups;
  const zeros = address.includes('::')
    ? Array<string>(8 - before.length - after.length).fill('0')
    : [];
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}
