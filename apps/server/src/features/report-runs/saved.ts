// Reports saved by name: for all administrators of the unit, monthly for whoever wants it.
import type { ReportOrder, SavedReport } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { isOfClosedYear, trainingYearOf, type Duty } from '@xueshi/domain';
import type { Locale } from '@xueshi/messages';
import { and, asc, eq, ne } from 'drizzle-orm';
import {
  administers,
  administeredUnit,
  type Administered,
  type OrgUnit,
} from '../../platform/authorisation.ts';
import type { JobRunner } from '../../platform/jobs.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { properName } from '../../platform/proper-name.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { beginOrdered, demandOrder, yearOfDay } from './order.ts';
import { reportsNextMonth } from './report-jobs.ts';
import { findSaved, namesOf, orderOf, type SavedRow } from './store.ts';

const { reportSubscriptions, savedReports } = schema;

/** The least duty of whoever does more than look: a supervisor changes nothing that others see. */
export const SAVING: Duty = 'remind';

export async function savedAt(db: Reader, actor: Actor, unit: OrgUnit): Promise<SavedReport[]> {
  const rows = await db
    .select()
    .from(savedReports)
    .where(eq(savedReports.orgUnitId, unit.id))
    .orderBy(asc(savedReports.name));
  const own = await db
    .select({ savedId: reportSubscriptions.savedId })
    .from(reportSubscriptions)
    .where(eq(reportSubscriptions.personId, actor.personId));
  const names = await namesOf(
    db,
    rows.map(({ createdBy }) => createdBy),
  );
  const monthly = new Set(own.map(({ savedId }) => savedId));
  return rows.map((row) => {
    const { kind, filters, columns, format } = orderOf(row);
    return {
      id: row.id,
      name: row.name,
      kind,
      format,
      filters,
      columns,
      createdAt: row.createdAt.toISOString(),
      createdBy: names.get(row.createdBy) ?? '',
      monthly: monthly.has(row.id),
      mayForget: mayForget(actor, row, unit),
    };
  });
}

/** Removed by whoever saved it and still works with it, or by whoever administers the unit. */
const mayForget = (actor: Actor, saved: SavedRow, unit: OrgUnit): boolean =>
  administers(actor, unit.path, saved.createdBy === actor.personId ? SAVING : 'administer');

async function ownSaved(
  { db }: Platform,
  actor: Actor,
  id: string,
): Promise<{ saved: SavedRow; unit: Administered<OrgUnit> }> {
  const saved = await findSaved(db, id);
  if (!saved) throw new Refused('not-found');
  return { saved, unit: await administeredUnit(db, actor, saved.orgUnitId, 'read') };
}

export async function saveReport(
  platform: Platform,
  actor: Actor,
  unitId: string,
  wish: { name: string; order: ReportOrder; locale: Locale; replacesId?: string },
): Promise<{ id: string }> {
  const { db, write, clock } = platform;
  const unit = await administeredUnit(db, actor, unitId, SAVING);
  await demandOrder(platform, actor, unit, wish.order);
  if (isOfClosedYear(wish.order.kind)) throw new Refused('report-not-saved');
  const name = properName(wish.name);
  const { replacesId } = wish;
  const id = replacesId ?? newId();
  const now = clock.now();
  await write(async (tx) => {
    const before = replacesId === undefined ? null : await findSaved(tx, replacesId);
    if (replacesId !== undefined && before?.orgUnitId !== unit.id) throw new Refused('not-found');
    if (before && !mayForget(actor, before, unit)) throw new Refused('forbidden');
    const same = and(eq(savedReports.orgUnitId, unit.id), eq(savedReports.name, name));
    if ((await tx.$count(savedReports, and(same, ne(savedReports.id, id)))) > 0)
      throw new Refused('report-name-taken');
    const order = { ...wish.order, locale: wish.locale };
    const created = { createdBy: actor.personId, createdAt: now };
    await tx
      .insert(savedReports)
      .values({ id, orgUnitId: unit.id, name, order, ...created })
      .onConflictDoUpdate({ target: savedReports.id, set: { name, order } });
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'report-saved',
      subject: `org-unit:${unit.id}`,
      detail: {
        savedId: id,
        name,
        order: wish.order,
        ...(before && { before: { name: before.name, order: before.order } }),
      },
      address: actor.address,
    });
  });
  return { id };
}

export async function runSavedReport(
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
  actor: Actor,
  id: string,
): Promise<{ id: string }> {
  const { saved, unit } = await ownSaved(platform, actor, id);
  const { locale, ...order } = orderOf(saved);
  await demandOrder(platform, actor, unit, order);
  const { treeOn } = order.filters;
  const year = treeOn === undefined ? trainingYearOf(platform.clock.now()) : yearOfDay(treeOn);
  return beginOrdered(platform, jobs, actor, unit, { year, order, locale, savedId: saved.id });
}

export async function subscribeToReport(
  platform: Platform,
  actor: Actor,
  id: string,
  monthly: boolean,
): Promise<void> {
  const { saved } = await ownSaved(platform, actor, id);
  const { personId } = actor;
  const now = platform.clock.now();
  const mine = and(
    eq(reportSubscriptions.savedId, saved.id),
    eq(reportSubscriptions.personId, personId),
  );
  await platform.write(async (tx) => {
    if (!monthly) {
      await tx.delete(reportSubscriptions).where(mine);
      return;
    }
    await tx
      .insert(reportSubscriptions)
      .values({ savedId: saved.id, personId, since: now })
      .onConflictDoNothing();
    await reportsNextMonth(tx, now);
  });
}

export async function forgetSavedReport(
  platform: Platform,
  actor: Actor,
  id: string,
): Promise<void> {
  const { saved, unit } = await ownSaved(platform, actor, id);
  if (!mayForget(actor, saved, unit)) throw new Refused('not-found');
  await platform.write(async (tx) => {
    await tx.delete(savedReports).where(eq(savedReports.id, saved.id));
    await recordAudit(tx, {
      at: platform.clock.now(),
      actorId: actor.personId,
      action: 'report-forgotten',
      subject: `org-unit:${unit.id}`,
      detail: { savedId: saved.id, name: saved.name },
      address: actor.address,
    });
  });
}
