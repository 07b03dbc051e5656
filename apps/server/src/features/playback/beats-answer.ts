// What a report is answered with once it is on disk (TRUST.md §2.3).
import type { BeatsAnswer } from '@xueshi/contracts';
import { neededMs } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import type { Committed } from './commit-group.ts';
import type { GroupVerdict } from './judge-group.ts';
import { nextNonce } from './nonce.ts';

/** Why something was not granted, if something was not; the weightiest reason where there are several. */
function reasonOf(verdict: Extract<GroupVerdict, { kind: 'accepted' }>): BeatsAnswer['reason'] {
  if (verdict.presence?.settled?.outcome === 'missed') return 'CHECK';
  if (verdict.skippedToMs > 0) return 'ORDER';
  if (verdict.notDeliveredMs > 0) return 'DELIVERY';
  return verdict.withheldMs > 0 ? 'RATE' : null;
}

export function answerTo(
  platform: Platform,
  verdict: Extract<GroupVerdict, { kind: 'accepted' }>,
  { news, open }: Committed,
): BeatsAnswer {
  const { session, playhead, progress } = verdict.state;
  const reason = reasonOf(verdict);
  const wasMissed = verdict.presence?.settled?.outcome === 'missed';
  return {
    ackSeq: session.lastSeq,
    nonce: verdict.state.nonces?.next ?? nextNonce(platform.secret, session),
    grantedMs: verdict.grantedMs,
    watched: progress.watched.map(([from, to]) => [from, to]),
    watchedMs: progress.watchedMs,
    needMs: neededMs(progress.watched, session.durationMs, session.coveragePercent),
    withheldMs: verdict.withheldMs,
    reason,
    reachedMs: reason === 'ORDER' ? (progress.watched.at(-1)?.[1] ?? 0) : null,
    check: open.get(playhead.openCheckId ?? '') ?? null,
    takenBack: wasMissed ? { ms: verdict.presence.takenBackMs, resumeMs: progress.resumeMs } : null,
    replayed: verdict.replayed,
    takenOver: verdict.isLate,
    news: news.get(session.id) ?? null,
  };
}
