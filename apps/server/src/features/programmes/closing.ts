// The closing report: as it stands while a programme runs; counted once nothing changes any more, and kept.
import type { ClosingFigures, ClosingReport } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { trainingDayOf } from '@xueshi/domain';
import { and, asc, eq, gt } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import { administers, type Held } from '../../platform/authorisation.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { crumbsTo, refOf } from '../organisations/service.ts';
import { countClosing } from './closing-figures.ts';
import { allClosingNames, closingNames, freezeNames } from './closing-names.ts';
import { audit } from './drafts.ts';
import { administeredProgramme } from './permission.ts';
import { findProgramme, namesById, type ProgrammeInUnit } from './store.ts';

const { people, programmeMembers, programmeReportCorrections, programmeReports } = schema;

const PAGE = 2000;
const PAGE_SIZE = 50;

/** SHA-256 over every member: who, in which state, completed on which day. */
async function digestOf(db: Reader, programmeId: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for (let after: string | null = ''; after !== null;) {
    if (signal.aborted) throw new Error('stopped');
    const rows: (typeof programmeMembers.$inferSelect)[] = await db
      .select()
      .from(programmeMembers)
      .where(
        and(eq(programmeMembers.programmeId, programmeId), gt(programmeMembers.personId, after)),
      )
      .orderBy(asc(programmeMembers.personId))
      .limit(PAGE);
    for (const { personId, state, completedAt } of rows)
      hash.update(`${personId} ${state} ${completedAt ? trainingDayOf(completedAt) : '-'}\n`);
    after = rows.length === PAGE ? (rows.at(-1)?.personId ?? null) : null;
  }
  return hash.digest('hex');
}

/** Freezes the figures and names of a closed programme; once, however often it runs. */
export async function freezeFigures(
  platform: Platform,
  { programmeId, closedBy }: { programmeId: string; closedBy: string },
  signal: AbortSignal,
): Promise<void> {
  const { db, write, clock } = platform;
  const found = await findProgramme(db, programmeId);
  if (!found || found.programme.state !== 'closed' || (await reportOf(db, programmeId))) return;
  const closedAt = found.programme.closedAt ?? clock.now();
  await freezeNames(platform, found, closedAt, signal);
  const figures: ClosingFigures = {
    ...(await countClosing(db, found, closedAt)),
    membersDigest: await digestOf(db, programmeId, signal),
  };
  const kept = JSON.stringify(figures);
  await write((tx) =>
    tx
      .insert(programmeReports)
      .values({ programmeId, figures: kept, hash: hashOf(kept), closedAt, closedBy }),
  );
}

const hashOf = (kept: string) => createHash('sha256').update(kept).digest('hex');

async function reportOf(db: Reader, programmeId: string) {
  const [row] = await db
    .select()
    .from(programmeReports)
    .where(eq(programmeReports.programmeId, programmeId));
  return row ?? null;
}

/** A programme that has members: what was never published has no report. */
async function reported(db: Reader, actor: Held, id: string): Promise<ProgrammeInUnit> {
  const found = await administeredProgramme(db, actor, id, 'read');
  const { state } = found.programme;
  if (state !== 'published' && state !== 'closed') throw new Refused('not-found');
  return found;
}

async function correctionsOf(db: Reader, programmeId: string) {
  const rows = await db
    .select({ correction: programmeReportCorrections, by: people.name })
    .from(programmeReportCorrections)
    .innerJoin(people, eq(people.id, programmeReportCorrections.writtenBy))
    .where(eq(programmeReportCorrections.programmeId, programmeId))
    .orderBy(asc(programmeReportCorrections.writtenAt), asc(programmeReportCorrections.id));
  return rows.map(({ correction, by }) => ({
    text: correction.text,
    writtenBy: by,
    writtenAt: correction.writtenAt.toISOString(),
  }));
}

/** The figures as they were frozen; as they stand now where they are not yet. */
async function figuresAndSeal(db: Reader, found: ProgrammeInUnit, now: Date) {
  const report = await reportOf(db, found.programme.id);
  if (!report) {
    const until = found.programme.closedAt ?? now;
    const counted = await countClosing(db, found, until);
    return { figures: { ...counted, membersDigest: '' }, frozen: null };
  }
  const names = await namesById(db, [report.closedBy]);
  return {
    figures: JSON.parse(report.figures) as ClosingFigures,
    frozen: {
      closedAt: report.closedAt.toISOString(),
      closedBy: names.get(report.closedBy) ?? '',
      hash: report.hash,
      isIntact: hashOf(report.figures) === report.hash,
    },
  };
}

export async function readClosingReport(
  { db, clock }: Platform,
  actor: Actor,
  id: string,
): Promise<ClosingReport> {
  const found = await reported(db, actor, id);
  const { unit } = found;
  const { figures, frozen } = await figuresAndSeal(db, found, clock.now());
  return {
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    figures,
    frozen,
    corrections: await correctionsOf(db, id),
    mayCorrect: frozen !== null && administers(actor, unit.path, 'run_training'),
  };
}

export async function listClosingNames(
  { db, clock }: Platform,
  actor: Actor,
  id: string,
  { page = 1 }: { page?: number },
) {
  const found = await reported(db, actor, id);
  const part = { offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE };
  const list = await closingNames(db, found, part, clock.now());
  return { ...list, page, pageSize: PAGE_SIZE };
}

/** What was found wrong since, beside figures that are frozen: those that are not put themselves right. */
export async function correctClosingReport(
  platform: Platform,
  actor: Actor,
  id: string,
  text: string,
): Promise<void> {
  const { db, clock } = platform;
  const found = await administeredProgramme(db, actor, id);
  if (!(await reportOf(db, id))) throw new Refused('programme-state');
  const now = clock.now();
  await platform.write(async (tx) => {
    await tx.insert(programmeReportCorrections).values({
      id: newId(),
      programmeId: id,
      text,
      writtenBy: actor.personId,
      writtenAt: now,
    });
    await audit(tx, actor, 'programme-report-corrected', found.programme, now, { text });
  });
}

/** Refuses a report that the actor does not see, or that there is none of. */
export async function demandClosingReport(db: Reader, actor: Held, id = ''): Promise<void> {
  await reported(db, actor, id);
}

/** The same report for a file of it. */
export async function closingForFile(db: Reader, id: string, now: Date) {
  const found = await findProgramme(db, id);
  if (!found) throw new Refused('not-found');
  const { total } = await closingNames(db, found, { offset: 0, limit: 1 }, now);
  return {
    ...(await figuresAndSeal(db, found, now)),
    corrections: await correctionsOf(db, id),
    total,
    names: () => allClosingNames(db, found, now),
  };
}
