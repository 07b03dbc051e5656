// How the year will probably end for a unit, from sums that are kept, and the names behind it.
import type { Dashboard } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import { forecast, trainingYearOf } from '@xueshi/domain';
import { administeredUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import {
  demandShownCategory,
  inCategoryOrder,
  knownCategories,
} from '../audience-categories/service.ts';
import {
  childrenOf,
  childrenOfEach,
  crumbsTo,
  refOf,
  type ShownUnit,
} from '../organisations/service.ts';
import { staleCount } from '../standings/service.ts';
import { daysOf, keptCode, shownCategory, sum, type Days } from './days.ts';
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

export { listEarned } from './earned.ts';
export { listLocatedUnits } from './located-units.ts';
export { amongNames, type WantedNames } from './names.ts';
export { describeOutlooks, listOutlooks, outlookList, wantedNames } from './outlooks.ts';

/** In the order of every list of them, without a category last. */
async function categoriesOf(
  db: Reader,
  everybody: Awaited<ReturnType<typeof outlooksOf>>,
): Promise<Dashboard['byCategory']> {
  const byCode = Map.groupBy(everybody, (row) => row.category);
  return inCategoryOrder(await knownCategories(db), [...byCode.keys()])
    .map((kept) => ({ category: shownCategory(kept), tally: tallyOf(byCode.get(kept) ?? []) }))
    .filter(({ tally }) => tally.people > 0);
}

export async function readDashboard(
  { db, clock }: Platform,
  actor: Actor,
  unitId: string,
  wanted: { readonly year?: number; readonly category?: string },
): Promise<Dashboard> {
  const now = clock.now();
  const unit = await administeredUnit(db, actor, unitId, 'read');
  await demandShownCategory(db, wanted.category);
  const thisYear = trainingYearOf(now);
  const year = wanted.year ?? thisYear;
  const category = keptCode(wanted.category);
  const scope: Scope = { unitId: unit.id, year, category };
  const days = daysOf(year, now);
  const children = await childrenOf(db, unit.id);
  const everybody = await outlooksOf(db, unit.id, year);
  const here = everybody.filter((row) => category === null || row.category === category);
  const total = tallyOf(here);
  const owedHundredths = sum(here, 'owedHundredths');
  const owedHalfDays = sum(here, 'owedHalfDays');
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
    plannedHundredths: plannedOf(owedHundredths, days),
    owedHalfDays,
    plannedHalfDays: plannedOf(owedHalfDays, days),
    missingHundredths: sum(here, 'missingHundredths'),
    forecast: forecast(total.hundredths, days, before && before.rest.hundredths),
    forecastDays: forecastInDays(total.halfDays, days, before && before.rest.halfDays),
    lastYear: before && before.view,
    months: monthsView(await monthsOf(db, scope, days.day), before?.months ?? []),
    byCategory: await categoriesOf(db, everybody),
    byKeyGroup: await keyGroupsOf(db, scope),
    byArea: await areasOf(db, scope),
    byMode: await modesOf(db, scope),
    children: await childrenView(db, children, scope),
    direct: await directTally(db, scope),
  };
}

/** So many cells of the second level are drawn at most; a page of more says nothing at a glance. */
const MOST_CELLS = 240;

/** The units below with those below them, from sums alone. */
async function childrenView(
  db: Reader,
  children: Awaited<ReturnType<typeof childrenOf>>,
  scope: Scope,
): Promise<Dashboard['children']> {
  const ids = children.map(({ unit }) => unit.id);
  const below = await childrenOfEach(db, ids, MOST_CELLS);
  const shown = [...ids, ...[...below.values()].flat().map(({ id }) => id)];
  const tallies = await talliesOf(db, shown, scope);
  const cellOf = (unit: ShownUnit) => ({
    unit: refOf(unit),
    tally: tallies.get(unit.id) ?? tallyOf([]),
  });
  return children.map(({ unit, hasChildren }) => ({
    ...cellOf(unit),
    hasChildren,
    children: (below.get(unit.id) ?? []).map(cellOf),
  }));
}

/** The even share of what is owed, to today. */
const plannedOf = (owed: number, { daysGone, daysLeft }: Days) =>
  Math.floor((owed * daysGone) / (daysGone + daysLeft));

/** Both reckonings in half-days: they are the same arithmetic whatever is counted. */
function forecastInDays(halfDays: number, days: Days, rest: number | null) {
  const { atPaceHundredths, asLastYearHundredths } = forecast(halfDays, days, rest);
  return { atPaceHalfDays: atPaceHundredths, asLastYearHalfDays: asLastYearHundredths };
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
    rest: {
      hundredths: whole.hundredths - toSameDay.hundredths,
      halfDays: whole.halfDays - toSameDay.halfDays,
    },
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
