// What reports do to presence checks, written down with the playback they belong to.
import type { Tx } from '@xueshi/database';
import { askCheck } from './ask-check.ts';
import type { PresenceChange } from './judge-report.ts';
import { findCheck, missCheck, updateCheck } from './presence-store.ts';
import type { PlaybackState } from './store.ts';

/** Writes down what a report did to presence checks, after the playback it belongs to. */
export async function saveCheckChange(
  tx: Tx,
  { session }: PlaybackState,
  { settled, asked, takenBackMs }: PresenceChange,
  now: Date,
): Promise<void> {
  if (settled?.outcome === 'missed') {
    const elsewhere = await missCheck(tx, session.personId);
    await updateCheck(tx, settled.checkId, {
      outcome: 'missed',
      settledAt: now,
      takenBackMs: takenBackMs + elsewhere,
    });
  } else if (settled) {
    await updateCheck(tx, settled.checkId, { outcome: settled.outcome, settledAt: now });
  }
  if (!asked) return;
  const { personId, id: sessionId, lessonId, enrolmentId } = session;
  // In place of one that waited the same is asked.
  const before = asked.isRenewed && settled ? await findCheck(tx, settled.checkId) : null;
  const questionId = asked.isRenewed ? (before?.questionId ?? null) : asked.questionId;
  await askCheck(tx, asked.check, { personId, sessionId, lessonId, enrolmentId }, questionId);
}
