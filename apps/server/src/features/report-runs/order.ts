// What may be ordered, by whom, and how much at a time.
import type { ReportOrder } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import { isOfClosedYear, isOfKeptYears, isOfProgramme, trainingYearOf } from '@xueshi/domain';
import type { Locale } from '@xueshi/messages';
import type { Administered, Held, OrgUnit } from '../../platform/authorisation.ts';
import type { JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { knownCourse } from '../catalogue/service.ts';
import { demandShownCategory } from '../audience-categories/service.ts';
import { demandShownKeyGroup } from '../key-groups/service.ts';
import { instantOn } from '../org-tree/service.ts';
import { demandClosingReport, demandMembersFrom } from '../programmes/service.ts';
import { sealedYearsOf, type SealedYear } from '../year-closing/service.ts';
import { beginRun, demandFewWaiting } from './report-jobs.ts';

/** This year and the last, whose standings are kept. */
const yearsKept = (now: Date): number[] => {
  const year = trainingYearOf(now);
  return [year, year - 1];
};

/** The years that are reported, newest first: those whose standings are kept, and every closed one. */
export async function yearsReported(
  db: Reader,
  unit: OrgUnit,
  now: Date,
): Promise<{ years: number[]; closedYears: number[] }> {
  const closedYears = (await sealedYearsOf(db, unit)).map(({ year }) => year);
  const years = [...new Set([...yearsKept(now), ...closedYears])].sort((a, b) => b - a);
  return { years, closedYears };
}

/**
 * The closed year that a report is made of: the frozen list always, others where no standings of the
 * year are kept any more. Null: as people stand now.
 */
export async function closingOf(
  db: Reader,
  unit: OrgUnit,
  { kind, year, now }: Pick<ReportOrder, 'kind'> & { year: number; now: Date },
): Promise<SealedYear | null> {
  if (isOfProgramme(kind) || isOfKeptYears(kind)) return null;
  if (!isOfClosedYear(kind) && yearsKept(now).includes(year)) return null;
  return (await sealedYearsOf(db, unit)).find((closing) => closing.year === year) ?? null;
}

/** Refuses a report of a programme that the actor does not see from the unit (DOMAIN K3 among others). */
export async function demandOrder(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  actor: Held,
  unit: OrgUnit,
  { kind, filters }: Pick<ReportOrder, 'kind' | 'filters'>,
): Promise<void> {
  if (filters.treeOn !== undefined) instantOn(filters.treeOn, clock.now());
  await demandShownKeyGroup(db, filters.keyGroup);
  await demandShownCategory(db, filters.category);
  if (kind === 'course_people') await demandCourse(db, filters.course);
  if (!isOfProgramme(kind)) return;
  if (filters.programmeId === undefined) throw new Refused('report-programme-missing');
  if (kind === 'programme') await demandMembersFrom(db, actor, unit, filters);
  else await demandClosingReport(db, actor, filters.programmeId);
}

async function demandCourse(db: Reader, slug: string | undefined): Promise<void> {
  if (slug === undefined) throw new Refused('report-course-missing');
  await knownCourse(db, slug);
}

/** Whether an order would not be refused: who may not have it made may not read it either. */
export async function mayOrder(
  platform: Pick<Platform, 'db' | 'clock'>,
  actor: Held,
  unit: OrgUnit,
  order: Pick<ReportOrder, 'kind' | 'filters'>,
): Promise<boolean> {
  try {
    await demandOrder(platform, actor, unit, order);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

/** The year that a day as YYYY-MM-DD lies in. */
export const yearOfDay = (day: string) => Number(day.slice(0, 4));

interface Ordered {
  readonly year: number;
  readonly order: ReportOrder;
  readonly locale: Locale;
  readonly savedId: string | null;
}

/** Begins a run for an actor; the export is written down with it. */
export async function beginOrdered(
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
  actor: Actor,
  unit: Administered<OrgUnit>,
  { year, order, locale, savedId }: Ordered,
): Promise<{ id: string }> {
  const now = platform.clock.now();
  const { years, closedYears } = await yearsReported(platform.db, unit, now);
  if (!years.includes(year)) throw new Refused('report-year-unavailable');
  if (isOfKeptYears(order.kind) && !yearsKept(now).includes(year))
    throw new Refused('report-year-unavailable');
  if (isOfClosedYear(order.kind) && !closedYears.includes(year))
    throw new Refused('report-year-not-closed', { year });
  const { treeOn } = order.filters;
  if (treeOn !== undefined && yearOfDay(treeOn) !== year)
    throw new Refused('report-day-outside-year', { year });
  const id = await platform.write(async (tx) => {
    await demandFewWaiting(tx, actor.personId);
    const run = {
      orgUnitId: unit.id,
      savedId,
      createdBy: actor.personId,
      year,
      order: { ...order, locale },
    };
    const runId = await beginRun(tx, run, now);
    const { kind, filters, format } = order;
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'report-ordered',
      subject: `org-unit:${unit.id}`,
      detail: { runId, kind, year, format, filters },
      address: actor.address,
    });
    return runId;
  });
  jobs.wake();
  return { id };
}
