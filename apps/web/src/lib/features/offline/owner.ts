// Whose lessons are kept on this device. Small, since every page asks it; everything else of offline
// study is loaded only where it says that something is kept.
const KEY = 'xueshi-offline-owner';

/** The person whose lessons are kept here; null where nothing is. */
export function ownerHere(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function setOwner(personId: string | null): void {
  try {
    if (personId === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, personId);
  } catch {
    // Where nothing can be stored, nothing is kept either.
  }
}
