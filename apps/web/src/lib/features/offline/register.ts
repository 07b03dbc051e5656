import { isFull, NO_ROOM } from './no-room.ts';

const HEARD_WITHIN_MS = 2_000;

/** Why nothing can be kept in this browser; null where it can. */
export function hindrance(): 'insecure' | 'unsupported' | null {
  if (!isSecureContext) return 'insecure';
  const hasAll = 'serviceWorker' in navigator && 'caches' in window && 'indexedDB' in window;
  return hasAll ? null : 'unsupported';
}

/** Puts the offline app in place, once. Why it could not: the link broke, or the device has no room for it. */
export async function registerWorker(): Promise<'works' | 'broken' | 'full'> {
  const listening = new AbortController();
  const hasNoRoom = new Promise<'full'>((resolve) => {
    const hear = ({ data }: MessageEvent) => data === NO_ROOM && resolve('full');
    navigator.serviceWorker.addEventListener('message', hear, listening);
  });
  try {
    const registration = await navigator.serviceWorker.register('/service-worker.js', {
      updateViaCache: 'none',
    });
    const worker = registration.installing ?? registration.waiting;
    if (registration.active || !worker || (await isInPlace(worker))) return 'works';
    // Why it failed may be heard after that it failed.
    return await Promise.race([hasNoRoom, brokenAfter(HEARD_WITHIN_MS)]);
  } catch (error) {
    return isFull(error) ? 'full' : 'broken';
  } finally {
    listening.abort();
  }
}

const brokenAfter = (ms: number) =>
  new Promise<'broken'>((resolve) => setTimeout(() => resolve('broken'), ms));

const isInPlace = (worker: ServiceWorker): Promise<boolean> =>
  new Promise((resolve) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') resolve(true);
      if (worker.state === 'redundant') resolve(false);
    });
  });
