// How the year will probably end for a unit, from sums that are kept, and the names behind it.
import type { Dashboard } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import { forecast, trainingYearOf } from '@xueshi/domain';
import { administeredUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { childrenOf, crumbsTo, refOf } from '../organisations/service.ts';
import { staleCount } from '../standings/service.ts';
import { daysOf, keptCategory, shownCategory, sum } from './days.ts';
import {
  areasOf,
  directTally,
  keyGroupsOf,
  modesOf,
  monthsOf,
  outlooksOf,
  talliesOf,
  tallyOf,
  type MonthSum,
  type Scope,
} from './figures.ts';

export { amongNames, type WantedNames } from './names.ts';
export { describeOutlooks, listOutlooks, outlookList, wantedNames } from './outlooks.ts';

export async function readDashboard(
  { db, clock }: Platform,
  actor: Actor,
  unitId: string,
  wanted: { readonly year?: number; readonly category?: string },
): Promise<Dashboard> {
  const now = clock.now();
  const unit = await administeredUnit(db, actor, unitId, 'read');
  const thisYear = trainingYearOf(now);
  const year = wanted.year ?? thisYear;
  const category = keptCategory(wanted.category);
  const scope: Scope = { unitId: unit.id, year, category };
  const days = daysOf(year, now);
  const children = await childrenOf(db, unit.id);
  const everybody = await outlooksOf(db, unit.id, year);
  const tallies = await talliesOf(
    db,
    children.map((child) => child.unit.id),
    scope,
  );
  const here = everybody.filter((row) => category === null || row.category === category);
  const total = tallyOf(here);
  const owedHundredths = sum(here, 'owedHundredths');
  const before = year === thisYear ? await lastYearOf(db, scope, days.day) : null;
  return {
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    year,
    years: [thisYear, thisYear - 1],
    asOf: now.toISOString(),
    daysGone: days.daysGone,
    daysLeft: days.daysToStudy,
    recalculating: await staleCount(db),
    category: category === null ? null : shownCategory(category),
    total,
    owedHundredths,
    plannedHundredths: Math.floor(
      (owedHundredths * days.daysGone) / (days.daysGone + days.daysLeft),
    ),
    missingHundredths: sum(here, 'missingHundredths'),
    forecast: forecast(total.hundredths, days, before && before.rest),
    lastYear: before && before.view,
    months: monthsView(await monthsOf(db, scope, days.day), before?.months ?? []),
    byCategory: [...Map.groupBy(everybody, (row) => row.category)]
      .map(([kept, rows]) => ({ category: shownCategory(kept), tally: tallyOf(rows) }))
      .filter(({ tally }) => tally.people > 0)
      // Without a category comes last, as in every list of them.
      .sort((one, other) => Number(one.category === 'none') - Number(other.category === 'none')),
    byKeyGroup: await keyGroupsOf(db, scope),
    byArea: await areasOf(db, scope),
    byMode: await modesOf(db, scope),
    children: children.map((child) => ({
      unit: refOf(child.unit),
      hasChildren: child.hasChildren,
      tally: tallies.get(child.unit.id) ?? tallyOf([]),
    })),
    direct: await directTally(db, scope),
  };
}

/** The year before, of the people who were counted here then; null where nobody was. */
async function lastYearOf(db: Reader, scope: Scope, day: number) {
  const then: Scope = { ...scope, year: scope.year - 1 };
  const outlooks = await outlooksOf(db, scope.unitId, then.year);
  const people = sum(
    outlooks.filter((row) => scope.category === null || row.category === scope.category),
    'people',
  );
  if (people === 0) return null;
  const months = await monthsOf(db, then, day);
  const whole = { hundredths: sum(months, 'hundredths'), halfDays: sum(months, 'halfDays') };
  const toSameDay = { hundredths: sum(months, 'toDay'), halfDays: sum(months, 'halfDaysToDay') };
  return {
    months,
    rest: whole.hundredths - toSameDay.hundredths,
    view: { year: then.year, toSameDay, whole, people },
  };
}

function monthsView(own: readonly MonthSum[], before: readonly MonthSum[]): Dashboard['months'] {
  return Array.from({ length: 12 }, (_, at) => {
    const here = own.find(({ month }) => month === at + 1);
    const then = before.find(({ month }) => month === at + 1);
    return {
      month: at + 1,
      hundredths: here?.hundredths ?? 0,
      halfDays: here?.halfDays ?? 0,
      lastYearHundredths: then?.hundredths ?? 0,
      lastYearHalfDays: then?.halfDays ?? 0,
    };
  });
}
