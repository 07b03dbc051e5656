// Sign-in sessions: lucia behind one file (docs/decisions/0003-sessions.md). The database holds
// only the SHA-256 of a session's secret; idle and absolute limits and the user's state and epoch
// are checked on every request.
import { schema, type Tx } from '@xueshi/database';
import type { RoleGrant } from '@xueshi/domain';
import { and, eq, isNull, lt } from 'drizzle-orm';
import { Lucia, TimeSpan, type Adapter, type DatabaseSession, type DatabaseUser } from 'lucia';
import { createHash, randomBytes } from 'node:crypto';
import type { Platform } from './platform.ts';
import { signInPolicies } from './sign-in-policy.ts';

const { accounts, memberships, orgUnits, people, roleGrants, sessions } = schema;

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

interface SessionAttributes {
  epoch: number;
  userAgent: string;
  address: string;
  createdAt: Date;
}

interface UserAttributes {
  name: string;
  loginName: string;
  mustChangePassword: boolean;
}

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<Record<never, never>, UserAttributes>;
    DatabaseSessionAttributes: SessionAttributes;
    DatabaseUserAttributes: UserAttributes;
  }
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

export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
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
      const [grants, unit] = await Promise.all([
        readGrants(platform, user.id),
        readUnit(platform, user.id),
      ]);
      const actor: Actor = {
        personId: user.id,
        name: user.name,
        loginName: user.loginName,
        mustChangePassword: user.mustChangePassword,
        grants,
        unit: unit && { id: unit.id, name: unit.name, path: unit.path },
        category: unit?.category ?? null,
        sessionHash,
        address,
      };
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
    async saveActivity() {
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
    },
  };
}

interface RememberedActor {
  readonly actor: Actor;
  readonly expiresAt: number;
  seenAt: number;
}

/**
 * Actors read lately. A counter that triggers move with every change of an account, a session, a
 * role or a unit says when they are to be forgotten, so a change holds from the next request on.
 */
function rememberActors({ readChanges }: Platform) {
  const actors = new Map<string, RememberedActor>();
  let version = -1;

  return {
    async get(
      sessionHash: string,
    ): Promise<{ version: number; remembered: RememberedActor | undefined }> {
      const current = (await readChanges()).authority;
      if (current !== version) {
        actors.clear();
        version = current;
      }
      return { version, remembered: actors.get(sessionHash) };
    },
    /** `readAt` is the version before the actor was read: one that has changed meanwhile is not remembered. */
    remember(readAt: number, sessionHash: string, actor: RememberedActor): void {
      if (readAt !== version) return;
      if (actors.size >= MOST_REMEMBERED) actors.clear();
      actors.set(sessionHash, actor);
    },
  };
}

const MOST_REMEMBERED = 20_000;

/** Ends every session of a person; the epoch makes it hold even for one that is being opened now. */
export async function endSessionsOf(tx: Tx, personId: string): Promise<void> {
  const [account] = await tx
    .select({ epoch: accounts.epoch })
    .from(accounts)
    .where(eq(accounts.personId, personId));
  if (account) {
    await tx
      .update(accounts)
      .set({ epoch: account.epoch + 1 })
      .where(eq(accounts.personId, personId));
  }
  await tx.delete(sessions).where(eq(sessions.personId, personId));
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

function sessionAdapter(platform: Platform, lastSeen: ReadonlyMap<string, number>): Adapter {
  const { db, write, clock, config } = platform;
  const policy = signInPolicies[config.signInPolicy];
  return {
    async getSessionAndUser(secret): Promise<[DatabaseSession | null, DatabaseUser | null]> {
      const [row] = await db
        .select()
        .from(sessions)
        .innerJoin(accounts, eq(accounts.personId, sessions.personId))
        .innerJoin(people, eq(people.id, sessions.personId))
        .where(eq(sessions.idHash, hashSecret(secret)))
        .limit(1);
      if (!row) return [null, null];
      const { sessions: session, accounts: account, people: person } = row;
      const seen = Math.max(session.lastSeenAt.getTime(), lastSeen.get(session.idHash) ?? 0);
      const idle = clock.now().getTime() - seen > policy.idleMinutes * 60_000;
      const over = clock.now() >= session.expiresAt;
      if (idle || over || account.state !== 'active' || account.epoch !== session.epoch)
        return [null, null];
      // lucia goes by the machine's clock: it is told how long is left, not until when.
      const expiresAt = new Date(
        Date.now() + (session.expiresAt.getTime() - clock.now().getTime()),
      );
      return [
        {
          id: secret,
          userId: session.personId,
          expiresAt,
          attributes: {
            epoch: session.epoch,
            userAgent: session.userAgent,
            address: session.address,
            createdAt: session.createdAt,
          },
        },
        {
          id: session.personId,
          attributes: {
            name: person.name,
            loginName: account.loginName,
            mustChangePassword: account.mustChangePassword,
          },
        },
      ];
    },
    async setSession(session) {
      const now = clock.now();
      await write((tx) =>
        tx.insert(sessions).values({
          idHash: hashSecret(session.id),
          personId: session.userId,
          epoch: session.attributes.epoch,
          createdAt: now,
          lastSeenAt: now,
          expiresAt: new Date(now.getTime() + policy.absoluteHours * 3_600_000),
          userAgent: session.attributes.userAgent,
          address: session.attributes.address,
        }),
      );
    },
    // The absolute limit is absolute: lucia's sliding extension is not wanted.
    async updateSessionExpiration() {},
    async getUserSessions() {
      return [];
    },
    async deleteSession(secret) {
      await write((tx) => tx.delete(sessions).where(eq(sessions.idHash, hashSecret(secret))));
    },
    async deleteUserSessions(personId) {
      await write((tx) => endSessionsOf(tx, personId));
    },
    async deleteExpiredSessions() {
      await write((tx) => tx.delete(sessions).where(lt(sessions.expiresAt, clock.now())));
    },
  };
}
