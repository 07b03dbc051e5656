import type { AuditField } from '@xueshi/contracts';
import { schema, type Db } from '@xueshi/database';
import { AUDIT_CHAIN_START, TRAINING_ZONE } from '@xueshi/domain';
import type { CellValue, SheetColumn } from '@xueshi/formats/spreadsheet';
import { m, type Locale } from '@xueshi/messages';
import { eq, inArray } from 'drizzle-orm';
import { actorOfPerson, type Actor } from '../../platform/actor.ts';
import { grantsOf } from '../../platform/authorisation.ts';
import type { JobHandler } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { readHead, recordAudit } from '../audit/service.ts';
import { forgetReportFile, keepReport, writeRows } from '../report-runs/service.ts';
import type { Candidate } from './candidates.ts';
import { filterOf, findExport } from './exports.ts';
import { fieldsOfDetail, idsInDetail } from './fields.ts';
import { idsIn, namesOfIds } from './names.ts';
import { auditReaderOf, type AuditReader } from './reader.ts';
import { rowOf } from './rows.ts';
import { lookThrough, prepareSearch, type Search } from './search.ts';
import { actionWord, fieldWord, subjectWord } from './words.ts';

const { auditChain, auditEvents, auditExports } = schema;

const PROGRESS_EVERY_MS = 1_000;
const ROWS_AT_ONCE = 200;

/** 2026-11-26 20:17:40, in China’s time: a cell of a CSV would keep the day alone. */
const WALL_CLOCK = new Intl.DateTimeFormat('sv-SE', {
  timeZone: TRAINING_ZONE,
  dateStyle: 'short',
  timeStyle: 'medium',
});

type Export = NonNullable<Awaited<ReturnType<typeof findExport>>>;

const columnsIn = (locale: Locale): SheetColumn[] => {
  const o = { locale };
  return [
    { heading: m.audit_export_number({}, o), kind: 'whole', width: 10 },
    { heading: m.audit_col_at({}, o), kind: 'text', width: 20 },
    { heading: m.audit_col_who({}, o), kind: 'text', width: 14 },
    { heading: m.audit_col_what({}, o), kind: 'text', width: 20 },
    { heading: m.audit_event_said({}, o), kind: 'text', width: 12 },
    { heading: m.audit_col_whom({}, o), kind: 'text', width: 20 },
    { heading: m.audit_export_detail({}, o), kind: 'text', width: 60 },
    { heading: m.audit_event_address({}, o), kind: 'text', width: 18 },
    { heading: m.audit_event_device({}, o), kind: 'text', width: 30 },
    { heading: m.audit_event_hash({}, o), kind: 'text', width: 66 },
  ];
};

function fieldText({ name, before, after, isChange }: AuditField, locale: Locale): string {
  const none = m.audit_event_none({}, { locale });
  const word = fieldWord(name, locale);
  return isChange ? `${word}: ${before ?? none} → ${after ?? none}` : `${word}: ${after ?? none}`;
}

/** Some events as rows of the file. */
async function cellsOf(
  db: Db,
  found: readonly Candidate[],
  { locale, reader }: Pick<Making, 'locale' | 'reader'>,
): Promise<CellValue[][]> {
  if (found.length === 0) return [];
  const details = await db
    .select({
      id: auditEvents.id,
      detail: auditEvents.detail,
      userAgent: auditChain.userAgent,
      hash: auditChain.hash,
    })
    .from(auditEvents)
    .innerJoin(auditChain, eq(auditChain.eventId, auditEvents.id))
    .where(
      inArray(
        auditEvents.id,
        found.map(({ id }) => id),
      ),
    );
  const byId = new Map(details.map((one) => [one.id, one]));
  const ids = [...idsIn(found), ...details.flatMap(({ detail }) => idsInDetail(detail))];
  const names = await namesOfIds(db, ids, reader);
  return found.map((candidate) => {
    const row = rowOf(candidate, names);
    const more = byId.get(candidate.id);
    const said = fieldsOfDetail(more?.detail, names).map((one) => fieldText(one, locale));
    return [
      row.sequence,
      WALL_CLOCK.format(candidate.atMs),
      row.actor?.name ?? null,
      actionWord(row.action, locale),
      subjectWord(row.subject.kind, locale),
      row.subject.name,
      said.join('; '),
      row.address,
      more?.userAgent ?? null,
      more?.hash ?? null,
    ];
  });
}

interface Making {
  readonly search: Search;
  readonly reader: AuditReader;
  readonly locale: Locale;
  readonly head: { readonly sequence: number; readonly hash: string };
  readonly looked: (count: number) => void;
  readonly wrote: (count: number) => void;
}

/** Every event that fits, newest first, and in a last row the head of the chain. */
async function* rowsOf(db: Db, making: Making): AsyncGenerator<CellValue[]> {
  const { search, locale, head, looked, wrote } = making;
  for await (const look of lookThrough(db, search, null)) {
    for (let from = 0; from < look.found.length; from += ROWS_AT_ONCE) {
      const cells = await cellsOf(db, look.found.slice(from, from + ROWS_AT_ONCE), making);
      yield* cells;
      wrote(cells.length);
    }
    looked(look.looked);
  }
  const end = m.audit_export_chain_end({}, { locale });
  yield [head.sequence, null, null, end, null, null, null, null, null, head.hash];
}

async function make(platform: Platform, order: Export, actor: Actor, signal: AbortSignal) {
  const { db, write, log } = platform;
  const locale = order.locale as Locale;
  const reader = await auditReaderOf(db, actor);
  const search = await prepareSearch(db, actor, reader, filterOf(order));
  const { sequence, hash } = (await readHead(db)) ?? AUDIT_CHAIN_START;
  const done = { rowsDone: 0, rowsWritten: 0 };
  let told = performance.now();
  const save = (change: Partial<Export>) =>
    write((tx) => tx.update(auditExports).set(change).where(eq(auditExports.id, order.id)));
  await save({ state: 'running', rowsTotal: sequence, headSequence: sequence, headHash: hash });
  const rows = rowsOf(db, {
    search,
    reader,
    locale,
    head: { sequence, hash },
    wrote: (count) => {
      done.rowsWritten += count;
    },
    looked: (count) => {
      done.rowsDone += count;
      if (performance.now() - told < PROGRESS_EVERY_MS) return;
      told = performance.now();
      save({ ...done }).catch((err: unknown) =>
        log.warn({ err, export: order.id }, 'progress was not written down'),
      );
    },
  });
  const sheet = { name: m.audit_title({}, { locale }), columns: columnsIn(locale), rows };
  const content = await writeRows(sheet, order.format === 'xlsx' ? 'xlsx' : 'csv');
  const kept = await keepReport(platform, order.id, content, signal);
  return { ...kept, ...done, rowsTotal: done.rowsDone };
}

/** Makes a file anew from its beginning, however far an attempt before had come. */
export const makeAuditExportHandler: JobHandler = async (platform, payload, { signal }) => {
  const { db, write, clock, log } = platform;
  const order = await findExport(db, (payload as { exportId: string }).exportId);
  if (!order || !['waiting', 'running'].includes(order.state)) return;
  const isOrder = eq(auditExports.id, order.id);
  try {
    const actor = await actorOfPerson(platform, order.createdBy);
    if (!actor) throw new Error('whoever ordered the file has no account any more');
    const made = await make(platform, order, actor, signal);
    await write(async (tx) => {
      await tx
        .update(auditExports)
        .set({ state: 'ready', grants: grantsOf(actor), ...made })
        .where(isOrder);
      const { unit } = filterOf(order);
      await recordAudit(tx, {
        at: clock.now(),
        actorId: order.createdBy,
        action: 'audit-export-made',
        subject: unit === undefined ? `person:${order.createdBy}` : `org-unit:${unit}`,
        detail: { exportId: order.id, rows: made.rowsWritten, sha256: made.sha256 },
        address: '',
      });
    });
  } catch (error) {
    await forgetReportFile(platform, order.id);
    if (signal.aborted) throw error;
    log.error({ err: error, export: order.id }, 'a file of the audit trail could not be made');
    await write((tx) => tx.update(auditExports).set({ state: 'failed' }).where(isOrder));
  }
};

/** A file goes after its month; that it was made stays. */
export const forgetAuditExportHandler: JobHandler = async (platform, payload) => {
  const { exportId } = payload as { exportId: string };
  await forgetReportFile(platform, exportId);
  await platform.write((tx) =>
    tx.update(auditExports).set({ state: 'forgotten' }).where(eq(auditExports.id, exportId)),
  );
};
