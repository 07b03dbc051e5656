// How the year will probably end for a unit, from sums that are kept, and the names behind it.
import type { Dashboard, PersonOutlook } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import {
  daysLeftInYear,
  forecast,
  trainingDayOf,
  trainingYearOf,
  yearBounds,
  type Outlook,
} from '@xueshi/domain';
import { administeredUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { creditsOfYear } from '../credit/service.ts';
import { childrenOf, crumbsTo, refOf } from '../organisations/service.ts';
import { standingView } from '../reports/service.ts';
import { describeStandings, staleCount } from '../standings/service.ts';
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
  type OutlookRow,
  type Scope,
} from './figures.ts';
import { countDirect, nextNames, type Place } from './names.ts';

const PAGE_SIZE = 50;
const DAY_MS = 86_400_000;
const LAST_DAY = 1231;

interface Days {
  readonly daysGone: number;
  /** After today: a forecast takes today as gone. */
  readonly daysLeft: number;
  /** With today, as people are told everywhere; 0 once the year is over. */
  readonly daysToStudy: number;
  /** Today as month and day, 101 … 1231; the last day of a year that is over. */
  readonly day: number;
}

function daysOf(year: number, now: Date): Days {
  const { start, end } = yearBounds(year);
  const inYear = Math.round((end.getTime() - start.getTime()) / DAY_MS);
  if (now >= end || now < start) {
    return { daysGone: inYear, daysLeft: 0, daysToStudy: 0, day: LAST_DAY };
  }
  const daysToStudy = daysLeftInYear(now);
  const daysLeft = daysToStudy - 1;
  const day = Number(trainingDayOf(now).slice(5).replace('-', ''));
  return { daysGone: inYear - daysLeft, daysLeft, daysToStudy, day };
}

/** A category as requests name it, as sums keep it. */
const keptCategory = (category: string | undefined) =>
  category === undefined ? null : category === 'none' ? '' : category;
const shownCategory = (category: string) =>
  (category === '' ? 'none' : category) as Dashboard['byCategory'][number]['category'];

const sum = <Key extends string>(rows: readonly Record<Key, number>[], key: Key) =>
  rows.reduce((total, row) => total + row[key], 0);

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

interface WantedOutlooks {
  readonly year?: number;
  readonly outlook: Outlook;
  readonly category?: string;
  readonly keyGroup?: string;
  readonly direct?: boolean;
  readonly after?: string;
}

export async function listOutlooks(
  { db, clock }: Platform,
  actor: Actor,
  unitId: string,
  wanted: WantedOutlooks,
) {
  const now = clock.now();
  const unit = await administeredUnit(db, actor, unitId, 'read');
  const year = wanted.year ?? trainingYearOf(now);
  const names = {
    unitId: unit.id,
    year,
    category: keptCategory(wanted.category),
    outlook: wanted.outlook,
    keyGroup: wanted.keyGroup ?? null,
    direct: wanted.direct ?? false,
  };
  const rows = await outlooksOf(db, unit.id, year);
  const page = await nextNames(
    db,
    names,
    sum(rows, 'people'),
    placeOf(wanted.after),
    PAGE_SIZE + 1,
  );
  const shown = page.slice(0, PAGE_SIZE);
  const last = page.length > PAGE_SIZE ? shown.at(-1) : undefined;
  const days = daysOf(year, now);
  return {
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    year,
    daysLeft: days.daysToStudy,
    items: await describe(db, { year, days, ids: shown.map(({ id }) => id) }),
    total: await countNames(db, names, rows),
    next: last ? `${last.missing}.${last.id}` : null,
  };
}

async function countNames(
  db: Reader,
  names: Parameters<typeof countDirect>[1],
  rows: readonly OutlookRow[],
): Promise<number> {
  if (names.direct) return countDirect(db, names);
  if (names.keyGroup === null)
    return tallyCount(
      rows.filter((row) => names.category === null || row.category === names.category),
      names.outlook,
    );
  const groups = await keyGroupsOf(db, names);
  const tally = groups.find(({ keyGroup }) => keyGroup === names.keyGroup)?.tally;
  if (!tally) return 0;
  const { reached, likely, unsure, atRisk, none } = tally;
  return { reached, likely, unsure, at_risk: atRisk, none }[names.outlook as Outlook];
}

const tallyCount = (rows: readonly OutlookRow[], outlook: string) =>
  sum(
    rows.filter((row) => row.outlook === outlook),
    'people',
  );

function placeOf(after: string | undefined): Place | null {
  const [missing, id] = after?.split(/\.(.*)/s) ?? [];
  return missing === undefined || id === undefined ? null : { missing: Number(missing), id };
}

/** The people of a page in its order, each with both ways their year is reckoned forward. */
async function describe(
  db: Reader,
  { year, days, ids }: { year: number; days: Days; ids: readonly string[] },
): Promise<PersonOutlook[]> {
  const found = await describeStandings(db, ids, year);
  const byId = new Map(found.map((person) => [person.standing.personId, person]));
  const credits = days.daysLeft > 0 ? await creditsOfYear(db, ids, year - 1) : new Map();
  return ids.flatMap((id) => {
    const person = byId.get(id);
    if (!person) return [];
    const { outlook, missingHundredths, hundredths } = person.standing;
    return [
      {
        person: standingView(person),
        outlook: outlook as Outlook,
        missingHundredths,
        forecast: forecast(hundredths, days, restOf(credits.get(id), days)),
      },
    ];
  });
}

type Dated =
  Awaited<ReturnType<typeof creditsOfYear>> extends Map<string, infer Some> ? Some : never;

const restOf = (credits: Dated | undefined, { daysLeft }: Days): number | null =>
  credits === undefined
    ? null
    : sum(
        credits.filter((credit) => credit.daysLeft <= daysLeft),
        'hundredths',
      );
