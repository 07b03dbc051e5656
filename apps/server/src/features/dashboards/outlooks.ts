// The names behind an outlook: a page of them, or all for a file or a reminder.
import type { PersonOutlook } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import { forecast, trainingYearOf, type Outlook } from '@xueshi/domain';
import type { SQL } from 'drizzle-orm';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { administeredUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { creditsOfYear } from '../credit/service.ts';
import { demandShownCategory } from '../audience-categories/service.ts';
import { demandShownKeyGroup } from '../key-groups/service.ts';
import { crumbsTo, refOf } from '../organisations/service.ts';
import { standingView } from '../reports/service.ts';
import { describeStandings } from '../standings/service.ts';
import { daysOf, keptCode, sum, type Days } from './days.ts';
import { keyGroupsOf, outlooksOf, type OutlookRow } from './figures.ts';
import { countDirect, nextNames, type Place, type WantedNames } from './names.ts';

const PAGE_SIZE = 50;

/** How a list of names is cut; whoever asks for none of it means the whole subtree. */
interface Cut {
  readonly outlook: Outlook;
  readonly category?: string;
  readonly keyGroup?: string;
  readonly direct?: boolean;
}

interface WantedOutlooks extends Cut {
  readonly year?: number;
  readonly after?: string;
}

export const wantedNames = (unitId: string, year: number, cut: Cut): WantedNames => ({
  unitId,
  year,
  category: keptCode(cut.category),
  outlook: cut.outlook,
  keyGroup: cut.keyGroup ?? null,
  direct: cut.direct ?? false,
});

export async function listOutlooks(
  { db, clock }: Platform,
  actor: Actor,
  unitId: string,
  wanted: WantedOutlooks,
) {
  const now = clock.now();
  const unit = await administeredUnit(db, actor, unitId, 'read');
  await demandShownKeyGroup(db, wanted.keyGroup);
  await demandShownCategory(db, wanted.category);
  const year = wanted.year ?? trainingYearOf(now);
  const names = wantedNames(unit.id, year, wanted);
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

interface OutlookList {
  readonly total: number;
  /** Of everybody, in the order of the page, some hundred at a time. */
  readonly pages: AsyncIterable<readonly Place[]>;
}

/** The whole list in the order of the page; of its pages only those of whom `also` holds, too. */
export async function outlookList(
  db: Reader,
  names: WantedNames,
  also: readonly SQL[] = [],
): Promise<OutlookList> {
  const rows = await outlooksOf(db, names.unitId, names.year);
  return {
    total: await countNames(db, names, rows),
    pages: allNames(db, names, sum(rows, 'people'), also),
  };
}

const NAMES_A_TURN = 200;

async function* allNames(
  db: Reader,
  names: WantedNames,
  people: number,
  also: readonly SQL[],
): AsyncGenerator<readonly Place[]> {
  for (let after: Place | null = null; ;) {
    const turn: Place[] = await nextNames(db, names, people, after, NAMES_A_TURN, also);
    if (turn.length > 0) yield turn;
    after = turn.at(-1) ?? null;
    if (turn.length < NAMES_A_TURN) return;
    await othersTurn();
  }
}

/** People with their outlook as the page tells it, in this order. */
export const describeOutlooks = (db: Reader, ids: readonly string[], year: number, now: Date) =>
  describe(db, { year, days: daysOf(year, now), ids });

async function countNames(
  db: Reader,
  names: WantedNames,
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
