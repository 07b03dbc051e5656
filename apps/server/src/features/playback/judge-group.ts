// Judges the reports of one group, one after the other, each on what the one before left.
import type { Db } from '@xueshi/database';
import { playbackPolicyAt, watchedEnough } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { presenceAsked } from '../settings/service.ts';
import { deliveriesOf } from './deliveries.ts';
import {
  judgeReport,
  type PresenceChange,
  type Report,
  type StoredBeat,
  type Verdict,
} from './judge-report.ts';
import { isLateReport, judgeLateReport } from './late-report.ts';
import { openCheckFor } from './open-check.ts';
import { rememberedStates } from './remembered-states.ts';
import { readStates, storedBeats, type HeartbeatRow, type PlaybackState } from './store.ts';

export interface PersonsReport {
  readonly personId: string;
  readonly report: Report;
}

/** null: there is no such playback, or it is somebody else's. */
export type GroupVerdict = Verdict | null;

export interface JudgedGroup {
  /** In the order of the reports. */
  readonly verdicts: readonly GroupVerdict[];
  readonly rows: readonly HeartbeatRow[];
  /** The playbacks that moved on, as they stand after the whole group. */
  readonly moved: readonly PlaybackState[];
  /** Playbacks whose reports began or ended a presence check. */
  readonly checks: readonly { readonly state: PlaybackState; readonly change: PresenceChange }[];
  /** Whether a playback that had been taken over moved on. */
  readonly hasLate: boolean;
  /** Those of them whose lecture these reports brought over the line. */
  readonly completed: readonly PlaybackState[];
}

async function statesFor(
  platform: Platform,
  group: readonly PersonsReport[],
): Promise<Map<string, PlaybackState>> {
  const remembered = rememberedStates(platform);
  const states = new Map<string, PlaybackState>();
  const unknown = new Set<string>();
  for (const { personId, report } of group) {
    const state = remembered.get(personId, report.sessionId);
    if (state) states.set(report.sessionId, state);
    else unknown.add(report.sessionId);
  }
  if (unknown.size > 0) {
    for (const [id, state] of await readStates(platform.db, [...unknown])) states.set(id, state);
  }
  return states;
}

const NONE_STORED: ReadonlyMap<number, StoredBeat> = new Map();

const isResent = ({ beats }: Report, { session }: PlaybackState) =>
  beats.some((beat) => beat.seq <= session.lastSeq);

async function resentBeats(
  db: Db,
  report: Report,
  state: PlaybackState,
  rows: readonly HeartbeatRow[],
): Promise<ReadonlyMap<number, StoredBeat>> {
  const seqs = report.beats.map((beat) => beat.seq).filter((seq) => seq <= state.session.lastSeq);
  const stored = new Map<number, StoredBeat>(await storedBeats(db, report.sessionId, seqs));
  // The first sending may be in this very group, not on disk yet.
  for (const row of rows) {
    if (row.sessionId === report.sessionId) stored.set(row.seq, row);
  }
  return stored;
}

/** One learner has one playhead, and one progress in a lesson, however many sessions report. */
function shareState(states: Map<string, PlaybackState>, after: PlaybackState): void {
  for (const [id, other] of states) {
    if (other.session.personId !== after.session.personId || id === after.session.id) continue;
    const sameLesson =
      other.enrolment.id === after.enrolment.id &&
      other.progress.lessonId === after.progress.lessonId;
    states.set(id, {
      ...other,
      playhead: after.playhead,
      progress: sameLesson ? after.progress : other.progress,
      questions: sameLesson ? after.questions : other.questions,
    });
  }
  states.set(after.session.id, after);
}

/** Decides; writes nothing. Must be called within a turn of the write lane. */
export async function judgeGroup(
  platform: Platform,
  group: readonly PersonsReport[],
  now: Date,
): Promise<JudgedGroup> {
  const states = await statesFor(platform, group);
  const people = new Set(group.map((one) => one.personId));
  const { needsDelivery } = platform.config;
  const deliveries = deliveriesOf(platform);
  const rows: HeartbeatRow[] = [];
  const moved = new Set<string>();
  const verdicts: GroupVerdict[] = [];
  let hasLate = false;
  const newCheck = (timeMs: number) => openCheckFor(timeMs, now.getTime());
  for (const { personId, report } of group) {
    const state = states.get(report.sessionId);
    if (!state || state.session.personId !== personId) {
      verdicts.push(null);
      continue;
    }
    // Nothing is awaited of an ordinary report: there are thousands a second.
    const stored = isResent(report, state)
      ? await resentBeats(platform.db, report, state, rows)
      : NONE_STORED;
    const { personId: viewer, mediaAssetId } = state.session;
    const delivered = needsDelivery ? deliveries.of(viewer, mediaAssetId) : null;
    const at = {
      now,
      secret: platform.secret,
      policy: playbackPolicyAt(state.session.maxRatePercent),
      presence: presenceAsked(platform.config, state.session.presenceRhythm),
      delivered: delivered instanceof Promise ? await delivered : delivered,
      newCheck,
    };
    const verdict = isLateReport(report, state)
      ? judgeLateReport(report, state, stored, at)
      : judgeReport(report, state, stored, { ...at, isLate: false });
    verdicts.push(verdict);
    if (verdict.kind === 'refused' || verdict.rows.length === 0) continue;
    rows.push(...verdict.rows);
    hasLate ||= verdict.isLate;
    moved.add(report.sessionId);
    if (people.size < group.length) shareState(states, verdict.state);
    else states.set(report.sessionId, verdict.state);
  }
  const after = [...moved].flatMap((id) => states.get(id) ?? []);
  const completed = after.filter(
    ({ progress, session, playhead, questions }) =>
      !progress.completedAt &&
      playhead.openCheckId === null &&
      (questions.length === 0 || presenceAsked(platform.config, session.presenceRhythm) === null) &&
      watchedEnough(progress.watched, session.durationMs, session.coveragePercent),
  );
  const checks = verdicts.flatMap((verdict) =>
    verdict?.kind === 'accepted' && verdict.presence
      ? [{ state: verdict.state, change: verdict.presence }]
      : [],
  );
  return { verdicts, rows, moved: after, checks, hasLate, completed };
}
