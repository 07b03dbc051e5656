// Reports with sums: of units, of topics and kinds of training.
import { m } from '@xueshi/messages';
import { accountsOfPeople, type AccountSum } from '../credit/service.ts';
import { instantOn } from '../org-tree/service.ts';
import { sumTallies, talliesOf, type StandingRow, type TallyRow } from '../standings/service.ts';
import type { Cells } from './columns.ts';
import { peopleClosed, unitsClosed } from './walk-closed.ts';
import { peopleThen, unitsThen } from './walk-then.ts';
import { peoplePages, unitPages, type Making, type WalkedPerson, type WalkedUnit } from './walk.ts';
import { wordOf } from './words.ts';

interface UnitFigures {
  readonly name: string;
  readonly names: readonly string[];
  readonly level: string;
}

function unitCells(
  { locale, filters }: Making,
  unit: UnitFigures,
  rows: readonly TallyRow[],
): Cells {
  const category = filters.category === 'none' ? '' : filters.category;
  const tally = sumTallies(
    rows.filter((row) => category === undefined || row.category === category),
  );
  return {
    unit: unit.name,
    unitPath: unit.names.join(' / '),
    level: wordOf('admin_level_', unit.level, locale),
    people: tally.people,
    met: tally.met,
    onCourse: tally.onCourse,
    behind: tally.behind,
    nothingYet: tally.nothingYet,
    withoutCategory: tally.withoutCategory,
    exempt: tally.exempt,
    metShare: tally.people === 0 ? null : tally.met / tally.people,
    hours: tally.hundredths / 100,
    days: tally.halfDays / 2,
    hoursPerHead: tally.people === 0 ? null : tally.hundredths / 100 / tally.people,
  };
}

/** Every unit with everything below it; the first row is the whole. */
export async function* unitRows(making: Making): AsyncGenerator<Cells> {
  const { db, year, filters, looked, closing, now } = making;
  if (filters.treeOn !== undefined) {
    const at = instantOn(filters.treeOn, now);
    yield* unitRowsOf(making, await unitsThen(making, at), peopleThen(making, at));
    return;
  }
  if (closing !== null) {
    yield* unitRowsOf(making, await unitsClosed(making, closing), peopleClosed(making, closing));
    return;
  }
  for await (const page of unitPages(making)) {
    const ids = page.map(({ unit }) => unit.id);
    const tallies = await talliesOf(db, ids, year, 'below');
    for (const { unit, names } of page) {
      const own = tallies.get(unit.id) ?? [];
      if (unit.closedAt !== null && sumTallies(own).people === 0) continue;
      yield unitCells(making, { ...unit, names }, own);
    }
    looked(page.length);
  }
}

/** The same of a past day or a closed year: the units of then, who was in them, and what was known then. */
async function* unitRowsOf(
  making: Making,
  units: readonly WalkedUnit[],
  people: AsyncIterable<readonly Pick<WalkedPerson, 'standing' | 'path'>[]>,
): AsyncGenerator<Cells> {
  const below = new Map<string, Map<string, TallyRow>>(
    units.map(({ unit }) => [unit.id, new Map()]),
  );
  for await (const page of people)
    for (const { standing, path } of page)
      for (const id of path.split('/')) addPerson(below.get(id), standing);
  for (const { unit, names } of units)
    yield unitCells(making, { ...unit, names }, [...(below.get(unit.id)?.values() ?? [])]);
}

/** Counts one more in the sums of a unit, which are as many as there are categories and states. */
function addPerson(tallies: Map<string, TallyRow> | undefined, standing: StandingRow): void {
  if (!tallies) return;
  const { state, hundredths, halfDays, unitId, year } = standing;
  const category = standing.category ?? '';
  const key = `${category} ${state}`;
  const none = { people: 0, hundredths: 0, halfDays: 0 };
  const row = tallies.get(key) ?? { unitId, year, scope: 'below', category, state, ...none };
  row.people += 1;
  row.hundredths += hundredths;
  row.halfDays += halfDays;
  tallies.set(key, row);
}

interface Sum {
  readonly area: string;
  readonly mode: string;
  readonly intensity: string;
  entries: number;
  hundredths: number;
  halfDays: number;
}

const accountWanted =
  ({ filters: { area, mode } }: Making) =>
  (account: AccountSum) =>
    (area === undefined || account.area === area) && (mode === undefined || account.mode === mode);

function addTo(sums: Map<string, Sum>, account: AccountSum): void {
  const { area, mode, intensity } = account;
  const key = `${area} ${mode} ${intensity}`;
  const sum = sums.get(key) ?? { area, mode, intensity, entries: 0, hundredths: 0, halfDays: 0 };
  sum.entries += account.entries;
  sum.hundredths += account.hundredths;
  sum.halfDays += account.halfDays;
  sums.set(key, sum);
}

const sumRows = (unit: string, sums: ReadonlyMap<string, Sum>, { locale }: Making): Cells[] =>
  [...sums.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, sum]) => ({
      unit,
      area: wordOf('catalogue_area_', sum.area, locale) || m.reports_no_area({}, { locale }),
      mode: wordOf('credit_mode_', sum.mode, locale),
      intensity: wordOf('credit_intensity_', sum.intensity, locale),
      entries: sum.entries,
      hours: sum.hundredths / 100,
      days: sum.halfDays / 2,
    }));

/** Hours by topic, kind and intensity: of the whole subtree, or of the people of each unit. */
export async function* hourRows(making: Making): AsyncGenerator<Cells> {
  const { db, year, unit, filters } = making;
  const isWanted = accountWanted(making);
  let sums = new Map<string, Sum>();
  let here: WalkedUnit | null = null;
  for await (const page of peoplePages(making, 500)) {
    const accounts = await accountsOfPeople(db, idsOf(page), [year]);
    for (const { standing, at } of page) {
      if (filters.perUnit === true && here !== null && here.unit.id !== at.unit.id) {
        yield* sumRows(here.unit.name, sums, making);
        sums = new Map();
      }
      here = at;
      const own = accounts.get(standing.personId) ?? [];
      for (const account of own.filter(isWanted)) addTo(sums, account);
    }
  }
  yield* sumRows(filters.perUnit === true && here ? here.unit.name : unit.name, sums, making);
}

const idsOf = (page: readonly WalkedPerson[]) => page.map(({ standing }) => standing.personId);
