import { schema, type Reader, type Tx } from '@xueshi/database';
import type { AuditAction, AuditSubject } from '@xueshi/domain';
import { and, eq, inArray } from 'drizzle-orm';
import { newTimedId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { requestOrigin } from '../../platform/request-origin.ts';
import { appendLink } from './chain.ts';

export { recordAuditOfPeople, type PersonEvent } from './batch.ts';
export { beginAuditChain, readHead, sha256Hex, storedEvent } from './chain.ts';
export { checkAudit, readKeptHead, type AuditCheck } from './check.ts';
export { ownEvents } from './own-data.ts';

/** Names of those who did something to a subject, by the instant in milliseconds at which they did it. */
export async function actorsAt(
  db: Reader,
  subject: AuditSubject,
  instants: readonly Date[],
): Promise<ReadonlyMap<number, string>> {
  if (instants.length === 0) return new Map();
  const rows = await db
    .select({ at: schema.auditEvents.at, name: schema.people.name })
    .from(schema.auditEvents)
    .innerJoin(schema.people, eq(schema.people.id, schema.auditEvents.actorId))
    .where(
      and(eq(schema.auditEvents.subject, subject), inArray(schema.auditEvents.at, [...instants])),
    );
  return new Map(rows.map(({ at, name }) => [at.getTime(), name]));
}

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
  const id = newTimedId();
  await tx.insert(schema.auditEvents).values({ id, ...event });
  const { at, detail, ...rest } = event;
  await appendLink(
    tx,
    { id, atMs: at.getTime(), detail: JSON.stringify(detail), ...rest },
    requestOrigin(),
  );
}

/**
 * Writes down that a file left: who took it, which, and how it was cut. The one thing that reading writes
 * (ADR 0051): a list that was carried out of the house is a deed.
 */
export async function recordFetch(
  { write, clock }: Pick<Platform, 'write' | 'clock'>,
  { personId, address }: { readonly personId: string; readonly address: string },
  subject: AuditSubject,
  detail: AuditEvent['detail'],
): Promise<void> {
  await write((tx) =>
    recordAudit(tx, {
      at: clock.now(),
      actorId: personId,
      action: 'file-fetched',
      subject,
      detail,
      address,
    }),
  );
}
