import type { Me } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { desc, eq } from 'drizzle-orm';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { endSessionsOf, type Actor } from '../../platform/sessions.ts';
import { signInPolicies } from '../../platform/sign-in-policy.ts';
import { nameOf, rememberedCategories } from '../audience-categories/service.ts';
import { recordAudit } from '../audit/service.ts';
import { countUnreadNotices } from '../notices/service.ts';
import { readIdentity } from '../settings/service.ts';
import {
  checkNewPassword,
  hashPassword,
  newOneTimePassword,
  passwordMatches,
} from './passwords.ts';
import { countFailure, forgetFailures, refuseWhilePaused, throttleKeys } from './throttle.ts';

const { accounts, sessions } = schema;

export interface Visitor {
  readonly address: string;
  readonly userAgent: string;
}

/** How login names are compared: width, case and compatibility forms do not matter. */
export const loginKeyOf = (loginName: string) => loginName.normalize('NFKC').trim().toLowerCase();

/** Whose login name it is; null where it is nobody's. */
export async function personOfLogin(db: Reader, loginName: string): Promise<string | null> {
  const [account] = await db
    .select({ personId: accounts.personId })
    .from(accounts)
    .where(eq(accounts.loginKey, loginKeyOf(loginName)));
  return account?.personId ?? null;
}

/** What somebody signs in with; null without an account. */
export async function loginNameOf(db: Reader, personId: string): Promise<string | null> {
  const [account] = await db
    .select({ loginName: accounts.loginName })
    .from(accounts)
    .where(eq(accounts.personId, personId));
  return account?.loginName ?? null;
}

/**
 * Finds the account that a name and a password belong to. Every door goes through here, so the
 * throttle is here; unknown names take the same time and give the same answer as wrong passwords.
 */
export async function authenticate(
  platform: Platform,
  credentials: { loginName: string; password: string },
  visitor: Visitor,
): Promise<{ personId: string }> {
  const { db, write, clock, config } = platform;
  const policy = signInPolicies[config.signInPolicy];
  const now = clock.now();
  const keys = throttleKeys(loginKeyOf(credentials.loginName), visitor.address);
  await refuseWhilePaused(db, keys, now);
  const [account] = await db
    .select()
    .from(accounts)
    .where(eq(accounts.loginKey, loginKeyOf(credentials.loginName)));
  const matches = await passwordMatches(account?.passwordHash ?? null, credentials.password);
  if (!account || !matches) {
    await write(async (tx) => {
      await countFailure(tx, keys, policy, now);
      await recordAudit(tx, {
        at: now,
        actorId: null,
        action: 'sign-in-refused',
        subject: account ? `person:${account.personId}` : 'unknown',
        detail: {},
        address: visitor.address,
      });
    });
    throw new Refused('wrong-credentials');
  }
  if (account.state !== 'active') throw new Refused('account-suspended');
  await write(async (tx) => {
    await forgetFailures(tx, keys, now);
    await recordAudit(tx, {
      at: now,
      actorId: account.personId,
      action: 'sign-in',
      subject: `person:${account.personId}`,
      detail: {},
      address: visitor.address,
    });
  });
  return { personId: account.personId };
}

export async function describeMe(platform: Platform, actor: Actor): Promise<Me> {
  return {
    personId: actor.personId,
    name: actor.name,
    loginName: actor.loginName,
    mustChangePassword: actor.mustChangePassword,
    unit: actor.unit && { id: actor.unit.id, name: actor.unit.name },
    category: actor.category,
    ownCategories: (await rememberedCategories(platform)).map(nameOf),
    roles: actor.grants.map((grant) => ({
      role: grant.role,
      orgUnitId: grant.orgUnitId,
      orgUnitName: grant.orgUnitName,
    })),
    identity: await readIdentity(platform, actor),
    unreadNotices: await countUnreadNotices(platform.db, actor.personId),
  };
}

export async function listOwnSessions({ db }: Platform, actor: Actor) {
  const rows = await db
    .select()
    .from(sessions)
    .where(eq(sessions.personId, actor.personId))
    .orderBy(desc(sessions.lastSeenAt));
  return rows.map((row) => ({
    id: row.idHash.slice(0, 12),
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    userAgent: row.userAgent,
    current: row.idHash === actor.sessionHash,
  }));
}

/** Changes one's own password; every session ends, and the caller opens a new one. */
export async function changePassword(
  platform: Platform,
  actor: Actor,
  passwords: { currentPassword: string; newPassword: string },
): Promise<void> {
  const { db, write, clock, config } = platform;
  const policy = signInPolicies[config.signInPolicy];
  const now = clock.now();
  const keys = throttleKeys(`change:${actor.personId}`, actor.address);
  await refuseWhilePaused(db, keys, now);
  const [account] = await db.select().from(accounts).where(eq(accounts.personId, actor.personId));
  if (!account || !(await passwordMatches(account.passwordHash, passwords.currentPassword))) {
    await write((tx) => countFailure(tx, keys, policy, now));
    throw new Refused('wrong-current-password');
  }
  checkNewPassword(policy, passwords.newPassword);
  if (await passwordMatches(account.passwordHash, passwords.newPassword))
    throw new Refused('password-unchanged');
  const passwordHash = await hashPassword(passwords.newPassword);
  await write(async (tx) => {
    await tx
      .update(accounts)
      .set({ passwordHash, mustChangePassword: false, passwordChangedAt: now })
      .where(eq(accounts.personId, actor.personId));
    await endSessionsOf(tx, actor.personId);
    await forgetFailures(tx, keys, now);
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'password-changed',
      subject: `person:${actor.personId}`,
      detail: {},
      address: actor.address,
    });
  });
}

/** Makes the account of a person; refuses a name that is taken. */
export async function openAccount(
  tx: Tx,
  account: {
    personId: string;
    loginName: string;
    passwordHash: string;
    oneTime: boolean;
    createdBy: string | null;
    now: Date;
  },
): Promise<void> {
  const loginKey = loginKeyOf(account.loginName);
  const [taken] = await tx
    .select({ id: accounts.personId })
    .from(accounts)
    .where(eq(accounts.loginKey, loginKey));
  if (taken) throw new Refused('login-name-taken', { loginName: account.loginName });
  await tx.insert(accounts).values({
    personId: account.personId,
    loginName: account.loginName.normalize('NFKC').trim(),
    loginKey,
    passwordHash: account.passwordHash,
    mustChangePassword: account.oneTime,
    passwordChangedAt: account.now,
    state: 'active',
    createdAt: account.now,
    createdBy: account.createdBy,
  });
}

/** Moves the account of one entry of a person to another that has none; else it is closed for good. */
export async function moveAccount(tx: Tx, from: string, to: string): Promise<void> {
  await endSessionsOf(tx, from);
  const isFree = (await loginNameOf(tx, to)) === null;
  await tx
    .update(accounts)
    .set(isFree ? { personId: to } : { state: 'suspended' })
    .where(eq(accounts.personId, from));
}

/** A new one-time password with its hash, made outside the transaction: hashing takes long. */
export async function drawOneTimePassword(): Promise<{ password: string; passwordHash: string }> {
  const password = newOneTimePassword();
  return { password, passwordHash: await hashPassword(password) };
}

/** Gives an account a one-time password and ends its sessions. Returns the login name. */
export async function setOneTimePassword(
  tx: Tx,
  personId: string,
  passwordHash: string,
  now: Date,
): Promise<string> {
  const [account] = await tx.select().from(accounts).where(eq(accounts.personId, personId));
  if (!account) throw new Refused('not-found');
  await tx
    .update(accounts)
    .set({ passwordHash, mustChangePassword: true, passwordChangedAt: now })
    .where(eq(accounts.personId, personId));
  await endSessionsOf(tx, personId);
  return account.loginName;
}

export { accountStateOf, changeAccountState } from './state.ts';
export { freeLoginName } from './login-names.ts';
export { ownAccount } from './own-data.ts';
export const newPersonId = newId;

export { hashPassword, newOneTimePassword } from './passwords.ts';
