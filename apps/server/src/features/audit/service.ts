import { schema, type Tx } from '@xueshi/database';
import { newId } from '../../platform/new-id.ts';

export { ownEvents } from './own-data.ts';

export interface AuditEvent {
  readonly at: Date;
  readonly actorId: string | null;
  /** What was done, as a short stable word: 'sign-in', 'person-created' … */
  readonly action: string;
  /** To whom or what: 'person:<id>', 'org-unit:<id>' … */
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly address: string;
}

/** Writes down who did what; in the transaction of the deed, so neither stands without the other. */
export async function recordAudit(tx: Tx, event: AuditEvent): Promise<void> {
  await tx.insert(schema.auditEvents).values({ id: newId(), ...event });
}
