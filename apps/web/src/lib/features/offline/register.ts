/** Why nothing can be kept in this browser; null where it can. */
export function hindrance(): 'insecure' | 'unsupported' | null {
  if (!isSecureContext) return 'insecure';
  const hasAll = 'serviceWorker' in navigator && 'caches' in window && 'indexedDB' in window;
  return hasAll ? null : 'unsupported';
}

/** Puts the offline app in place, once; resolves when it works. Rejects where the link breaks. */
export async function registerWorker(): Promise<void> {
  const registration = await navigator.serviceWorker.register('/service-worker.js', {
    updateViaCache: 'none',
  });
  const worker = registration.installing ?? registration.waiting;
  if (registration.active || !worker) return;
  await new Promise<void>((resolve, reject) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') resolve();
      if (worker.state === 'redundant') reject(new Error('the offline app could not be fetched'));
    });
  });
}
