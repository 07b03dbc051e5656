// The names behind a figure by topic or mode, or the sub-units where there are too many names.
import type { NamedAmount } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { trainingYearOf } from '@xueshi/domain';
import { sql, type SQL } from 'drizzle-orm';
import { administeredUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { demandShownCategory } from '../audience-categories/service.ts';
import { childrenOf, crumbsTo, refOf } from '../organisations/service.ts';
import { describeStandings } from '../standings/service.ts';
import { keptCode, sum } from './days.ts';
import { outlooksOf } from './figures.ts';

const { annualAccounts, personStandings, unitKinds } = schema;

const PAGE_SIZE = 50;
/** The accounts of so many people are looked through for a page of names; of more it would be felt. */
const MOST_LOOKED_THROUGH = 6_000;

interface Wanted {
  readonly year?: number;
  readonly area?: string;
  readonly mode?: string;
  readonly category?: string;
  readonly direct?: boolean;
  readonly measure?: 'hours' | 'days';
  readonly byUnit?: boolean;
  readonly after?: string;
}

interface Figure {
  readonly unitId: string;
  readonly year: number;
  /** '' for those without one, null for all. */
  readonly category: string | null;
  readonly area: string | null;
  readonly mode: string | null;
  readonly direct: boolean;
}

interface Amount {
  readonly hundredths: number;
  readonly halfDays: number;
}

const NOTHING: Amount = { hundredths: 0, halfDays: 0 };

/** The kinds meant, of a table with columns for both. */
const ofKind = ({ area, mode }: Figure): SQL[] => [
  ...(area === null ? [] : [sql`k.area = ${area}`]),
  ...(mode === null ? [] : [sql`k.mode = ${mode}`]),
];

/** What everybody meant earned, one row a person. */
function amountsOf(figure: Figure): SQL {
  const { unitId, year, category, direct } = figure;
  const conditions = [
    sql`s.year = ${year}`,
    ...(category === null ? [] : [sql`coalesce(s.category, '') = ${category}`]),
    ...ofKind(figure),
  ];
  // CROSS JOIN keeps the engine to this order: the units, who is in them, what is theirs.
  const source = direct
    ? sql`${personStandings} s`
    : sql`org_unit_ancestors a CROSS JOIN ${personStandings} s`;
  const there = direct
    ? sql`s.unit_id = ${unitId}`
    : sql`a.ancestor_id = ${unitId} AND s.unit_id = a.unit_id`;
  return sql`SELECT s.person_id AS id, sum(k.hundredths) AS hundredths, sum(k.half_days) AS "halfDays"
    FROM ${source} CROSS JOIN ${annualAccounts} k
    WHERE ${there} AND ${sql.join(conditions, sql` AND `)}
      AND k.person_id = s.person_id AND k.year = s.year
    GROUP BY s.person_id HAVING sum(k.hundredths) <> 0 OR sum(k.half_days) <> 0`;
}

async function sumOfAmounts(db: Reader, figure: Figure): Promise<Amount> {
  const [row] = await db.all<Amount>(sql`
    SELECT coalesce(sum(hundredths), 0) AS hundredths, coalesce(sum("halfDays"), 0) AS "halfDays"
    FROM (${amountsOf(figure)}) AS o`);
  return row ?? NOTHING;
}

/** The sums that are kept of these units, for those that have one. */
async function kindSums(db: Reader, unitIds: readonly string[], figure: Figure) {
  if (unitIds.length === 0) return new Map<string, Amount>();
  const { year, category } = figure;
  const conditions = [
    sql`k.unit_id IN ${[...unitIds]} AND k.year = ${year}`,
    ...(category === null ? [] : [sql`k.category = ${category}`]),
    ...ofKind(figure),
  ];
  const rows = await db.all<Amount & { unitId: string }>(sql`
    SELECT k.unit_id AS "unitId", sum(k.hundredths) AS hundredths, sum(k.half_days) AS "halfDays"
    FROM ${unitKinds} k WHERE ${sql.join(conditions, sql` AND `)} GROUP BY k.unit_id`);
  return new Map(rows.map(({ unitId, ...amount }) => [unitId, amount]));
}

type Children = Awaited<ReturnType<typeof childrenOf>>;

async function unitsView(db: Reader, figure: Figure, children: Children) {
  const ids = children.map(({ unit }) => unit.id);
  const sums = await kindSums(db, [figure.unitId, ...ids], figure);
  const direct = await sumOfAmounts(db, { ...figure, direct: true });
  return {
    total: sums.get(figure.unitId) ?? NOTHING,
    units: {
      items: children.map(({ unit }) => ({ unit: refOf(unit), ...(sums.get(unit.id) ?? NOTHING) })),
      direct,
    },
    names: null,
  };
}

interface Row extends Amount {
  readonly id: string;
  readonly place: number;
  /** Of the whole list, the same on every row. */
  readonly people: number;
  readonly allHundredths: number;
  readonly allHalfDays: number;
}

async function namesView(db: Reader, figure: Figure, { measure, after }: Wanted) {
  const place = measure === 'days' ? sql`"halfDays"` : sql`hundredths`;
  const [amount, id] = after?.split(/\.(.*)/s) ?? [];
  const beyond =
    amount === undefined || id === undefined
      ? sql``
      : sql`WHERE (place, id) < (${Number(amount)}, ${id})`;
  // One look through the accounts tells the page and the sums at its foot.
  const rows = await db.all<Row>(sql`
    SELECT * FROM (SELECT o.*, ${place} AS place, count(*) OVER () AS people,
      sum(hundredths) OVER () AS "allHundredths", sum("halfDays") OVER () AS "allHalfDays"
      FROM (${amountsOf(figure)}) AS o) AS listed ${beyond}
    ORDER BY place DESC, id DESC LIMIT ${PAGE_SIZE + 1}`);
  const shown = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? shown.at(-1) : undefined;
  const [first] = rows;
  const people = first?.people ?? 0;
  return {
    total: { hundredths: first?.allHundredths ?? 0, halfDays: first?.allHalfDays ?? 0 },
    names: {
      items: await named(db, shown, figure.year),
      people,
      next: last ? `${last.place}.${last.id}` : null,
    },
    units: null,
  };
}

async function named(db: Reader, rows: readonly Row[], year: number): Promise<NamedAmount[]> {
  const found = await describeStandings(
    db,
    rows.map(({ id }) => id),
    year,
  );
  const byId = new Map(found.map((person) => [person.standing.personId, person]));
  return rows.flatMap(({ id, hundredths, halfDays }) => {
    const person = byId.get(id);
    if (!person) return [];
    const category = person.standing.category as NamedAmount['category'];
    return [
      {
        personId: id,
        name: person.name,
        unitName: person.unitName,
        category,
        hundredths,
        halfDays,
      },
    ];
  });
}

export async function listEarned(
  { db, clock }: Platform,
  actor: Actor,
  unitId: string,
  wanted: Wanted,
) {
  const unit = await administeredUnit(db, actor, unitId, 'read');
  await demandShownCategory(db, wanted.category);
  const year = wanted.year ?? trainingYearOf(clock.now());
  const figure: Figure = {
    unitId: unit.id,
    year,
    category: keptCode(wanted.category),
    area: keptCode(wanted.area),
    mode: wanted.mode ?? null,
    direct: wanted.direct ?? false,
  };
  const children = await childrenOf(db, unit.id);
  const people = sum(await outlooksOf(db, unit.id, year), 'people');
  const hasNames = figure.direct || people <= MOST_LOOKED_THROUGH || children.length === 0;
  const hasUnits = !figure.direct && children.length > 0;
  const byUnit = hasUnits && (wanted.byUnit === true || !hasNames);
  return {
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    year,
    hasNames,
    hasUnits,
    ...(byUnit ? await unitsView(db, figure, children) : await namesView(db, figure, wanted)),
  };
}
