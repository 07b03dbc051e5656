// Whether an account lets anybody in: suspended, it is kept as it is, and so is the password.
import type { AccountState } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, eq, ne } from 'drizzle-orm';
import { endSessionsOf } from '../../platform/sessions.ts';

const { accounts } = schema;

/** Null without an account. */
export async function accountStateOf(db: Reader, personId: string): Promise<AccountState | null> {
  const [account] = await db
    .select({ state: accounts.state })
    .from(accounts)
    .where(eq(accounts.personId, personId));
  return account ? (account.state as AccountState) : null;
}

/** Suspends an account, which ends its sessions, or opens it again; tells whether that changed anything. */
export async function changeAccountState(
  tx: Tx,
  personId: string,
  state: AccountState,
): Promise<boolean> {
  const changed = await tx
    .update(accounts)
    .set({ state })
    .where(and(eq(accounts.personId, personId), ne(accounts.state, state)))
    .returning({ personId: accounts.personId });
  if (changed.length > 0) await endSessionsOf(tx, personId);
  return changed.length > 0;
}
