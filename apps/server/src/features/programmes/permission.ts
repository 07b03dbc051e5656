import type { Reader } from '@xueshi/database';
import { administers, type Administered } from '../../platform/authorisation.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { findProgramme, type ProgrammeInUnit } from './store.ts';

/** The programme, if the actor answers for the unit it belongs to; others are not found (DOMAIN G3). */
export async function administeredProgramme(
  db: Reader,
  actor: Actor,
  id: string,
): Promise<Administered<ProgrammeInUnit>> {
  const found = await findProgramme(db, id);
  if (!found || !administers(actor, found.unit.path)) throw new Refused('not-found');
  return found as Administered<ProgrammeInUnit>;
}

/** Refuses where the programme is not in a state in which this can be done. */
export function requireState({ programme }: ProgrammeInUnit, ...states: readonly string[]): void {
  if (!states.includes(programme.state)) throw new Refused('programme-state');
}
