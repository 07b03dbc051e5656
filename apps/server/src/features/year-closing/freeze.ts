// Freezes the figures of a year: people first, each in a moment when nothing of theirs is waiting to be
// computed, then units as the sums over them, then the seal.
import { schema, type Db } from '@xueshi/database';
import { and, asc, count, eq, gt, inArray, sql } from 'drizzle-orm';
import { setTimeout as pause } from 'node:timers/promises';
import type { OrgUnit } from '../../platform/authorisation.ts';
import type { JobHandler } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { recordAudit } from '../audit/service.ts';
import { unitsBelow } from '../organisations/service.ts';
import { closingHash } from './lines.ts';

const { closedStandings, closedUnitFigures, orgUnits, personStandings, yearClosings } = schema;

export const FREEZE_YEAR = 'freeze-year';

export type ClosingRow = typeof yearClosings.$inferSelect;

/** People of one turn of the write lane: some 10 ms. */
const PEOPLE_A_TURN = 250;
const FIGURES_A_TURN = 200;
/** Until figures that are being computed just now are there. */
const PATIENCE_MS = 250;

async function* peopleOf(db: Db, unitIds: readonly string[], year: number) {
  for (let after = ''; ;) {
    const rows = await db
      .select({ personId: personStandings.personId })
      .from(personStandings)
      .where(
        and(
          inArray(personStandings.unitId, [...unitIds]),
          eq(personStandings.year, year),
          gt(personStandings.personId, after),
        ),
      )
      .orderBy(asc(personStandings.personId))
      .limit(PEOPLE_A_TURN);
    if (rows.length > 0) yield rows.map(({ personId }) => personId);
    const last = rows.at(-1);
    if (!last || rows.length < PEOPLE_A_TURN) return;
    after = last.personId;
  }
}

/** Freezes who of a page of people is not waiting for figures; whether some had to wait. */
async function freezeSome(
  { write }: Platform,
  closing: ClosingRow,
  unitIds: readonly string[],
  personIds: readonly string[],
): Promise<boolean> {
  const ofPage = sql`s.year = ${closing.year} AND s.person_id IN ${[...personIds]}
    AND s.unit_id IN ${[...unitIds]}
    AND NOT EXISTS (SELECT 1 FROM closed_standings c
      WHERE c.closing_id = ${closing.id} AND c.person_id = s.person_id)`;
  return write(async (tx) => {
    const frozen = await tx.all<{ id: string }>(sql`
      INSERT INTO closed_standings (closing_id, person_id, name, unit_id, category, hundredths,
        half_days, target_hundredths, target_half_days, share, state)
      SELECT ${closing.id}, s.person_id, p.name, s.unit_id, s.category, s.hundredths, s.half_days,
        s.target_hundredths, s.target_half_days, s.share, s.state
      FROM person_standings s JOIN people p ON p.id = s.person_id
      WHERE ${ofPage}
        AND NOT EXISTS (SELECT 1 FROM stale_standings t WHERE t.person_id = s.person_id)
      RETURNING person_id AS id`);
    if (frozen.length > 0)
      await tx
        .update(yearClosings)
        .set({ peopleDone: sql`${yearClosings.peopleDone} + ${frozen.length}` })
        .where(eq(yearClosings.id, closing.id));
    const left = await tx.all(sql`SELECT 1 FROM person_standings s WHERE ${ofPage} LIMIT 1`);
    return left.length > 0;
  });
}

/**
 * Goes through the subtree once; whether somebody in it had to wait. Not told by how many are frozen:
 * whoever was frozen and has left since would stand in for one who waits.
 */
async function freezePass(
  platform: Platform,
  closing: ClosingRow,
  unit: OrgUnit,
  signal: AbortSignal,
): Promise<{ waiting: boolean }> {
  const { db } = platform;
  let waiting = false;
  for await (const units of unitsBelow(db, unit.path)) {
    const ids = units.map(({ id }) => id);
    for await (const personIds of peopleOf(db, ids, closing.year)) {
      signal.throwIfAborted();
      if (await freezeSome(platform, closing, ids, personIds)) waiting = true;
    }
  }
  return { waiting };
}

interface Figures {
  people: number;
  met: number;
  hundredths: number;
  halfDays: number;
}

/** The sums of every unit with everything below it, over the frozen people. */
async function freezeUnits({ db, write }: Platform, closing: ClosingRow, unit: OrgUnit) {
  const sums = new Map<string, OrgUnit & Figures>();
  for await (const units of unitsBelow(db, unit.path)) {
    const own = await db
      .select({
        unitId: closedStandings.unitId,
        people: count(),
        met: sql<number>`sum(${closedStandings.state} = 'met')`,
        hundredths: sql<number>`sum(${closedStandings.hundredths})`,
        halfDays: sql<number>`sum(${closedStandings.halfDays})`,
      })
      .from(closedStandings)
      .where(
        and(
          eq(closedStandings.closingId, closing.id),
          inArray(
            closedStandings.unitId,
            units.map(({ id }) => id),
          ),
        ),
      )
      .groupBy(closedStandings.unitId);
    for (const one of units)
      sums.set(one.id, { ...one, people: 0, met: 0, hundredths: 0, halfDays: 0 });
    for (const figures of own) {
      for (const id of (sums.get(figures.unitId)?.path ?? '').split('/')) {
        const sum = sums.get(id);
        if (!sum) continue;
        sum.people += figures.people;
        sum.met += figures.met;
        sum.hundredths += figures.hundredths;
        sum.halfDays += figures.halfDays;
      }
    }
  }
  const rows = [...sums.values()].map(({ id, name, path, people, met, hundredths, halfDays }) => ({
    closingId: closing.id,
    unitId: id,
    ...{ name, path, people, met, hundredths, halfDays },
  }));
  for (let from = 0; from < rows.length; from += FIGURES_A_TURN) {
    const some = rows.slice(from, from + FIGURES_A_TURN);
    await write(async (tx) => {
      const there = await tx
        .select({ unitId: closedUnitFigures.unitId })
        .from(closedUnitFigures)
        .where(
          and(
            eq(closedUnitFigures.closingId, closing.id),
            inArray(
              closedUnitFigures.unitId,
              some.map(({ unitId }) => unitId),
            ),
          ),
        );
      const missing = some.filter(({ unitId }) => !there.some((one) => one.unitId === unitId));
      if (missing.length > 0) await tx.insert(closedUnitFigures).values(missing);
    });
  }
}

/** Freezes and seals; one that was stopped goes on where it was, and nobody is frozen twice. */
export const freezeYearHandler: JobHandler = async (platform, payload, { signal }) => {
  const { db, write, clock } = platform;
  const { closingId } = payload as { closingId: string };
  const [closing] = await db.select().from(yearClosings).where(eq(yearClosings.id, closingId));
  if (closing?.state !== 'freezing') return;
  const [unit] = await db.select().from(orgUnits).where(eq(orgUnits.id, closing.orgUnitId));
  if (!unit) return;
  while ((await freezePass(platform, closing, unit, signal)).waiting)
    await pause(PATIENCE_MS, undefined, { signal });
  await freezeUnits(platform, closing, unit);
  const hash = await closingHash(db, closing.id);
  const sealedAt = clock.now();
  await write(async (tx) => {
    await tx
      .update(yearClosings)
      .set({ state: 'sealed', sealedAt, hash })
      .where(eq(yearClosings.id, closing.id));
    await recordAudit(tx, {
      at: sealedAt,
      actorId: closing.startedBy,
      action: 'year-sealed',
      subject: `org-unit:${unit.id}`,
      detail: { closingId: closing.id, year: closing.year, hash },
      address: '',
    });
  });
};
