// Proves the audit trail: every link, the head, and that no event is outside. `xueshi check` calls it.
import { schema, type Db } from '@xueshi/database';
import {
  AUDIT_CHAIN_START,
  auditFault,
  type AuditChainEnd,
  type AuditFault,
  type AuditLink,
} from '@xueshi/domain';
import { asc, count, eq, gt, isNull } from 'drizzle-orm';
import { setImmediate } from 'node:timers/promises';
import { readHead, sha256Hex, storedEvent } from './chain.ts';

const { auditChain, auditEvents } = schema;

export interface AuditProblem {
  readonly problem: AuditFault | 'head' | 'missing-event' | 'unchained' | 'kept-head';
  /** Which event, in a sentence. */
  readonly detail: string;
}

export interface AuditCheck {
  readonly events: number;
  /** Number and hash of the newest event: to be kept elsewhere, and compared later. */
  readonly head: AuditChainEnd;
  readonly problems: readonly AuditProblem[];
}

const AT_ONCE = 2_000;

const linkColumns = {
  ...storedEvent,
  sequence: auditChain.sequence,
  eventId: auditChain.eventId,
  foundId: auditEvents.id,
  orgPath: auditChain.orgPath,
  managingPath: auditChain.managingPath,
  isSensitive: auditChain.isSensitive,
  userAgent: auditChain.userAgent,
  requestId: auditChain.requestId,
  previousHash: auditChain.previousHash,
  hash: auditChain.hash,
};

const linksAfter = (db: Db, sequence: number) =>
  db
    .select(linkColumns)
    .from(auditChain)
    .leftJoin(auditEvents, eq(auditEvents.id, auditChain.eventId))
    .where(gt(auditChain.sequence, sequence))
    .orderBy(asc(auditChain.sequence))
    .limit(AT_ONCE);

const SENTENCES: Record<AuditFault, (at: number) => string> = {
  hash: (at) => `event ${at} is not what was written down`,
  link: (at) => `event ${at} does not follow event ${at - 1}`,
  gap: (at) => `event ${at} is missing`,
};

function describeLink({
  action,
  atMs,
  eventId,
}: {
  action: string;
  atMs: number;
  eventId: string;
}) {
  const at = new Date(atMs);
  const when = Number.isNaN(at.getTime()) ? 'an unreadable time' : at.toISOString();
  return `${action} of ${when}, id ${eventId}`;
}

/** Follows the chain up to its first fault; what comes after a broken link proves nothing. */
async function followChain(db: Db): Promise<{ end: AuditChainEnd; problem: AuditProblem | null }> {
  let end: AuditChainEnd = AUDIT_CHAIN_START;
  for (;;) {
    const links = await linksAfter(db, end.sequence);
    for (const row of links) {
      const { sequence, hash } = row;
      if (row.foundId === null) {
        const detail = `event ${sequence} (id ${row.eventId}) is missing from the events`;
        return { end, problem: { problem: 'missing-event', detail } };
      }
      const link: AuditLink = row as typeof row & StoredNames;
      const fault = auditFault(end, link, sha256Hex);
      if (fault) {
        const sentence = SENTENCES[fault](fault === 'gap' ? end.sequence + 1 : sequence);
        const shown =
          fault === 'gap' ? '' : ` (${describeLink({ ...link, eventId: row.eventId })})`;
        return { end, problem: { problem: fault, detail: `${sentence}${shown}` } };
      }
      end = { sequence, hash };
    }
    if (links.length < AT_ONCE) return { end, problem: null };
    await setImmediate();
  }
}

/** What the left join leaves open, and a found event never does. */
type StoredNames = Pick<AuditLink, 'id' | 'action' | 'subject' | 'address'>;

async function unchained(db: Db): Promise<AuditProblem[]> {
  if ((await db.$count(auditEvents)) === (await db.$count(auditChain))) return [];
  const [found] = await db
    .select({ events: count(), id: auditEvents.id })
    .from(auditEvents)
    .leftJoin(auditChain, eq(auditChain.eventId, auditEvents.id))
    .where(isNull(auditChain.sequence));
  if (!found || found.events === 0) return [];
  const detail = `${found.events} events are outside the chain, among them id ${found.id}`;
  return [{ problem: 'unchained', detail }];
}

/** Reads a number and a hash that were kept elsewhere, '1234:9f…'; null where it is written otherwise. */
export function readKeptHead(text: string): AuditChainEnd | null {
  const [, sequence = '', hash = ''] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  return hash === '' ? null : { sequence: Number(sequence), hash };
}

/** Whether the event that a kept head names still has the hash that was kept. */
async function compareKept(db: Db, kept: AuditChainEnd): Promise<AuditProblem[]> {
  const [link] = await db
    .select({ hash: auditChain.hash })
    .from(auditChain)
    .where(eq(auditChain.sequence, kept.sequence));
  if (link?.hash === kept.hash) return [];
  const detail = link
    ? `event ${kept.sequence} has another hash than the one that was kept: the trail was written anew`
    : `event ${kept.sequence}, whose hash was kept, is not there: the trail was cut off or written anew`;
  return [{ problem: 'kept-head', detail }];
}

/**
 * Every problem of the trail; none proves that it is as it was written since the chain began. With a
 * head that was kept elsewhere, also that nobody made another chain since.
 */
export async function checkAudit(db: Db, kept: AuditChainEnd | null = null): Promise<AuditCheck> {
  const head = await readHead(db);
  const { end, problem } = await followChain(db);
  const problems: AuditProblem[] = problem ? [problem] : [];
  if (!problem && (head?.sequence ?? 0) !== end.sequence)
    problems.push({
      problem: 'head',
      detail: `the head names event ${head?.sequence ?? 0}, the chain ends at event ${end.sequence}`,
    });
  else if (!problem && head && head.hash !== end.hash)
    problems.push({ problem: 'head', detail: `the head is not the hash of event ${end.sequence}` });
  problems.push(...(await unchained(db)));
  if (kept) problems.push(...(await compareKept(db, kept)));
  return { events: end.sequence, head: head ?? AUDIT_CHAIN_START, problems };
}
