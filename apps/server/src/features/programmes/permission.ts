import { schema, type Reader } from '@xueshi/database';
import { SENSITIVE_KEY_GROUP, type Duty } from '@xueshi/domain';
import { sql } from 'drizzle-orm';
import { administers, type Administered, type Held } from '../../platform/authorisation.ts';
import { Refused } from '../../platform/refused.ts';
import { reserveScope } from '../people/service.ts';
import { findProgramme, type OrgUnitRecord, type ProgrammeInUnit } from './store.ts';

/** The programme, if the actor has the duty at the unit it belongs to; others are not found (DOMAIN G3). */
export async function administeredProgramme(
  db: Reader,
  actor: Held,
  id: string,
  duty: Duty = 'run_training',
): Promise<Administered<ProgrammeInUnit>> {
  const found = await findProgramme(db, id);
  if (!found || !administers(actor, found.unit.path, duty)) throw new Refused('not-found');
  const { keyGroups } = found.programme.target;
  if (keyGroups.includes(SENSITIVE_KEY_GROUP) && !(await mayNameReserves(db, actor, found.unit)))
    throw new Refused('not-found');
  return found as Administered<ProgrammeInUnit>;
}

/** Programmes whose target does not say who is a reserve cadre. */
export const namesNoReserves = sql`NOT EXISTS (SELECT 1 FROM json_each(${schema.programmes.target}, '$.keyGroups') WHERE value = ${SENSITIVE_KEY_GROUP})`;

/**
 * Whether the actor may have to do with a programme for reserve cadres of this unit: its list of
 * members would tell who they are (DOMAIN K3).
 */
export async function mayNameReserves(
  db: Reader,
  actor: Held,
  unit: OrgUnitRecord,
): Promise<boolean> {
  return (await reserveScope(db, actor))({ unitPath: unit.path, managingPath: null });
}

/** Refuses where the programme is not in a state in which this can be done. */
export function requireState({ programme }: ProgrammeInUnit, ...states: readonly string[]): void {
  if (!states.includes(programme.state)) throw new Refused('programme-state');
}
