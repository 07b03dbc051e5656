import { schema } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { accounts, sessions } = schema;

const accountColumns = {
  loginName: accounts.loginName,
  mustChangePassword: accounts.mustChangePassword,
  passwordChangedAt: accounts.passwordChangedAt,
  state: accounts.state,
  createdAt: accounts.createdAt,
};
const deviceColumns = {
  createdAt: sessions.createdAt,
  lastSeenAt: sessions.lastSeenAt,
  expiresAt: sessions.expiresAt,
  userAgent: sessions.userAgent,
  address: sessions.address,
};

/** The account without its password, and where it is signed in. */
export const ownAccount: readonly OwnDataPart[] = [
  ownPart('account', accountColumns, (db, personId, { limit, offset }) =>
    db
      .select(accountColumns)
      .from(accounts)
      .where(eq(accounts.personId, personId))
      .orderBy(asc(accounts.personId))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('signed-in-devices', deviceColumns, (db, personId, { limit, offset }) =>
    db
      .select(deviceColumns)
      .from(sessions)
      .where(eq(sessions.personId, personId))
      .orderBy(asc(sessions.createdAt), asc(sessions.idHash))
      .limit(limit)
      .offset(offset),
  ),
];
