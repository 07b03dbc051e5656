// What lucia knows of our tables (docs/decisions/0003-sessions.md): sessions are found by the hash of
// their secret, and an idle, expired or superseded one is none.
import { schema, type Tx } from '@xueshi/database';
import { eq, lt, sql } from 'drizzle-orm';
import type { Adapter, DatabaseSession, DatabaseUser, Lucia } from 'lucia';
import { hash } from 'node:crypto';
import type { Platform } from './platform.ts';
import { signInPolicies } from './sign-in-policy.ts';
import type { UsedSessions } from './used-sessions.ts';

const { accounts, people, sessions } = schema;

interface SessionAttributes {
  epoch: number;
  userAgent: string;
  address: string;
  createdAt: Date;
}

export interface UserAttributes {
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

export function hashSecret(secret: string): string {
  return hash('sha256', secret, 'hex');
}

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

export function sessionAdapter(platform: Platform, used: UsedSessions): Adapter {
  const { db, write, clock, config } = platform;
  const policy = signInPolicies[config.signInPolicy];
  const sessionAndUser = db
    .select()
    .from(sessions)
    .innerJoin(accounts, eq(accounts.personId, sessions.personId))
    .innerJoin(people, eq(people.id, sessions.personId))
    .where(eq(sessions.idHash, sql.placeholder('idHash')))
    .limit(1)
    .prepare();
  return {
    async getSessionAndUser(secret): Promise<[DatabaseSession | null, DatabaseUser | null]> {
      const [row] = await sessionAndUser.execute({ idHash: hashSecret(secret) });
      if (!row) return [null, null];
      const { sessions: session, accounts: account, people: person } = row;
      const seen = Math.max(session.lastSeenAt.getTime(), used.lastUse(session.idHash) ?? 0);
      const idle = clock.now().getTime() - seen > policy.idleMinutes * 60_000;
      const over = clock.now() >= session.expiresAt;
      if (idle || over || account.state !== 'active' || account.epoch !== session.epoch)
        return [null, null];
      // lucia goes by the machine's clock: it is told how long is left, not until when.
      const expiresAt = new Date(
        Date.now() + (session.expiresAt.getTime() - clock.now().getTime()),
      );
      return [
        { id: secret, userId: session.personId, expiresAt, attributes: session },
        { id: session.personId, attributes: { ...account, name: person.name } },
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
