// People who are already signed in: tests of learning need many and no password. Used by tests only.
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { loginKeyOf, openAccount } from '../features/accounts/service.ts';
import { pinyinOf } from '../features/people/service.ts';
import { newId } from '../platform/new-id.ts';
import type { Actor } from '../platform/sessions.ts';
import { TEST_PASSWORD, type TestInstallation, type Visitor } from './test-installation.ts';

const { accounts, memberships, orgUnits, people } = schema;

export interface Learner {
  readonly personId: string;
  readonly loginName: string;
  readonly actor: Actor;
  readonly visitor: Visitor;
}

let number = 0;

/** Adds a person to a unit of the sample county, with the tests' password, signed in. */
export async function addLearner(here: TestInstallation, unitName = '清河镇'): Promise<Learner> {
  const { platform } = here.installation;
  const now = here.clock.now();
  const personId = newId();
  number += 1;
  const loginName = `learner${number}`;
  const name = `学员${number}`;
  await platform.write(async (tx) => {
    const [unit] = await tx.select().from(orgUnits).where(eq(orgUnits.name, unitName));
    const [pattern] = await tx
      .select()
      .from(accounts)
      .where(eq(accounts.loginKey, loginKeyOf('wangxiulan')));
    if (!unit || !pattern) throw new Error('learners are added to the sample county');
    await tx.insert(people).values({ id: personId, name, ...pinyinOf(name), createdAt: now });
    const { passwordHash } = pattern;
    await openAccount(tx, {
      personId,
      loginName,
      passwordHash,
      oneTime: false,
      createdBy: null,
      now,
    });
    await tx.insert(memberships).values({
      id: newId(),
      personId,
      orgUnitId: unit.id,
      audienceCategory: 'township',
      post: null,
      startsAt: now,
    });
  });
  return { personId, loginName, ...(await signInWithoutPassword(here, personId)) };
}

/** Opens a session as signing in does, without the cost of a password hash. */
export async function signInWithoutPassword(
  here: TestInstallation,
  personId: string,
): Promise<Pick<Learner, 'actor' | 'visitor'>> {
  const secret = await here.sessions.open(personId, { userAgent: 'test', address: '127.0.0.1' });
  const actor = await here.sessions.read(secret, '127.0.0.1');
  if (!actor) throw new Error('a session just opened cannot be read');
  return { actor, visitor: here.visitor({ cookie: `xueshi-session=${secret}` }) };
}

/** The person behind a sign-in of the sample county. */
export async function personOf(here: TestInstallation, loginName: string): Promise<string> {
  const [row] = await here.installation.platform.db
    .select({ id: accounts.personId })
    .from(accounts)
    .where(eq(accounts.loginKey, loginKeyOf(loginName)));
  if (!row)
    throw new Error(`${loginName} has no account in the sample county (password ${TEST_PASSWORD})`);
  return row.id;
}
