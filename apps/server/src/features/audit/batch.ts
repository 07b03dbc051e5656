// Many events about people at once, such as those of a roster: one statement each for places, events and links.
import { insertMany, listed, oneOf, schema, type Tx } from '@xueshi/database';
import {
  hashAuditLink,
  mentions,
  SENSITIVE_KEY_GROUP,
  type AuditAction,
  type AuditLinkFields,
} from '@xueshi/domain';
import { and, eq, isNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { newTimedId } from '../../platform/new-id.ts';
import { requestOrigin } from '../../platform/request-origin.ts';
import { readHead, sha256Hex } from './chain.ts';

const { auditChain, auditEvents, memberships, orgUnits } = schema;
const managing = alias(orgUnits, 'managing');

export interface PersonEvent {
  readonly personId: string;
  readonly action: AuditAction;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Where some people belong at this moment. */
async function placesOf(tx: Tx, personIds: readonly string[]) {
  const rows = await tx
    .select({
      personId: memberships.personId,
      orgPath: orgUnits.path,
      managingPath: managing.path,
    })
    .from(memberships)
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .leftJoin(managing, eq(managing.id, memberships.managingUnitId))
    .where(and(oneOf(memberships.personId, 'people'), isNull(memberships.endsAt)))
    .prepare()
    .all({ people: listed(personIds) });
  return new Map(rows.map((row) => [row.personId, row]));
}

/**
 * Writes down what somebody did to some hundreds of people; as `recordAudit` does, one after another at the
 * end of the chain, each at the place where that person belongs when this is called.
 */
export async function recordAuditOfPeople(
  tx: Tx,
  by: { readonly at: Date; readonly actorId: string | null; readonly address: string },
  events: readonly PersonEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const head = await readHead(tx);
  if (!head) throw new Error('the audit chain was not begun when the installation was opened');
  const origin = requestOrigin();
  const places = await placesOf(
    tx,
    events.map(({ personId }) => personId),
  );
  const rows = events.map(({ personId, action, detail }) => ({
    id: newTimedId(),
    ...by,
    action,
    subject: `person:${personId}`,
    detail,
  }));
  let [sequence, previousHash] = [head.sequence, head.hash];
  const links = rows.map(({ id, at, detail, ...row }, position) => {
    const place = places.get(events[position]?.personId ?? '');
    sequence += 1;
    const link: AuditLinkFields = {
      id,
      ...row,
      atMs: at.getTime(),
      detail: JSON.stringify(detail),
      orgPath: place?.orgPath ?? null,
      managingPath: place?.managingPath ?? null,
      isSensitive: mentions(detail, SENSITIVE_KEY_GROUP),
      sequence,
      userAgent: origin?.userAgent ?? null,
      requestId: origin?.requestId ?? null,
      previousHash,
    };
    previousHash = hashAuditLink(link, sha256Hex);
    const { orgPath, managingPath, isSensitive, userAgent, requestId } = link;
    const found = { orgPath, managingPath, isSensitive, userAgent, requestId };
    return {
      sequence,
      eventId: id,
      ...found,
      previousHash: link.previousHash,
      hash: previousHash,
    };
  });
  await insertMany(tx, auditEvents, rows);
  await insertMany(tx, auditChain, links);
}
