/** What the service worker says to pages when this device has no room for it: a failed installation says no more than that it failed. */
export const NO_ROOM = 'xueshi-no-room';

/** Whether the browser would not store something for want of room. */
export const isFull = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'QuotaExceededError';
