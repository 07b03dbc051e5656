import { newRequestId } from './request-id.ts';

const KEY = 'xueshi-browser';
const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * What this browser calls itself: drawn by lot once and kept. It says nothing of the device or the
 * person; by it the server sees whether several people learn in one browser.
 */
export function readBrowserMark(): string {
  try {
    const kept = localStorage.getItem(KEY);
    if (kept !== null && FORM.test(kept)) return kept;
    const drawn = newRequestId();
    localStorage.setItem(KEY, drawn);
    return drawn;
  } catch {
    // A private window keeps nothing: it is another browser each time.
    return newRequestId();
  }
}
