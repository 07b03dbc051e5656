// The door of departures: statuses and what goes with them, accounts suspended, and who is gone.
import type { AccountState } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { isCounted, suspendsAccount, type PersonStatus } from '@xueshi/domain';
import { and, eq, isNull } from 'drizzle-orm';
import { openableAccount } from '../../platform/authorisation.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { accountStateOf, changeAccountState } from '../accounts/service.ts';
import { recordAudit } from '../audit/service.ts';
import { changePerson, dayBegun } from '../people/service.ts';
import { settleStatus } from './settle.ts';

export { settleStatus } from './settle.ts';

const { people, personStatuses } = schema;

/** Another status from a day on; roles and account follow it. */
export function setPersonStatus(
  platform: Platform,
  actor: Actor,
  personId: string,
  input: { status: PersonStatus; from: string; reason: string },
): Promise<void> {
  return changePerson(platform, actor, personId, 'person-status-set', async (tx, person, now) => {
    const from = dayBegun(input.from, now);
    const { status, reason } = input;
    await tx
      .update(personStatuses)
      .set({ endsAt: from })
      .where(and(eq(personStatuses.personId, person.id), isNull(personStatuses.endsAt)));
    await tx.insert(personStatuses).values({
      id: newId(),
      personId: person.id,
      status,
      startsAt: from,
      reason,
      recordedBy: actor.personId,
      recordedAt: now,
    });
    const closedAt = isCounted(status) ? null : from;
    await tx.update(people).set({ status, closedAt }).where(eq(people.id, person.id));
    const before = person.status as PersonStatus;
    await settleStatus(tx, actor, person.id, { before, after: status, reason, now });
    return { before, after: status, from: input.from, reason };
  });
}

/** Suspends an account or opens it again, with a reason that is kept: for whoever may set its password. */
export async function setAccountState(
  platform: Platform,
  actor: Actor,
  personId: string,
  { state, reason }: { state: AccountState; reason: string },
): Promise<void> {
  const person = await openableAccount(platform, actor, personId, 'administer');
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    if ((await accountStateOf(tx, person.id)) === null) throw new Refused('not-found');
    if (state === 'active' && suspendsAccount(person.status as PersonStatus))
      throw new Refused('account-of-leaver');
    if (!(await changeAccountState(tx, person.id, state))) return;
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: state === 'suspended' ? 'account-suspended' : 'account-reopened',
      subject: `person:${person.id}`,
      detail: { reason },
      address: actor.address,
    });
  });
}
