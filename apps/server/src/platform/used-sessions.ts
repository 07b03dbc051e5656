// When sessions were last used, until it is written down: on a timer and at the clean stop, so that no GET writes.

/** Kept by whoever remembers the session, so that using it again, as every heartbeat does, looks nothing up. */
export interface UsedSession {
  /** ms since 1970. */
  at: number;
  /** Whether it is among those to be written down. */
  isListed: boolean;
}

export function openUsedSessions() {
  const listed = new Map<string, UsedSession>();

  function useAgain(sessionHash: string, session: UsedSession, now: number): void {
    session.at = now;
    if (session.isListed) return;
    session.isListed = true;
    listed.set(sessionHash, session);
  }

  return {
    useAgain,
    use(sessionHash: string, now: number): UsedSession {
      const session = listed.get(sessionHash) ?? { at: now, isListed: false };
      useAgain(sessionHash, session, now);
      return session;
    },
    /** null: nothing that is not written down. */
    lastUse: (sessionHash: string): number | null => listed.get(sessionHash)?.at ?? null,
    forget(sessionHash: string): void {
      listed.delete(sessionHash);
    },
    /** All that is to be written down; from here on only later uses are. */
    take(): [sessionHash: string, at: number][] {
      const taken = [...listed].map(([hash, session]): [string, number] => {
        session.isListed = false;
        return [hash, session.at];
      });
      listed.clear();
      return taken;
    },
  };
}

export type UsedSessions = ReturnType<typeof openUsedSessions>;
