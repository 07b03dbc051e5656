// Files of the trail: ordered, made by a job with the rights of whoever ordered, fetched for a month.
import type { AuditExport, AuditFilter } from '@xueshi/contracts';
import { schema, type Db } from '@xueshi/database';
import { AUDIT_FORMATS, trainingDayOf, type AuditSubject } from '@xueshi/domain';
import { m, type Locale } from '@xueshi/messages';
import { and, desc, eq, inArray } from 'drizzle-orm';
import { createReadStream, existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { grantsOf } from '../../platform/authorisation.ts';
import { enqueueJob, type JobRunner } from '../../platform/jobs.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit, recordFetch } from '../audit/service.ts';
import { fileOfReport } from '../report-runs/service.ts';
import { auditReaderOf } from './reader.ts';
import { prepareSearch } from './search.ts';

const { auditExports } = schema;

export const MAKE_AUDIT_EXPORT = 'make-audit-export';
export const FORGET_AUDIT_EXPORT = 'forget-audit-export';

const DAY_MS = 86_400_000;
/** So long a file is kept. */
const KEPT_MS = 30 * DAY_MS;
/** One person has so many files made at a time. */
const MOST_WAITING_EACH = 2;
const NEWEST = 10;

type ExportRow = typeof auditExports.$inferSelect;

export const filterOf = ({ filter }: Pick<ExportRow, 'filter'>) => filter as AuditFilter;

function viewOf(row: ExportRow): AuditExport {
  const { headSequence, headHash } = row;
  return {
    id: row.id,
    createdAt: row.createdAt.toISOString(),
    filter: filterOf(row),
    format: AUDIT_FORMATS.find((one) => one === row.format) ?? 'csv',
    state: row.state as AuditExport['state'],
    rowsDone: row.rowsDone,
    rowsTotal: row.rowsTotal,
    rowsWritten: row.rowsWritten,
    sizeBytes: row.sizeBytes,
    sha256: row.sha256,
    head:
      headSequence === null || headHash === null
        ? null
        : { sequence: headSequence, hash: headHash },
  };
}

/** An export of a unit's events is a matter of that unit; any other is its maker's. */
const exportSubject = (
  { personId }: Pick<Actor, 'personId'>,
  { unit }: AuditFilter,
): AuditSubject => (unit === undefined ? `person:${personId}` : `org-unit:${unit}`);

/** Begins a file; that it was asked for is written down with what it was narrowed to. */
export async function exportAudit(
  { db, write, clock }: Platform,
  jobs: Pick<JobRunner, 'wake'>,
  actor: Actor,
  wish: { filter: AuditFilter; format: AuditExport['format']; locale: Locale },
): Promise<{ id: string }> {
  const { filter, format, locale } = wish;
  // Refused now rather than in the job: what may not be read, and names that mean too many.
  await prepareSearch(db, actor, await auditReaderOf(db, actor), filter);
  const now = clock.now();
  const id = newId();
  await write(async (tx) => {
    const waiting = await tx.$count(
      auditExports,
      and(
        eq(auditExports.createdBy, actor.personId),
        inArray(auditExports.state, ['waiting', 'running']),
      ),
    );
    if (waiting >= MOST_WAITING_EACH) throw new Refused('busy');
    await tx.insert(auditExports).values({
      id,
      createdBy: actor.personId,
      createdAt: now,
      filter: { ...filter },
      grants: grantsOf(actor),
      format,
      locale,
      state: 'waiting',
    });
    const payload = { exportId: id };
    await enqueueJob(tx, {
      name: MAKE_AUDIT_EXPORT,
      uniqueKey: `${MAKE_AUDIT_EXPORT}:${id}`,
      payload,
      now,
    });
    await enqueueJob(tx, {
      name: FORGET_AUDIT_EXPORT,
      uniqueKey: `${FORGET_AUDIT_EXPORT}:${id}`,
      payload,
      now: new Date(now.getTime() + KEPT_MS),
    });
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'audit-exported',
      subject: exportSubject(actor, filter),
      detail: { exportId: id, format, ...filter },
      address: actor.address,
    });
  });
  jobs.wake();
  return { id };
}

export async function listAuditExports({ db }: Platform, actor: Actor) {
  const rows = await db
    .select()
    .from(auditExports)
    .where(eq(auditExports.createdBy, actor.personId))
    .orderBy(desc(auditExports.createdAt), desc(auditExports.id))
    .limit(NEWEST);
  return { items: rows.map(viewOf) };
}

export async function findExport(db: Db, id: string): Promise<ExportRow | null> {
  const [row] = await db.select().from(auditExports).where(eq(auditExports.id, id));
  return row ?? null;
}

/** The file, for whoever had it made, as long as they hold the roles it was made with. */
export async function fetchAuditExport(
  platform: Platform,
  actor: Actor,
  id: string,
): Promise<{ name: string; format: AuditExport['format']; sizeBytes: number; content: Readable }> {
  const row = await findExport(platform.db, id);
  const held = new Set(grantsOf(actor));
  if (row?.createdBy !== actor.personId || !row.grants.every((grant) => held.has(grant)))
    throw new Refused('not-found');
  const path = fileOfReport(platform, row.id);
  if (row.state !== 'ready' || !existsSync(path)) throw new Refused('not-found');
  const { format } = viewOf(row);
  const word = m.audit_export_file({}, { locale: row.locale as Locale });
  const name = `${word}-${trainingDayOf(row.createdAt)}.${format}`;
  const filter = filterOf(row);
  await recordFetch(platform, actor, exportSubject(actor, filter), {
    kind: 'audit',
    ...filter,
    format,
    rows: row.rowsWritten,
    fileName: name,
    sha256: row.sha256,
    exportId: row.id,
  });
  return {
    name,
    format,
    sizeBytes: row.sizeBytes ?? 0,
    content: createReadStream(path),
  };
}
