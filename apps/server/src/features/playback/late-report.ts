// Reports that come after another playback took the learner's clock over: what was played before that still counts,
// paid from what the clock had earned by then, and from nothing else.
import {
  judgeReport,
  type JudgedAt,
  type Report,
  type StoredBeat,
  type Verdict,
} from './judge-report.ts';
import type { PlaybackState } from './store.ts';

/** Whether a report of a playback that was taken over may still be heard: something is left, or it is sent again. */
export function isLateReport(
  { epoch, beats }: Report,
  { session, playhead }: PlaybackState,
): boolean {
  if (epoch !== session.epoch || session.epoch === playhead.epoch || session.closedAt) return false;
  return session.leftMs > 0 || (beats[0]?.seq ?? 0) <= session.lastSeq;
}

/** Judges it by the clock as it was left; the one of the playback in use stays as it is. */
export function judgeLateReport(
  report: Report,
  state: PlaybackState,
  stored: ReadonlyMap<number, StoredBeat>,
  at: Omit<JudgedAt, 'isLate'>,
): Verdict {
  const { session, playhead } = state;
  const asLeft = {
    ...playhead,
    epoch: session.epoch,
    tokensMs: session.leftMs,
    lastServerMs: at.now.getTime(),
  };
  const verdict = judgeReport(report, { ...state, playhead: asLeft }, stored, {
    ...at,
    isLate: true,
  });
  if (verdict.kind === 'refused') return verdict;
  const { playhead: after, session: moved, progress } = verdict.state;
  return {
    ...verdict,
    isLate: true,
    state: {
      ...verdict.state,
      session: { ...moved, leftMs: after.tokensMs },
      playhead: { ...playhead, untilCheckMs: after.untilCheckMs },
      // Where one plays now is where one goes on; that may be another lecture, so never further back.
      progress: { ...progress, resumeMs: Math.max(progress.resumeMs, state.progress.resumeMs) },
    },
  };
}
