// The door of the audit trail as those read it who answer for what was done: searched, seen one by
// one, taken away as a file.
import type { AuditFilter } from '@xueshi/contracts';
import { schema, type Db } from '@xueshi/database';
import { AUDIT_CHAIN_START } from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { readHead } from '../audit/service.ts';
import type { Candidate, Cursor } from './candidates.ts';
import { fieldsOfDetail, idsInDetail } from './fields.ts';
import { idsIn, namesOfIds } from './names.ts';
import { auditReaderOf } from './reader.ts';
import { rowOf } from './rows.ts';
import { lookThrough, prepareSearch } from './search.ts';

export {
  exportAudit,
  fetchAuditExport,
  FORGET_AUDIT_EXPORT,
  listAuditExports,
  MAKE_AUDIT_EXPORT,
} from './exports.ts';
export { forgetAuditExportHandler, makeAuditExportHandler } from './exports.handlers.ts';
export { ownAuditExports } from './own-data.ts';

const { auditChain, auditEvents } = schema;

const PAGE_SIZE = 50;
/** A page is sought among so many events; then it is said how far the search has come. */
const MOST_LOOKED = 20_000;

function cursorIn(text: string | undefined): Cursor | null {
  const [atMs, sequence] = (text ?? '').split('-').map(Number);
  return atMs === undefined || sequence === undefined ? null : { atMs, sequence };
}

const cursorText = ({ atMs, sequence }: Cursor) => `${atMs}-${sequence}`;

interface Page {
  readonly found: readonly Candidate[];
  readonly next: Cursor | null;
  readonly searchedBackTo: Cursor | null;
}

async function pageOf(
  db: Db,
  search: Parameters<typeof lookThrough>[1],
  after: Cursor | null,
): Promise<Page> {
  const found: Candidate[] = [];
  let looked = 0;
  for await (const look of lookThrough(db, search, after)) {
    found.push(...look.found);
    looked += look.looked;
    if (found.length > PAGE_SIZE) {
      const page = found.slice(0, PAGE_SIZE);
      return { found: page, next: page.at(-1) ?? null, searchedBackTo: null };
    }
    if (look.isEnd) break;
    if (looked >= MOST_LOOKED) return { found, next: look.reached, searchedBackTo: look.reached };
  }
  return { found, next: null, searchedBackTo: null };
}

export async function listAuditEvents(
  { db }: Platform,
  actor: Actor,
  { before, ...filter }: AuditFilter & { before?: string },
) {
  const reader = await auditReaderOf(db, actor);
  const search = await prepareSearch(db, actor, reader, filter);
  const { found, next, searchedBackTo } = await pageOf(db, search, cursorIn(before));
  const names = await namesOfIds(db, idsIn(found), reader);
  const head = (await readHead(db)) ?? AUDIT_CHAIN_START;
  return {
    items: found.map((one) => rowOf(one, names)),
    next: next && cursorText(next),
    searchedBackTo: searchedBackTo && new Date(searchedBackTo.atMs).toISOString(),
    head: { sequence: head.sequence, hash: head.hash },
    about: search.about,
  };
}

/** One event; one that may not be read is not found (DOMAIN G3, K3). */
export async function readAuditEvent({ db }: Platform, actor: Actor, id: string) {
  const [row] = await db
    .select({ event: auditEvents, link: auditChain })
    .from(auditEvents)
    .innerJoin(auditChain, eq(auditChain.eventId, auditEvents.id))
    .where(eq(auditEvents.id, id));
  const reader = await auditReaderOf(db, actor);
  if (!row || !reader.mayRead(row.link)) throw new Refused('not-found');
  const { event, link } = row;
  const names = await namesOfIds(db, [...idsIn([event]), ...idsInDetail(event.detail)], reader);
  return {
    ...rowOf({ ...event, ...link, id: event.id, atMs: event.at.getTime() }, names),
    fields: fieldsOfDetail(event.detail, names),
    userAgent: link.userAgent,
    requestId: link.requestId,
    hash: link.hash,
    previousHash: link.previousHash,
  };
}
