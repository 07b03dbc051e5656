import { onePerInstallation } from './per-installation.ts';
import type { Platform } from './platform.ts';

interface ProgressChanges {
  /** Called within the turn of the write lane that changes a person's progress. */
  listen(forget: (personId: string) => void): void;
  tell(personId: string): void;
}

/** Whoever remembers how far people are listens here; whoever else changes it says so here. */
export const progressChanges = onePerInstallation((_: Pick<Platform, 'db'>): ProgressChanges => {
  const listeners: ((personId: string) => void)[] = [];
  return {
    listen: (forget) => void listeners.push(forget),
    tell: (personId) => listeners.forEach((forget) => forget(personId)),
  };
});
