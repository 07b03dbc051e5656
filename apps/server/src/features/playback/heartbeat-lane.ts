// Group commit: reports that arrive together are judged and written in one transaction, and every
// one is answered after it is on disk (synchronous=FULL). TRUST.md §2.6.
import type { BeatsAnswer } from '@xueshi/contracts';
import { onePerInstallation } from '../../platform/per-installation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { groupCarrier } from './carry-groups.ts';
import type { Report } from './judge-report.ts';
import { openLine } from './report-line.ts';

/** At most two calls in so long from one playback session. */
const CALLS_WINDOW_MS = 5_000;

export interface HeartbeatCounts {
  readonly commits: number;
  readonly reports: number;
}

export interface HeartbeatLane {
  report(personId: string, report: Report): Promise<BeatsAnswer>;
  /** How many transactions carried how many reports. */
  counts(): HeartbeatCounts;
}

/** The same over all lanes of an installation, since it was opened. */
export const heartbeatCounts = onePerInstallation((_: Pick<Platform, 'db'>) => ({
  commits: 0,
  reports: 0,
}));

/** Refuses a playback session that calls too often. */
function callCounter(): (sessionId: string) => void {
  // The last two calls of each: kept in place, since this happens with every heartbeat.
  const calls = new Map<string, { last: number; before: number }>();
  return (sessionId) => {
    const now = performance.now();
    const known = calls.get(sessionId);
    if (known) {
      if (now - known.before < CALLS_WINDOW_MS) throw new Refused('slow-down');
      known.before = known.last;
      known.last = now;
      return;
    }
    if (calls.size > 50_000) calls.clear(); // Forgetting the counts is harmless; growing is not.
    calls.set(sessionId, { last: now, before: -Infinity });
  };
}

export function openHeartbeatLane(platform: Platform): HeartbeatLane {
  const line = openLine();
  const refuseTooMany = callCounter();
  const counts = { commits: 0, reports: 0 };
  const carry = groupCarrier(platform, line, (commits, reports) => {
    for (const one of [counts, heartbeatCounts(platform)]) {
      one.commits += commits;
      one.reports += reports;
    }
  });
  let isRunning = false;

  async function run(): Promise<void> {
    isRunning = true;
    try {
      while (line.waiting.length > 0) await platform.takeTurn(carry);
    } finally {
      isRunning = false;
    }
  }

  return {
    report(personId, report) {
      return new Promise((resolve, reject) => {
        refuseTooMany(report.sessionId);
        line.join({ personId, report, resolve, reject });
        if (!isRunning) void run();
      });
    },
    counts: () => ({ ...counts }),
  };
}
