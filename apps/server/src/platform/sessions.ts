// Sign-in sessions: lucia behind one file (docs/decisions/0003-sessions.md). The database holds
// only the SHA-256 of a session's secret; idle and absolute limits and the user's state and epoch
// are checked on every request.
import { schema, sessionActivityStatements } from '@xueshi/database';
import { eq, lt } from 'drizzle-orm';
import { Lucia, TimeSpan } from 'lucia';
import { randomBytes } from 'node:crypto';
import type { Platform } from './platform.ts';
import { actorReader, type Actor, type GrantedRole } from './actor.ts';
import { rememberActors } from './remembered-actors.ts';
import { endSessionsOf, hashSecret, sessionAdapter } from './session-adapter.ts';
import { signInPolicies } from './sign-in-policy.ts';
import { openUsedSessions, type UsedSessions } from './used-sessions.ts';

export { endSessionsOf, hashSecret };
export type { Actor, GrantedRole };

const { accounts, sessions } = schema;

/** Ours are 43 characters; nothing longer is hashed. */
const LONGEST_SECRET = 128;

export interface Sessions {
  /** Opens a session and returns its secret, which is never stored. */
  open(personId: string, from: { userAgent: string; address: string }): Promise<string>;
  /** The actor of a live session, or null; without a promise where they were read lately, as with every heartbeat. */
  read(secret: string, address: string): Actor | null | Promise<Actor | null>;
  end(sessionHash: string): Promise<void>;
  endAll(personId: string): Promise<void>;
  /** Writes down when sessions were last used: on a timer and at the clean stop, so that no GET writes. */
  saveActivity(): Promise<void>;
}

export function openSessions(platform: Platform): Sessions {
  const { db, write, clock, config } = platform;
  const policy = signInPolicies[config.signInPolicy];
  const used = openUsedSessions();
  const actors = rememberActors(platform, used, policy.idleMinutes * 60_000);
  const readActor = actorReader(platform);
  const adapter = sessionAdapter(platform, used);
  const lucia = new Lucia(adapter, {
    sessionExpiresIn: new TimeSpan(policy.absoluteHours, 'h'),
    getUserAttributes: (user) => user,
  });

  async function readAnew(
    secret: string,
    from: { readonly sessionHash: string; readonly address: string },
    version: number,
    now: number,
  ): Promise<Actor | null> {
    const { user, session } = await lucia.validateSession(secret);
    if (!user) return null;
    const use = used.use(from.sessionHash, now);
    const { actor, holdsUntil } = await readActor(user, from, new Date(now));
    actors.remember(version, from.sessionHash, {
      actor,
      used: use,
      expiresAt: Math.min(now + (session.expiresAt.getTime() - Date.now()), holdsUntil),
    });
    return actor;
  }

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
    read(secret, address) {
      if (secret.length > LONGEST_SECRET) return null;
      const sessionHash = hashSecret(secret);
      const now = clock.now().getTime();
      const { version, actor } = actors.recall(sessionHash, now);
      if (!actor) return readAnew(secret, { sessionHash, address }, version, now);
      return actor.address === address ? actor : { ...actor, address };
    },
    async end(sessionHash) {
      used.forget(sessionHash);
      await write((tx) => tx.delete(sessions).where(eq(sessions.idHash, sessionHash)));
    },
    async endAll(personId) {
      await write((tx) => endSessionsOf(tx, personId));
    },
    saveActivity: () => saveActivity(platform, used),
  };
}

async function saveActivity(
  { write, takeTurn, clock }: Platform,
  used: UsedSessions,
): Promise<void> {
  const seen = used.take();
  if (seen.length === 0) return;
  for (const statement of sessionActivityStatements(seen)) {
    await takeTurn((turn) => turn.batch([statement]));
  }
  await write((tx) => tx.delete(sessions).where(lt(sessions.expiresAt, clock.now())));
}
