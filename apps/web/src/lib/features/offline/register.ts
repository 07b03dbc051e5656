import { NO_ROOM } from './no-room.ts';

/** Why nothing can be kept in this browser; null where it can. */
export function hindrance(): 'insecure' | 'unsupported' | null {
  if (!isSecureContext) return 'insecure';
  const hasAll = 'serviceWorker' in navigator && 'caches' in window && 'indexedDB' in window;
  return hasAll ? null : 'unsupported';
}

/** Puts the offline app in place, once. Why it could not: the link broke, or the device has no room for it. */
export async function registerWorker(): Promise<'works' | 'broken' | 'full'> {
  let isFull = false;
  const hear = ({ data }: MessageEvent) => (isFull ||= data === NO_ROOM);
  navigator.serviceWorker.addEventListener('message', hear);
  try {
    const registration = await navigator.serviceWorker.register('/service-worker.js', {
      updateViaCache: 'none',
    });
    const worker = registration.installing ?? registration.waiting;
    if (registration.active || !worker || (await isInPlace(worker))) return 'works';
    return isFull ? 'full' : 'broken';
  } catch {
    return 'broken';
  } finally {
    navigator.serviceWorker.removeEventListener('message', hear);
  }
}

const isInPlace = (worker: ServiceWorker): Promise<boolean> =>
  new Promise((resolve) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') resolve(true);
      if (worker.state === 'redundant') resolve(false);
    });
  });
