// Who a request acts for: the person behind a live session, with their roles and their unit.
import { schema } from '@xueshi/database';
import { holdsAt, type RoleGrant } from '@xueshi/domain';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Platform } from './platform.ts';
import type { UserAttributes } from './session-adapter.ts';

const { accounts, memberships, orgUnits, people, roleGrants } = schema;

export interface GrantedRole extends RoleGrant {
  readonly orgUnitId: string | null;
  readonly orgUnitName: string | null;
  readonly grantId: string;
}

/** The person a request acts for. Identity comes from here and from nowhere else. */
export interface Actor {
  readonly personId: string;
  readonly name: string;
  readonly loginName: string;
  readonly mustChangePassword: boolean;
  readonly grants: readonly GrantedRole[];
  readonly unit: { readonly id: string; readonly name: string; readonly path: string } | null;
  readonly category: string | null;
  readonly sessionHash: string;
  /** Where the request came from, for the audit trail. */
  readonly address: string;
}

type ReadActor = (
  user: UserAttributes & { readonly id: string },
  from: { sessionHash: string; address: string },
  now: Date,
) => Promise<{
  readonly actor: Actor;
  /** When the next of their roles begins or runs out, ms; until then the actor stays as they are. */
  readonly holdsUntil: number;
}>;

/** Every request of somebody not remembered asks for this, so the queries are built once. */
export function actorReader({ db }: Pick<Platform, 'db'>): ReadActor {
  const grantsOf = db
    .select({
      role: roleGrants.role,
      orgUnitId: roleGrants.orgUnitId,
      path: orgUnits.path,
      name: orgUnits.name,
      grantId: roleGrants.id,
      startsAt: roleGrants.startsAt,
      endsAt: roleGrants.endsAt,
      delegatedFromId: roleGrants.delegatedFromId,
    })
    .from(roleGrants)
    .leftJoin(orgUnits, eq(orgUnits.id, roleGrants.orgUnitId))
    .where(and(eq(roleGrants.personId, sql.placeholder('personId')), isNull(roleGrants.endedAt)))
    .prepare();
  const unitOf = db
    .select({
      id: orgUnits.id,
      name: orgUnits.name,
      path: orgUnits.path,
      category: memberships.audienceCategory,
    })
    .from(memberships)
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(and(eq(memberships.personId, sql.placeholder('personId')), isNull(memberships.endsAt)))
    .limit(1)
    .prepare();

  return async (user, from, now) => {
    const [rows, [unit]] = await Promise.all([
      grantsOf.execute({ personId: user.id }),
      unitOf.execute({ personId: user.id }),
    ]);
    const actor: Actor = {
      personId: user.id,
      name: user.name,
      loginName: user.loginName,
      mustChangePassword: user.mustChangePassword,
      grants: rows
        .filter((row) => holdsAt(row, now))
        .map((row) => ({
          role: row.role as RoleGrant['role'],
          orgPath: row.orgUnitId === null ? null : (row.path ?? 'closed'),
          orgUnitId: row.orgUnitId,
          orgUnitName: row.name,
          grantId: row.grantId,
          delegated: row.delegatedFromId !== null,
          endsAt: row.endsAt,
        })),
      unit: unit ? { id: unit.id, name: unit.name, path: unit.path } : null,
      category: unit?.category ?? null,
      ...from,
    };
    const edges = rows
      .flatMap(({ startsAt, endsAt }) => [startsAt?.getTime() ?? 0, endsAt?.getTime() ?? 0])
      .filter((edge) => edge > now.getTime());
    return { actor, holdsUntil: Math.min(Infinity, ...edges) };
  };
}

/** Whoever asked for work that is done later, with the roles they hold by now; null without an account. */
export async function actorOfPerson(
  platform: Pick<Platform, 'db' | 'clock'>,
  personId: string,
  address = '',
): Promise<Actor | null> {
  const [user] = await platform.db
    .select({ id: people.id, name: people.name, loginName: accounts.loginName })
    .from(people)
    .innerJoin(accounts, eq(accounts.personId, people.id))
    .where(eq(people.id, personId));
  if (!user) return null;
  const who = { ...user, mustChangePassword: false };
  const from = { sessionHash: '', address };
  return (await actorReader(platform)(who, from, platform.clock.now())).actor;
}
