// Takes an import back, row by row, last first; whoever changed since stays as they are.
import { schema, type Tx } from '@xueshi/database';
import { and, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { actorOfPerson } from '../../platform/actor.ts';
import { heldRoles } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { pinyinOf, reserveScope, sameFacts } from '../people/service.ts';
import { recordAuditOfPeople } from '../audit/service.ts';
import { updateImport, type ImportRow, type StagedRow } from '../sheet-imports/service.ts';
import { factsOfPerson } from './apply.ts';
import { isDatedAsWritten, mineToUndo, restoreDated, type Writing } from './dated-changes.ts';
import { samePerson, type DatedChanges, type Image } from './store.ts';
import { traceOf } from './trace.ts';

const {
  accounts,
  creditEntries,
  enrolments,
  memberships,
  people,
  roleGrants,
  rosterImportErrors,
  rosterImportRows,
} = schema;

const CHUNK = 100;

type Known = {
  person: typeof people.$inferSelect;
  membership: typeof memberships.$inferSelect | null;
};

function isAsWritten({ person, membership }: Known, after: Image): boolean {
  if (!samePerson(factsOfPerson(person), after.person)) return false;
  if ((person.closedAt !== null) !== (after.closed ?? false)) return false;
  if (!membership || !after.membership) return !membership && !after.membership;
  return membership.id === after.membership.id && sameFacts(membership, after.membership.facts);
}

/** Of people that an import made, those who began to do or to be something here. */
async function inUse(tx: Tx, personIds: readonly string[]): Promise<ReadonlySet<string>> {
  const used = new Set<string>();
  if (personIds.length === 0) return used;
  for (const table of [accounts, enrolments, creditEntries, roleGrants]) {
    const rows = await tx
      .selectDistinct({ personId: table.personId })
      .from(table)
      .where(inArray(table.personId, [...personIds]));
    for (const { personId } of rows) used.add(personId);
  }
  return used;
}

/** Somebody whom the import made is closed and never deleted; the code is free again. */
async function closeMade(tx: Tx, { person, membership }: Known, now: Date): Promise<void> {
  if (membership) {
    const endsAt = membership.startsAt > now ? membership.startsAt : now;
    await tx.update(memberships).set({ endsAt }).where(eq(memberships.id, membership.id));
  }
  await tx
    .update(people)
    .set({ closedAt: now, code: null, identityIndex: null, identitySealed: null })
    .where(eq(people.id, person.id));
}

async function restore(tx: Tx, { person }: Known, before: Image, after: Image): Promise<void> {
  if (!samePerson(before.person, after.person)) {
    await tx
      .update(people)
      .set({ ...before.person, ...pinyinOf(before.person.name) })
      .where(eq(people.id, person.id));
  }
  const [was, made] = [before.membership, after.membership];
  if (made && was?.id !== made.id) await tx.delete(memberships).where(eq(memberships.id, made.id));
  if (was) {
    await tx
      .update(memberships)
      .set({ ...was.facts, endsAt: null })
      .where(eq(memberships.id, was.id));
  }
}

/** What of a row's statuses and key groups is taken back; null where somebody changed it since. */
async function datedToUndo(
  tx: Tx,
  writing: Writing,
  { person, membership }: Known,
  after: Image,
): Promise<DatedChanges | null> {
  if (!after.dated) return {};
  const changes = await mineToUndo(tx, writing, after.dated, membership);
  return (await isDatedAsWritten(tx, person, changes)) ? changes : null;
}

interface Undone {
  readonly row: StagedRow;
  readonly subject: Known;
  readonly before: Image | null;
  readonly after: Image;
  readonly dated: DatedChanges;
}

/** Written down first: where somebody belongs who is closed by it is known no more afterwards. */
async function takeBack(tx: Tx, writing: Writing, rows: readonly Undone[]): Promise<void> {
  const { run, by, now } = writing;
  await recordAuditOfPeople(
    tx,
    { at: now, actorId: by, address: '' },
    rows.flatMap(({ row, subject, before, after }) =>
      traceOf(
        run.id,
        { personId: subject.person.id, rowNumber: row.rowNumber, before: after, after: before },
        true,
      ),
    ),
  );
  for (const { subject, before, after, dated } of rows) {
    await restoreDated(tx, writing, subject.person.id, dated);
    if (before) await restore(tx, subject, before, after);
    else await closeMade(tx, subject, now);
  }
}

async function undoChunk(tx: Tx, writing: Writing, rows: readonly StagedRow[]) {
  const { run } = writing;
  const ids = rows.map(({ subjectId }) => subjectId ?? '');
  const known = await tx
    .select({ person: people, membership: memberships })
    .from(people)
    .leftJoin(memberships, and(eq(memberships.personId, people.id), isNull(memberships.endsAt)))
    .where(inArray(people.id, ids));
  const byId = new Map(known.map((one) => [one.person.id, one]));
  const used = await inUse(
    tx,
    rows.filter(({ action }) => action === 'add').map(({ subjectId }) => subjectId ?? ''),
  );
  const keptRows: StagedRow[] = [];
  const undone: Undone[] = [];
  for (const row of rows) {
    const subject = byId.get(row.subjectId ?? '');
    const [before, after] = [row.before as Image | null, row.after as Image];
    const asWritten = subject && isAsWritten(subject, after) && !used.has(subject.person.id);
    const dated = asWritten ? await datedToUndo(tx, writing, subject, after) : null;
    if (!asWritten || dated === null) {
      keptRows.push(row);
      continue;
    }
    undone.push({ row, subject, before, after, dated });
  }
  await takeBack(tx, writing, undone);
  if (keptRows.length > 0) {
    const errors = keptRows.map(({ rowNumber, code }) => ({
      importId: run.id,
      rowNumber,
      columnNumber: run.columns?.['code'] ?? 0,
      code: 'changed-since',
      value: code ?? '',
    }));
    await tx.insert(rosterImportErrors).values(errors).onConflictDoNothing();
  }
  await tx
    .update(rosterImportRows)
    .set({ undone: true })
    .where(
      and(
        eq(rosterImportRows.importId, run.id),
        inArray(
          rosterImportRows.rowNumber,
          rows.map(({ rowNumber }) => rowNumber),
        ),
      ),
    );
  await updateImport(tx, run.id, {
    rowsDone: sql`rows_done - ${rows.length}` as never,
    rowsKept: sql`rows_kept + ${keptRows.length}` as never,
  });
}

/** Takes back what was written and is not yet taken back, for whoever asked; goes on where it was stopped. */
export async function undoWritten(
  platform: Platform,
  { run, by }: { run: ImportRow; by: string },
  job: { signal: AbortSignal; progress(fraction: number): void },
): Promise<void> {
  const actor = await actorOfPerson(platform, by);
  const mayKnow = await reserveScope(platform.db, await heldRoles(platform, by));
  let left = run.rowsDone;
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    job.signal.throwIfAborted();
    const rows = await platform.db
      .select()
      .from(rosterImportRows)
      .where(
        and(
          eq(rosterImportRows.importId, run.id),
          lt(rosterImportRows.rowNumber, before),
          eq(rosterImportRows.done, true),
          eq(rosterImportRows.undone, false),
        ),
      )
      .orderBy(desc(rosterImportRows.rowNumber))
      .limit(CHUNK);
    if (rows.length === 0) return;
    before = rows.at(-1)?.rowNumber ?? before;
    const writing = { run, by, actor, mayKnow, now: platform.clock.now() };
    await platform.write((tx) => undoChunk(tx, writing, rows));
    // The driver answers at once: without this nobody else would get a turn of the event loop.
    await othersTurn();
    left -= rows.length;
    job.progress(1 - left / Math.max(1, run.rowsDone));
  }
}
