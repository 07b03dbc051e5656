import { schema, type Tx } from '@xueshi/database';
import type { AuditAction, AuditSubject } from '@xueshi/domain';
import { newId } from '../../platform/new-id.ts';
import { requestOrigin } from '../../platform/request-origin.ts';
import { appendLink } from './chain.ts';

export { beginAuditChain, readHead, sha256Hex, storedEvent } from './chain.ts';
export { checkAudit, type AuditCheck } from './check.ts';
export { ownEvents } from './own-data.ts';

export interface AuditEvent {
  readonly at: Date;
  readonly actorId: string | null;
  /** What was done, as a short stable word: 'sign-in', 'person-created' … */
  readonly action: AuditAction;
  /** To whom or what: 'person:<id>', 'org-unit:<id>' … */
  readonly subject: AuditSubject;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly address: string;
}

/**
 * Writes down who did what; in the transaction of the deed, so neither stands without the other, and
 * at the end of the chain, so that nothing before it can change unnoticed.
 */
export async function recordAudit(tx: Tx, event: AuditEvent): Promise<void> {
  const id = newId();
  await tx.insert(schema.auditEvents).values({ id, ...event });
  const { at, detail, ...rest } = event;
  await appendLink(
    tx,
    { id, atMs: at.getTime(), detail: JSON.stringify(detail), ...rest },
    requestOrigin(),
  );
}
