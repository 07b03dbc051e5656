import type { Tx } from '@xueshi/database';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit, type AuditEvent } from '../audit/service.ts';

/** Writes down what an actor did to a unit. */
export function auditUnit(
  tx: Tx,
  actor: Actor,
  {
    unitId,
    action,
    detail,
    now,
  }: {
    readonly unitId: string;
    readonly action: AuditEvent['action'];
    readonly detail: AuditEvent['detail'];
    readonly now: Date;
  },
): Promise<void> {
  return recordAudit(tx, {
    at: now,
    actorId: actor.personId,
    action,
    subject: `org-unit:${unitId}`,
    detail,
    address: actor.address,
  });
}
