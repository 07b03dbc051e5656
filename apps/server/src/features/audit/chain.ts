// The one chain of all events: a link is made with its event, in the same transaction.
import { schema, type Db, type Reader, type Tx } from '@xueshi/database';
import {
  AUDIT_CHAIN_START,
  hashAuditLink,
  type AuditChainEnd,
  type AuditLinkFields,
} from '@xueshi/domain';
import { and, asc, eq, gt, isNull, or, sql } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import type { Platform } from '../../platform/platform.ts';
import type { RequestOrigin } from '../../platform/request-origin.ts';
import { auditPlace } from './place.ts';

const { auditChain, auditEvents, auditHead } = schema;

export const sha256Hex = (text: string) => createHash('sha256').update(text).digest('hex');

/** The columns of an event as the file holds them: what is hashed is the text that is stored. */
export const storedEvent = {
  id: auditEvents.id,
  atMs: sql<number>`${auditEvents.at}`,
  actorId: auditEvents.actorId,
  action: auditEvents.action,
  subject: auditEvents.subject,
  detail: sql<string>`${auditEvents.detail}`,
  address: auditEvents.address,
};

export type StoredEvent = Pick<
  AuditLinkFields,
  'id' | 'atMs' | 'actorId' | 'action' | 'subject' | 'detail' | 'address'
>;

/** How far the chain has come; null before it was begun. */
export async function readHead(
  db: Reader,
): Promise<(AuditChainEnd & { readonly olderEvents: number | null }) | null> {
  const [head] = await db.select().from(auditHead).where(eq(auditHead.id, 1));
  return head ?? null;
}

/** The database moves the head on with a link, and enters the event at each unit of its path. */
async function insertLink(
  tx: Tx,
  end: AuditChainEnd,
  event: StoredEvent,
  origin: RequestOrigin | null,
): Promise<AuditChainEnd> {
  const place = await auditPlace(tx, { subject: event.subject, detail: parsed(event.detail) });
  const link: AuditLinkFields = {
    ...event,
    ...place,
    sequence: end.sequence + 1,
    userAgent: origin?.userAgent ?? null,
    requestId: origin?.requestId ?? null,
    previousHash: end.hash,
  };
  const hash = hashAuditLink(link, sha256Hex);
  const { sequence, orgPath, managingPath, isSensitive, userAgent, requestId } = link;
  await tx.insert(auditChain).values({
    sequence,
    eventId: event.id,
    orgPath,
    managingPath,
    isSensitive,
    userAgent,
    requestId,
    previousHash: end.hash,
    hash,
  });
  return { sequence, hash };
}

function parsed(detail: string): unknown {
  try {
    return JSON.parse(detail);
  } catch {
    return detail;
  }
}

/** Puts the event that was just written at the end of the chain. */
export async function appendLink(
  tx: Tx,
  event: StoredEvent,
  origin: RequestOrigin | null,
): Promise<void> {
  const head = await readHead(tx);
  if (!head) throw new Error('the audit chain was not begun when the installation was opened');
  await insertLink(tx, head, event, origin);
}

/** Links of one transaction: some 20 ms. */
const OLDER_AT_ONCE = 100;

/** What was written down before there was a chain, in the order of time, after the last that is in it. */
async function olderEvents(db: Db, end: AuditChainEnd): Promise<StoredEvent[]> {
  const [last] = await db
    .select({ at: auditEvents.at, id: auditEvents.id })
    .from(auditChain)
    .innerJoin(auditEvents, eq(auditEvents.id, auditChain.eventId))
    .where(eq(auditChain.sequence, end.sequence));
  const after = last
    ? or(gt(auditEvents.at, last.at), and(eq(auditEvents.at, last.at), gt(auditEvents.id, last.id)))
    : undefined;
  return db
    .select(storedEvent)
    .from(auditEvents)
    .where(after)
    .orderBy(asc(auditEvents.at), asc(auditEvents.id))
    .limit(OLDER_AT_ONCE);
}

/**
 * Begins the chain, once: events of a version without it are put in, in the order of time, before
 * anything else is written; stopped half-way, it goes on at the next start. From then on an event
 * outside the chain is a finding, never mended silently.
 */
export async function beginAuditChain({
  db,
  write,
  log,
}: Pick<Platform, 'db' | 'write' | 'log'>): Promise<void> {
  const head = await readHead(db);
  if (head && head.olderEvents !== null) return;
  if (!head) await write((tx) => tx.insert(auditHead).values({ id: 1, ...AUDIT_CHAIN_START }));
  let end: AuditChainEnd = head ?? AUDIT_CHAIN_START;
  for (;;) {
    const events = await olderEvents(db, end);
    if (events.length === 0) break;
    const from = end;
    end = await write(async (tx) => {
      let reached = from;
      for (const event of events) reached = await insertLink(tx, reached, event, null);
      return reached;
    });
  }
  const { sequence } = end;
  await write((tx) =>
    tx
      .update(auditHead)
      .set({ olderEvents: sequence })
      .where(and(eq(auditHead.id, 1), isNull(auditHead.olderEvents))),
  );
  if (sequence > 0) log.info({ events: sequence }, 'older audit events chained');
}
