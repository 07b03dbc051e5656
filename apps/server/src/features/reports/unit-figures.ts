// How the people of a unit stand: figures, and the names behind them.
import type { PeopleOrder, PersonRow, UnitOverview } from '@xueshi/contracts';
import { DUTIES, trainingYearOf } from '@xueshi/domain';
import { administeredUnit, administers } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { unsettledRoles } from '../authority/service.ts';
import { demandShownCategory } from '../audience-categories/service.ts';
import { childrenOf, crumbsTo, refOf } from '../organisations/service.ts';
import {
  daysLeftOf,
  foldName,
  listStandings,
  staleCount,
  tallySums,
  type ListedPerson,
} from '../standings/service.ts';

const PAGE_SIZE = 50;

export async function readOverview(
  platform: Platform,
  actor: Actor,
  unitId: string,
  wantedYear: number | undefined,
): Promise<UnitOverview> {
  const { db, clock } = platform;
  const now = clock.now();
  const unit = await administeredUnit(db, actor, unitId, 'read');
  const year = wantedYear ?? trainingYearOf(now);
  const children = await childrenOf(db, unit.id);
  const ids = children.map((child) => child.unit.id);
  const below = await tallySums(db, [unit.id, ...ids], year, 'below');
  const own = await tallySums(db, [unit.id], year, 'own');
  return {
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    duties: DUTIES.filter((duty) => administers(actor, unit.path, duty)),
    year,
    years: [trainingYearOf(now), trainingYearOf(now) - 1],
    asOf: now.toISOString(),
    daysLeft: daysLeftOf(year, now),
    recalculating: await staleCount(db),
    unsettledRoles: await unsettledRoles(platform, actor, unit),
    total: below(unit.id),
    children: children.map((child) => ({
      unit: refOf(child.unit),
      hasChildren: child.hasChildren,
      tally: below(child.unit.id),
    })),
    direct: own(unit.id),
  };
}

interface WantedPeople {
  readonly year?: number;
  readonly state?: PersonRow['state'];
  readonly category?: string;
  readonly query?: string;
  readonly direct?: boolean;
  readonly sort?: PeopleOrder;
  readonly descending?: boolean;
  readonly page?: number;
}

export async function listUnitPeople(
  platform: Platform,
  actor: Actor,
  unitId: string,
  wanted: WantedPeople,
) {
  const { db, clock } = platform;
  const unit = await administeredUnit(db, actor, unitId, 'read');
  await demandShownCategory(db, wanted.category);
  const year = wanted.year ?? trainingYearOf(clock.now());
  const typed = foldName(wanted.query ?? '');
  const page = wanted.page ?? 1;
  const { items, total } = await listStandings(
    db,
    {
      unitId: unit.id,
      year,
      state: wanted.state,
      category: wanted.category === 'none' ? '' : wanted.category,
      query: typed === '' ? undefined : typed,
      direct: wanted.direct,
      sort: wanted.sort ?? 'name',
      descending: wanted.descending ?? false,
    },
    { offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE },
  );
  return {
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    year,
    items: items.map(standingView),
    total,
    page,
    pageSize: PAGE_SIZE,
  };
}

/** A person with where they stand, as lists show them. */
export function standingView({ standing, name, unitName, post }: ListedPerson): PersonRow {
  return {
    personId: standing.personId,
    name,
    unitName,
    post,
    category: standing.category as PersonRow['category'],
    hundredths: standing.hundredths,
    halfDays: standing.halfDays,
    targetHundredths: standing.targetHundredths,
    targetHalfDays: standing.targetHalfDays,
    state: standing.state as PersonRow['state'],
    adjustment: standing.adjustment as PersonRow['adjustment'],
  };
}
