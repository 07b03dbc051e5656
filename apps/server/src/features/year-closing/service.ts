// The door of year closing: a year is frozen for a subtree, sealed, and corrected beside it.
import type { ClosedUnit, ClosingPreview, YearClosing } from '@xueshi/contracts';
import { schema, type Db, type Reader } from '@xueshi/database';
import { closesOn, trainingYearOf } from '@xueshi/domain';
import { and, asc, count, desc, eq, sql } from 'drizzle-orm';
import { Readable } from 'node:stream';
import { administers, administeredUnit, type OrgUnit } from '../../platform/authorisation.ts';
import { enqueueJob, type JobRunner } from '../../platform/jobs.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit, recordFetch } from '../audit/service.ts';
import { countUndecided } from '../flags/service.ts';
import { refOf } from '../organisations/service.ts';
import { settingsAt } from '../settings/service.ts';
import { daysLeftOf, staleCount, sumTallies, talliesOf } from '../standings/service.ts';
import { FREEZE_YEAR, type ClosingRow } from './freeze.ts';
import { frozenPeople, type FrozenFilter } from './frozen-people.ts';
import { closingHash, closingLines } from './lines.ts';

export { closedYearWithin } from './closed-years.ts';
export { FREEZE_YEAR, freezeYearHandler } from './freeze.ts';
export { sealedYearsOf, type SealedYear } from './sealed.ts';
export { closingsNextMorning, TELL_CLOSING_DAYS, tellClosingDaysHandler } from './closing-days.ts';

const { closedStandings, closedUnitFigures, closingChanges, orgUnits, people, yearClosings } =
  schema;

const PAGE_SIZE = 50;

async function viewsOf(
  db: Reader,
  rows: readonly ClosingRow[],
  unit: OrgUnit,
): Promise<YearClosing[]> {
  const views: YearClosing[] = [];
  for (const row of rows) {
    const [by] = await db
      .select({ name: people.name })
      .from(people)
      .where(eq(people.id, row.startedBy));
    views.push({
      id: row.id,
      unit: refOf(unit),
      year: row.year,
      state: row.state as YearClosing['state'],
      startedAt: row.startedAt.toISOString(),
      startedBy: by?.name ?? '',
      peopleTotal: row.peopleTotal,
      peopleDone: row.peopleDone,
      sealedAt: row.sealedAt?.toISOString() ?? null,
      hash: row.hash,
    });
  }
  return views;
}

const closingsOf = (db: Reader, unitId: string) =>
  db
    .select()
    .from(yearClosings)
    .where(eq(yearClosings.orgUnitId, unitId))
    .orderBy(desc(yearClosings.year));

/** How a year stands before it is closed, and what hinders it. */
async function preview(
  platform: Platform,
  unit: OrgUnit,
  year: number,
  closed: boolean,
): Promise<ClosingPreview> {
  const { db, clock } = platform;
  const tallies = await talliesOf(db, [unit.id], year, 'below');
  const { hundredths: _hours, halfDays: _days, ...counts } = sumTallies(tallies.get(unit.id) ?? []);
  const recalculating = await staleCount(db);
  const { 'closing-day': closingDay } = await settingsAt(platform, unit.path);
  return {
    year,
    ...counts,
    daysLeft: daysLeftOf(year, clock.now()),
    recalculating,
    closesOn: closesOn(closingDay, year),
    openFlags: await countUndecided(db, unit.path),
    hindrance: closed
      ? 'closed-already'
      : counts.people === 0
        ? 'nobody'
        : recalculating > 0
          ? 'recalculating'
          : null,
  };
}

/** The years whose figures are kept, and so can be closed. */
const closable = (now: Date) => [trainingYearOf(now), trainingYearOf(now) - 1];

export async function listYearClosings(platform: Platform, actor: Actor, unitId: string) {
  const { db, clock } = platform;
  const unit = await administeredUnit(db, actor, unitId, 'read');
  const rows = await closingsOf(db, unit.id);
  const previews: ClosingPreview[] = [];
  for (const year of closable(clock.now()))
    previews.push(
      await preview(
        platform,
        unit,
        year,
        rows.some((row) => row.year === year),
      ),
    );
  return {
    unit: refOf(unit),
    items: await viewsOf(db, rows, unit),
    previews,
    mayClose: administers(actor, unit.path),
  };
}

/** Begins to freeze a year, for good; figures that are being computed are waited for. */
export async function closeYear(
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
  actor: Actor,
  unitId: string,
  year: number,
): Promise<{ id: string }> {
  const { db, write, clock } = platform;
  const unit = await administeredUnit(db, actor, unitId);
  const now = clock.now();
  if (!closable(now).includes(year)) throw new Refused('year-not-closable', { year });
  const { hindrance, people: peopleTotal } = await preview(platform, unit, year, false);
  if (hindrance === 'nobody') throw new Refused('year-without-people', { year });
  if (hindrance === 'recalculating') throw new Refused('year-recalculating');
  const id = newId();
  await write(async (tx) => {
    const same = and(eq(yearClosings.orgUnitId, unit.id), eq(yearClosings.year, year));
    if ((await tx.$count(yearClosings, same)) > 0)
      throw new Refused('year-closed-already', { year });
    await tx.insert(yearClosings).values({
      id,
      orgUnitId: unit.id,
      year,
      state: 'freezing',
      startedAt: now,
      startedBy: actor.personId,
      peopleTotal,
    });
    await enqueueJob(tx, {
      name: FREEZE_YEAR,
      uniqueKey: `${FREEZE_YEAR}:${id}`,
      payload: { closingId: id },
      now,
    });
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'year-closed',
      subject: `org-unit:${unit.id}`,
      detail: { closingId: id, year, people: peopleTotal },
      address: actor.address,
    });
  });
  jobs.wake();
  return { id };
}

/** A unit and those right below it as they were, each with what was added since. */
async function closedUnits(db: Db, closing: ClosingRow, unitId: string): Promise<ClosedUnit[]> {
  const [top] = await db
    .select()
    .from(closedUnitFigures)
    .where(and(eq(closedUnitFigures.closingId, closing.id), eq(closedUnitFigures.unitId, unitId)));
  if (!top) return [];
  const depth = top.path.split('/').length + 1;
  const isBelow = sql`substr(${closedUnitFigures.path}, 1, ${top.path.length}) = ${top.path}`;
  const levels = sql`length(${closedUnitFigures.path}) - length(replace(${closedUnitFigures.path}, '/', '')) + 1`;
  const below = await db
    .select()
    .from(closedUnitFigures)
    .where(and(eq(closedUnitFigures.closingId, closing.id), eq(levels, depth), isBelow))
    .orderBy(asc(closedUnitFigures.path));
  const deltas = await db
    .select({
      path: closedUnitFigures.path,
      hundredths: sql<number>`sum(${closingChanges.hundredths})`,
      halfDays: sql<number>`sum(${closingChanges.halfDays})`,
    })
    .from(closingChanges)
    .innerJoin(
      closedUnitFigures,
      and(
        eq(closedUnitFigures.closingId, closingChanges.closingId),
        eq(closedUnitFigures.unitId, closingChanges.unitId),
      ),
    )
    .where(eq(closingChanges.closingId, closing.id))
    .groupBy(closingChanges.unitId);
  return [top, ...below].map(({ unitId, name, path, people: counted, met, ...closed }) => {
    const own = deltas.filter((delta) => delta.path.startsWith(path));
    const { hundredths, halfDays } = closed;
    return {
      unitId,
      name,
      people: counted,
      met,
      closed: { hundredths, halfDays },
      corrected: {
        hundredths: own.reduce((sum, delta) => sum + delta.hundredths, hundredths),
        halfDays: own.reduce((sum, delta) => sum + delta.halfDays, halfDays),
      },
    };
  });
}

const changesOf = (db: Db, closingId: string, page: number) =>
  db
    .select({ change: closingChanges, frozen: closedStandings, unitName: closedUnitFigures.name })
    .from(closingChanges)
    .innerJoin(
      closedStandings,
      and(
        eq(closedStandings.closingId, closingChanges.closingId),
        eq(closedStandings.personId, closingChanges.personId),
      ),
    )
    .leftJoin(
      closedUnitFigures,
      and(
        eq(closedUnitFigures.closingId, closingChanges.closingId),
        eq(closedUnitFigures.unitId, closingChanges.unitId),
      ),
    )
    .where(eq(closingChanges.closingId, closingId))
    .orderBy(asc(closingChanges.personId))
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE);

/** The closing, if the actor may look at the unit that it is of. */
async function administeredClosing({ db }: Platform, actor: Actor, id: string) {
  const [row] = await db
    .select({ closing: yearClosings, unit: orgUnits })
    .from(yearClosings)
    .innerJoin(orgUnits, eq(orgUnits.id, yearClosings.orgUnitId))
    .where(eq(yearClosings.id, id));
  if (!row) throw new Refused('not-found');
  return { row: row.closing, unit: await administeredUnit(db, actor, row.unit.id, 'read') };
}

export async function readYearClosing(
  platform: Platform,
  actor: Actor,
  id: string,
  { page = 1, unit: unitId }: { page?: number; unit?: string },
) {
  const { db } = platform;
  const { row, unit } = await administeredClosing(platform, actor, id);
  const [closing] = await viewsOf(db, [row], unit);
  if (!closing) throw new Refused('not-found');
  const [all] = await db
    .select({ total: count() })
    .from(closingChanges)
    .where(eq(closingChanges.closingId, id));
  const changes = await changesOf(db, id, page);
  return {
    closing,
    units: await closedUnits(db, row, unitId ?? row.orgUnitId),
    changes: changes.map(({ change, frozen, unitName }) => ({
      personId: frozen.personId,
      name: frozen.name,
      unitName: unitName ?? '',
      closed: { hundredths: frozen.hundredths, halfDays: frozen.halfDays },
      corrected: {
        hundredths: frozen.hundredths + change.hundredths,
        halfDays: frozen.halfDays + change.halfDays,
      },
    })),
    total: all?.total ?? 0,
    page,
    pageSize: PAGE_SIZE,
  };
}

export async function listFrozenPeople(
  platform: Platform,
  actor: Actor,
  id: string,
  filter: FrozenFilter,
) {
  const { row } = await administeredClosing(platform, actor, id);
  return frozenPeople(platform.db, row.id, filter);
}

/** What the seal is the hash of, to be kept and verified elsewhere; only of what is sealed. */
export async function fetchClosingLines(
  platform: Platform,
  actor: Actor,
  id: string,
): Promise<{ name: string; content: Readable }> {
  const { row, unit } = await administeredClosing(platform, actor, id);
  if (row.state !== 'sealed') throw new Refused('not-found');
  const name = `${unit.name}-${row.year}.jsonl`;
  await recordFetch(platform, actor, `org-unit:${unit.id}`, {
    kind: 'closed_lines',
    year: row.year,
    rows: row.peopleTotal,
    fileName: name,
    hash: row.hash,
  });
  return {
    name,
    content: Readable.from(closingLines(platform.db, row.id)),
  };
}

export interface ClosingCheck {
  readonly closings: number;
  readonly problems: readonly { readonly closingId: string; readonly problem: string }[];
}

/** Whether every closed year is still what was sealed. */
export async function checkYearClosings(db: Db): Promise<ClosingCheck> {
  const sealed = await db.select().from(yearClosings).where(eq(yearClosings.state, 'sealed'));
  const problems = [];
  for (const { id, hash, year } of sealed) {
    if ((await closingHash(db, id)) !== hash)
      problems.push({
        closingId: id,
        problem: `the frozen figures of ${year} differ from their seal`,
      });
  }
  return { closings: sealed.length, problems };
}
