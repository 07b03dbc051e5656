// Whom a role can be given or handed to, found by name, personnel code or login name.
import type { RoleCandidate } from '@xueshi/contracts';
import type { Reader, Tx } from '@xueshi/database';
import { administeredPaths, administeredUnit, type OrgUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { loginNameOf, personOfLogin } from '../accounts/service.ts';
import { unitOfPerson } from '../organisations/service.ts';
import { findPeople } from '../people/service.ts';
import { ownUnitGrant } from './holders.ts';

const MOST_SHOWN = 20;

async function candidatesIn(db: Reader, typed: string, within: readonly string[], self: string) {
  const query = typed.normalize('NFKC').trim();
  const found = query === '' ? [] : await findPeople(db, query, { within, limit: MOST_SHOWN + 1 });
  const items = found.flatMap(({ id, name, code, post, unitName, closedAt, loginName }) => {
    if (id === self || closedAt !== null || unitName === null) return [];
    const candidate: RoleCandidate = {
      personId: id,
      name,
      code,
      unitName,
      post,
      hasAccount: loginName !== null,
    };
    return [candidate];
  });
  return { items: items.slice(0, MOST_SHOWN), hasMore: found.length > MOST_SHOWN };
}

/** People of all the subtrees that the actor administers: whoever is there can be given a role. */
export async function findRoleCandidates(
  { db }: Platform,
  actor: Actor,
  unitId: string,
  query: string,
) {
  await administeredUnit(db, actor, unitId);
  return candidatesIn(db, query, administeredPaths(actor), actor.personId);
}

/** People of the subtree of a role of one's own: whoever is there can stand in. */
export async function findDelegationCandidates(
  { db }: Platform,
  actor: Actor,
  grantId: string,
  query: string,
) {
  const { unitPath } = await ownUnitGrant(db, actor, grantId);
  return candidatesIn(db, query, [unitPath], actor.personId);
}

export interface Whom {
  readonly personId?: string | undefined;
  readonly loginName?: string | undefined;
}

export interface Candidate {
  readonly personId: string;
  readonly at: OrgUnit;
}

/**
 * Who is meant, if they have an account and belong to a unit; somebody unknown and somebody nowhere are
 * the same.
 */
export async function candidateOf(tx: Tx, { personId, loginName = '' }: Whom): Promise<Candidate> {
  const id = personId ?? (await personOfLogin(tx, loginName));
  const at = id === null ? null : await unitOfPerson(tx, id);
  if (id === null || at === null) throw unknownPerson({ personId, loginName });
  return { personId: id, at };
}

/** A person found by a search is "not found" like any id; a login name was typed and can be mended. */
export const unknownPerson = ({ personId, loginName = '' }: Whom) =>
  personId === undefined
    ? new Refused('person-unknown', { login: loginName })
    : new Refused('not-found');

/** Refuses whoever could not use a role. */
export async function demandAccount(tx: Tx, personId: string): Promise<void> {
  if ((await loginNameOf(tx, personId)) === null) throw new Refused('role-without-account');
}
