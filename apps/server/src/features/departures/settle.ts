// Who retires, leaves or dies loses their roles at units; an account that nobody is to use is suspended.
import { schema, type Tx } from '@xueshi/database';
import { isCounted, suspendsAccount, type PersonStatus } from '@xueshi/domain';
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Actor } from '../../platform/sessions.ts';
import { changeAccountState } from '../accounts/service.ts';
import { recordAudit } from '../audit/service.ts';
import { endRolesOfLeaver } from '../authority/service.ts';

const { auditEvents } = schema;

interface Occasion {
  readonly before: PersonStatus;
  readonly after: PersonStatus;
  readonly reason: string;
  readonly now: Date;
}

/** Whether the account was suspended by a status, as its last event says, and not by somebody's decision. */
async function wasSuspendedByStatus(tx: Tx, personId: string): Promise<boolean> {
  const [last] = await tx
    .select({ byStatus: sql<number | null>`json_extract(${auditEvents.detail}, '$.byStatus')` })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.subject, `person:${personId}`),
        inArray(auditEvents.action, ['account-suspended', 'account-reopened']),
      ),
    )
    .orderBy(desc(auditEvents.at), desc(auditEvents.id))
    .limit(1);
  return last?.byStatus === 1;
}

/**
 * What goes with another status. Roles end with it and do not come back; the account of who left or died
 * is suspended, unless they keep a role that whoever records it may not end, and is opened again when
 * that is taken back. Nobody shuts themselves out.
 */
export async function settleStatus(
  tx: Tx,
  actor: Actor,
  personId: string,
  { before, after, reason, now }: Occasion,
): Promise<void> {
  if (before === after || personId === actor.personId) return;
  const remaining = isCounted(after)
    ? 0
    : await endRolesOfLeaver(tx, actor, personId, { reason, now });
  const suspends = suspendsAccount(after);
  if (suspends && remaining > 0) return;
  if (!suspends && !(suspendsAccount(before) && (await wasSuspendedByStatus(tx, personId)))) return;
  if (!(await changeAccountState(tx, personId, suspends ? 'suspended' : 'active'))) return;
  await recordAudit(tx, {
    at: now,
    actorId: actor.personId,
    action: suspends ? 'account-suspended' : 'account-reopened',
    subject: `person:${personId}`,
    detail: { reason, byStatus: true },
    address: actor.address,
  });
}
