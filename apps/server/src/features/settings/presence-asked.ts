// How often the learners of a unit are asked whether they are there.
import {
  DEFAULT_PRESENCE_POLICY,
  PRESENCE_RHYTHMS,
  presencePolicyFor,
  type PresencePolicy,
  type PresenceRhythm,
} from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { settingsAt } from './in-force.ts';

const isRhythm = (value: string | null): value is PresenceRhythm =>
  PRESENCE_RHYTHMS.some((rhythm) => rhythm === value);

/** The rhythm set for the unit at this path; null: as the installation asks everybody. */
export async function presenceRhythmAt(
  platform: Pick<Platform, 'db' | 'readChanges'>,
  orgPath: string | null,
): Promise<PresenceRhythm | null> {
  const { presence } = await settingsAt(platform, orgPath);
  return isRhythm(presence) ? presence : null;
}

/** What a rhythm asks in this installation; null where nobody is asked. */
export function presenceAsked(
  { presence }: Platform['config'],
  rhythm: string | null,
): PresencePolicy | null {
  if (!isRhythm(rhythm)) return presence;
  return presencePolicyFor(rhythm, presence ?? DEFAULT_PRESENCE_POLICY);
}

/** What holds for a check that waits: it is asked to the end, also where nobody is asked any more. */
export const termsOfWaitingCheck = (config: Platform['config'], rhythm: string | null) =>
  presenceAsked(config, rhythm) ?? config.presence ?? DEFAULT_PRESENCE_POLICY;

/** The same for whoever belongs to the unit at this path. */
export async function presenceAskedAt(
  platform: Pick<Platform, 'db' | 'readChanges' | 'config'>,
  orgPath: string | null,
): Promise<PresencePolicy | null> {
  return presenceAsked(platform.config, await presenceRhythmAt(platform, orgPath));
}
