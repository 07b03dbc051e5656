// Sign-in sessions: lucia behind one file (docs/decisions/0003-sessions.md). The database holds
// only the SHA-256 of a session's secret; idle and absolute limits and the user's state and epoch
// are checked on every request.
import { schema } from '@xueshi/database';
import type { RoleGrant } from '@xueshi/domain';
import { and, eq, isNull, lt } from 'drizzle-orm';
import { Lucia, TimeSpan } from 'lucia';
import { randomBytes } from 'node:crypto';
import type { Platform } from './platform.ts';
import { rememberActors } from './remembered-actors.ts';
import {
  endSessionsOf,
  hashSecret,
  sessionAdapter,
  type UserAttributes,
} from './session-adapter.ts';
import { signInPolicies } from './sign-in-policy.ts';

export { endSessionsOf, hashSecret };

const { accounts, memberships, orgUnits, roleGrants, sessions } = schema;

export interface GrantedRole extends RoleGrant {
  readonly orgUnitId: string | null;
  readonly orgUnitName: string | null;
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

export interface Sessions {
  /** Opens a session and returns its secret, which is never stored. */
  open(personId: string, from: { userAgent: string; address: string }): Promise<string>;
  /** The actor of a live session, or null. */
  read(secret: string, address: string): Promise<Actor | null>;
  end(sessionHash: string): Promise<void>;
  endAll(personId: string): Promise<void>;
  /** Writes down when sessions were last used: on a timer and at the clean stop, so that no GET writes. */
  saveActivity(): Promise<void>;
}

export function openSessions(platform: Platform): Sessions {
  const { db, write, clock, config } = platform;
  const policy = signInPolicies[config.signInPolicy];
  const lastSeen = new Map<string, number>();
  const actors = rememberActors(platform);
  const adapter = sessionAdapter(platform, lastSeen);
  const lucia = new Lucia(adapter, {
    sessionExpiresIn: new TimeSpan(policy.absoluteHours, 'h'),
    getUserAttributes: (user) => user,
  });

  return {
    async open(personId, from) {
      const secret = randomBytes(32).toString('base64url');
      const [account] = await db
        .select({ epoch: accounts.epoch })
        .from(accounts)
        .where(eq(accounts.personId, personId));
      if (!account) throw new Error('a session can be opened for an account only');
      await lucia.createSession(
        personId,
        {
          epoch: account.epoch,
          userAgent: from.userAgent.slice(0, 300),
          address: from.address,
          createdAt: clock.now(),
        },
        { sessionId: secret },
      );
      return secret;
    },
    async read(secret, address) {
      if (secret.length > 128) return null;
      const sessionHash = hashSecret(secret);
      const now = clock.now().getTime();
      const { version, remembered } = await actors.get(sessionHash);
      if (
        remembered &&
        now < remembered.expiresAt &&
        now - remembered.seenAt <= policy.idleMinutes * 60_000
      ) {
        remembered.seenAt = now;
        lastSeen.set(sessionHash, now);
        return { ...remembered.actor, address };
      }
      const { user, session } = await lucia.validateSession(secret);
      if (!user) return null;
      lastSeen.set(sessionHash, now);
      const actor = await readActor(platform, user, { sessionHash, address });
      actors.remember(version, sessionHash, {
        actor,
        seenAt: now,
        expiresAt: now + (session.expiresAt.getTime() - Date.now()),
      });
      return actor;
    },
    async end(sessionHash) {
      lastSeen.delete(sessionHash);
      await write((tx) => tx.delete(sessions).where(eq(sessions.idHash, sessionHash)));
    },
    async endAll(personId) {
      await write((tx) => endSessionsOf(tx, personId));
    },
    saveActivity: () => saveActivity(platform, lastSeen),
  };
}

async function saveActivity(
  { write, clock }: Platform,
  lastSeen: Map<string, number>,
): Promise<void> {
  if (lastSeen.size === 0) return;
  const seen = [...lastSeen];
  lastSeen.clear();
  await write(async (tx) => {
    for (const [idHash, at] of seen) {
      await tx
        .update(sessions)
        .set({ lastSeenAt: new Date(at) })
        .where(eq(sessions.idHash, idHash));
    }
    await tx.delete(sessions).where(lt(sessions.expiresAt, clock.now()));
  });
}

async function readActor(
  platform: Platform,
  user: UserAttributes & { readonly id: string },
  from: { sessionHash: string; address: string },
): Promise<Actor> {
  const [grants, unit] = await Promise.all([
    readGrants(platform, user.id),
    readUnit(platform, user.id),
  ]);
  return {
    personId: user.id,
    name: user.name,
    loginName: user.loginName,
    mustChangePassword: user.mustChangePassword,
    grants,
    unit: unit && { id: unit.id, name: unit.name, path: unit.path },
    category: unit?.category ?? null,
    ...from,
  };
}

async function readGrants({ db }: Platform, personId: string): Promise<GrantedRole[]> {
  const rows = await db
    .select({
      role: roleGrants.role,
      orgUnitId: roleGrants.orgUnitId,
      path: orgUnits.path,
      name: orgUnits.name,
    })
    .from(roleGrants)
    .leftJoin(orgUnits, eq(orgUnits.id, roleGrants.orgUnitId))
    .where(and(eq(roleGrants.personId, personId), isNull(roleGrants.endedAt)));
  return rows.map((row) => ({
    role: row.role as RoleGrant['role'],
    orgPath: row.orgUnitId === null ? null : (row.path ?? 'closed'),
    orgUnitId: row.orgUnitId,
    orgUnitName: row.name,
  }));
}

async function readUnit({ db }: Platform, personId: string) {
  const [row] = await db
    .select({
      id: orgUnits.id,
      name: orgUnits.name,
      path: orgUnits.path,
      category: memberships.audienceCategory,
    })
    .from(memberships)
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(and(eq(memberships.personId, personId), isNull(memberships.endsAt)))
    .limit(1);
  return row ?? null;
}
