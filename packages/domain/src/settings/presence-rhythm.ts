import type { PresencePolicy } from '../watching/presence.ts';

/** How often learners are asked whether they are there, the most lenient first. */
export const PRESENCE_RHYTHMS = ['off', 'seldom', 'usual', 'often'] as const;
export type PresenceRhythm = (typeof PRESENCE_RHYTHMS)[number];

/** Granted media time between two checks, ms; the usual gap is the installation's own. */
const GAP_MS = {
  seldom: [15 * 60_000, 25 * 60_000],
  often: [4 * 60_000, 8 * 60_000],
} as const;

/** What `usual` is asked by a rhythm; null where nobody is asked. Source: TRUST.md §2.5. */
export function presencePolicyFor(
  rhythm: PresenceRhythm,
  usual: PresencePolicy,
): PresencePolicy | null {
  if (rhythm === 'off') return null;
  return rhythm === 'usual' ? usual : { ...usual, gapMs: GAP_MS[rhythm] };
}
