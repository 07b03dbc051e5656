// One clock for each learner, whatever they study with time that counts: what was opened last has it.
import type { Reader, Tx } from '@xueshi/database';
import { openPlayhead, playbackPolicyAt, refill, type PresencePolicy } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { presenceAsked, presenceRhythmAt } from '../settings/service.ts';
import { heldAs } from './open-check.ts';
import { drawGap } from './presence-check.ts';
import { rememberedStates } from './remembered-states.ts';
import {
  leaveTokens,
  playheadOf,
  savePlayheads,
  sessionOfEpoch,
  type PlayheadRow,
} from './store.ts';

/** Takes the clock from whatever had it; the caller forgets what is remembered of playbacks. */
export async function takeClock(
  tx: Tx,
  personId: string,
  { presence, now }: { readonly presence: PresencePolicy | null; readonly now: Date },
): Promise<{ readonly before: PlayheadRow | null; readonly epoch: number }> {
  const before = await playheadOf(tx, personId);
  const epoch = (before?.epoch ?? 0) + 1;
  if (before) await leaveUnpaid(tx, before, now);
  const standing = before ? goingOn(before, presence) : firstPlayhead(presence);
  await savePlayheads(tx, [{ ...standing, ...openPlayhead(now.getTime()), personId, epoch }]);
  return { before, epoch };
}

/**
 * What the clock had earned for the playback that had it, and was not claimed yet, stays that playback's: its last
 * reports may still be on their way. Nothing is paid twice, since whatever takes the clock begins with none.
 */
async function leaveUnpaid(tx: Tx, before: PlayheadRow, now: Date): Promise<void> {
  const held = await sessionOfEpoch(tx, before.personId, before.epoch);
  if (!held || held.closedAt) return;
  const policy = playbackPolicyAt(held.maxRatePercent);
  await leaveTokens(tx, held.id, refill(before, now.getTime(), policy).tokensMs);
}

/** The playhead of somebody who has played nothing yet. */
function firstPlayhead(presence: PresencePolicy | null) {
  return {
    untilCheckMs: presence ? drawGap(presence) : 0,
    ...heldAs(null),
    checkTimeMs: null,
  };
}

/** Whoever is asked more often from now on does not wait out the longer gap. */
function goingOn(before: PlayheadRow, presence: PresencePolicy | null): PlayheadRow {
  const isTooLong = presence !== null && before.untilCheckMs > presence.gapMs[1];
  return isTooLong ? { ...before, untilCheckMs: drawGap(presence) } : before;
}

/** Takes the clock for something else than a lecture; a lecture that is open gets no more time. Gives its epoch. */
export async function takeClockForStudy(
  platform: Platform,
  tx: Tx,
  actor: Pick<Actor, 'personId' | 'unit'>,
  now: Date,
): Promise<number> {
  const rhythm = await presenceRhythmAt(platform, actor.unit?.path ?? null);
  const presence = presenceAsked(platform.config, rhythm);
  const { epoch } = await takeClock(tx, actor.personId, { presence, now });
  rememberedStates(platform).forget(actor.personId);
  return epoch;
}

/** Whether what was opened with this epoch still has the learner's clock. */
export async function hasClock(db: Reader, personId: string, epoch: number): Promise<boolean> {
  return (await playheadOf(db, personId))?.epoch === epoch;
}
