// Reports with sums: of units, of topics and kinds of training, of courses.
import { schema } from '@xueshi/database';
import { m } from '@xueshi/messages';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { accountsOfPeople, type AccountSum } from '../credit/service.ts';
import { instantOn, treeThen } from '../org-tree/service.ts';
import { sumTallies, talliesOf, type TallyRow } from '../standings/service.ts';
import type { Cells } from './columns.ts';
import { peoplePages, unitPages, type Making, type WalkedPerson, type WalkedUnit } from './walk.ts';
import { wordOf } from './words.ts';

const { creditEntries } = schema;

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
  const { db, year, filters, looked } = making;
  if (filters.treeOn !== undefined) {
    yield* unitRowsThen(making, filters.treeOn);
    return;
  }
  for await (const page of unitPages(making)) {
    const ids = page.map(({ unit }) => unit.id);
    const tallies = await talliesOf(db, ids, year, 'below');
    for (const { unit, names } of page)
      yield unitCells(making, { ...unit, names }, tallies.get(unit.id) ?? []);
    looked(page.length);
  }
}

/**
 * The same with the units, names and places of a past day. What each unit has of its own is summed
 * up the tree of that day, since the roll-ups are those of today's.
 */
async function* unitRowsThen(making: Making, day: string): AsyncGenerator<Cells> {
  const { db, year, unit, now, signal, looked } = making;
  const units = await treeThen(db, unit.id, instantOn(day, now));
  const own = await talliesOf(
    db,
    units.map(({ id }) => id),
    year,
    'own',
  );
  signal.throwIfAborted();
  const below = new Map<string, TallyRow[]>(units.map(({ id }) => [id, []]));
  const nameOf = new Map(units.map(({ id, name }) => [id, name]));
  const wayTo = (path: string) => path.split('/').filter((id) => nameOf.has(id));
  for (const { id, path } of units)
    for (const above of wayTo(path)) below.get(above)?.push(...(own.get(id) ?? []));
  for (const { id, path, ...one } of units) {
    const names = wayTo(path).map((above) => nameOf.get(above) ?? '');
    yield unitCells(making, { ...one, names }, below.get(id) ?? []);
  }
  looked(units.length);
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

interface CourseSum {
  readonly title: string;
  readonly area: string | null;
  readonly mode: string;
  credits: number;
  hundredths: number;
  halfDays: number;
}

/** What was credited for each course, corrections taken into account; the most first. */
export async function* courseRows(making: Making): AsyncGenerator<Cells> {
  const { locale } = making;
  const sums = new Map<string, CourseSum>();
  for await (const page of peoplePages(making, 500)) {
    for (const { key, credits, hundredths, halfDays, ...row } of await coursesOf(making, page)) {
      const { title, area, mode } = row;
      const sum = sums.get(key) ?? { title, area, mode, credits: 0, hundredths: 0, halfDays: 0 };
      sum.credits += credits;
      sum.hundredths += hundredths;
      sum.halfDays += halfDays;
      sums.set(key, sum);
    }
  }
  const found = [...sums.values()].sort(
    (one, other) => other.credits - one.credits || (one.title < other.title ? -1 : 1),
  );
  for (const sum of found) {
    yield {
      course: sum.title,
      area: wordOf('catalogue_area_', sum.area, locale),
      mode: wordOf('credit_mode_', sum.mode, locale),
      credits: sum.credits,
      hours: sum.hundredths / 100,
      days: sum.halfDays / 2,
    };
  }
}

function coursesOf({ db, year, locale, filters }: Making, page: readonly WalkedPerson[]) {
  const title = sql<string>`coalesce(json_extract(${creditEntries.courseSnapshot}, ${`$.title."${locale}"`}), '')`;
  const slug = sql`coalesce(json_extract(${creditEntries.courseSnapshot}, '$.slug'), '')`;
  const key = sql<string>`${slug} || ' ' || ${title} || ' ' || ${creditEntries.mode}`;
  return db
    .select({
      key,
      title,
      area: creditEntries.area,
      mode: creditEntries.mode,
      credits: sql<number>`sum(CASE WHEN ${creditEntries.kind} = 'reversal' THEN -1 ELSE 1 END)`,
      hundredths: sql<number>`sum(${creditEntries.hundredths})`,
      halfDays: sql<number>`sum(${creditEntries.halfDays})`,
    })
    .from(creditEntries)
    .where(
      and(
        inArray(creditEntries.personId, idsOf(page)),
        eq(creditEntries.year, year),
        filters.area === undefined ? undefined : eq(creditEntries.area, filters.area),
        filters.mode === undefined ? undefined : eq(creditEntries.mode, filters.mode),
      ),
    )
    .groupBy(sql`1`);
}
