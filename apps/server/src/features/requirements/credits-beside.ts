// What the annual accounts do not tell apart: credits of compulsory courses, days of much online study,
// and certain courses. Read only where a policy in force asks.
import { listed, oneOf, preparedQuery, schema, type Reader } from '@xueshi/database';
import {
  clausesOfAll,
  type CompletedCourse,
  type CreditSum,
  type HourPolicy,
  type OnlineCredit,
} from '@xueshi/domain';
import { sql, type SQL } from 'drizzle-orm';
import { askedIn, completedCourses } from './completed-courses.ts';
import type { AdoptedHere } from './policies.ts';

const { creditEntries, programmeCourses, programmeMembers, programmes } = schema;

export interface CreditsBeside {
  /** Pairs that move credits of compulsory courses from the elective to the required. */
  readonly required: readonly CreditSum[];
  /** All online credits of the days on which some policy's cap was passed. */
  readonly busyOnline: readonly OnlineCredit[];
  /** Of the courses that some policy asks for, in any years. */
  readonly completed: readonly CompletedCourse[];
}

export const NOTHING_BESIDE: CreditsBeside = { required: [], busyOnline: [], completed: [] };

const asksForRequired = (policy: HourPolicy) =>
  policy.electiveWeightPercent < 100 ||
  policy.carryOverHundredths !== null ||
  clausesOfAll(policy).some(
    ({ filter, maxCountableFilter }) =>
      filter.requiredOnly === true || maxCountableFilter?.requiredOnly === true,
  );

/** Later than every instant of a ledger. */
const EVER = new Date(8.64e15);

/** By person, as it was known at an instant; people of whom nothing is to be told apart are left out. */
export async function creditsBeside(
  db: Reader,
  policies: readonly AdoptedHere[],
  personIds: readonly string[],
  years: readonly number[],
  until: Date = EVER,
): Promise<ReadonlyMap<string, CreditsBeside>> {
  const beside = new Map<string, CreditsBeside>();
  if (personIds.length === 0) return beside;
  const caps = policies.flatMap(({ policy }) => policy.dailyCapHundredths ?? []);
  const required = policies.some(({ policy }) => asksForRequired(policy))
    ? await requiredSums(db, personIds, years, until)
    : [];
  const busy =
    caps.length > 0 ? await busyDays(db, personIds, years, Math.min(...caps), until) : [];
  for (const [personId, rows] of Map.groupBy(required, (row) => row.personId))
    beside.set(personId, { ...NOTHING_BESIDE, required: rows.flatMap(movedToRequired) });
  for (const [personId, rows] of Map.groupBy(busy, (row) => row.personId)) {
    const held = beside.get(personId) ?? NOTHING_BESIDE;
    beside.set(personId, { ...held, busyOnline: rows.map(onlineCreditOf) });
  }
  const asked = askedIn(policies.map(({ policy }) => policy));
  for (const [personId, completed] of await completedCourses(db, asked, personIds, until))
    beside.set(personId, { ...(beside.get(personId) ?? NOTHING_BESIDE), completed });
  return beside;
}

interface KindRow {
  readonly personId: string;
  readonly hundredths: number;
  readonly intensity: string;
  readonly area: string | null;
}

interface RequiredRow extends KindRow {
  readonly year: number;
  readonly halfDays: number;
  readonly mode: string;
}

function movedToRequired(row: RequiredRow): CreditSum[] {
  const { hundredths, halfDays, year } = row;
  const kind = {
    year,
    mode: row.mode as CreditSum['mode'],
    intensity: row.intensity as CreditSum['intensity'],
    area: row.area as CreditSum['area'],
  };
  return [
    { ...kind, hundredths, halfDays, required: true },
    { ...kind, hundredths: 0 - hundredths, halfDays: 0 - halfDays, required: false },
  ];
}

const onlineCreditOf = (row: KindRow & { earnedAt: number }): OnlineCredit => ({
  hundredths: row.hundredths,
  intensity: row.intensity as OnlineCredit['intensity'],
  area: row.area as OnlineCredit['area'],
  required: false,
  earnedAt: new Date(row.earnedAt),
});

/** Entries that count: given, and not taken back. */
const standing = sql`e.kind <> 'reversal'
  AND NOT EXISTS (SELECT 1 FROM ${creditEntries} r WHERE r.reverses_id = e.id
    AND r.posted_at <= ${sql.placeholder('until')})
  AND e.posted_at <= ${sql.placeholder('until')}`;

/** The entry `o` that an entry `e` corrects, where it does. */
const correctedEntry = sql`LEFT JOIN ${creditEntries} o
      ON e.source_type = 'correction' AND o.id = json_extract(e.evidence, '$.corrects')`;

const ofCourse = sql`coalesce(o.source_type, e.source_type) = 'course'`;

/**
 * Sums of courses that are compulsory in a programme that the person is in and that runs in the year: for who
 * left it or is exempt nothing of it is compulsory. A credit that was corrected counts by the entry that corrects it, for the course of the first.
 */
function requiredSums(
  db: Reader,
  personIds: readonly string[],
  years: readonly number[],
  until: Date,
) {
  const asked = { people: listed(personIds), years: listed(years), until: until.getTime() };
  return requiredQuery(db).all(asked);
}

const personId = sql<string>`e.person_id`;
const intensity = sql<string>`e.intensity`;
const area = sql<string | null>`e.area`;
const hundredths = sql<number>`e.hundredths`;

/** The people and years that are asked for. */
const asked = sql`${oneOf(personId, 'people')} AND ${oneOf(sql`e.year`, 'years')}`;

const requiredQuery = preparedQuery((db) =>
  db
    .select({
      ...{ personId, intensity, area },
      year: sql<number>`e.year`,
      mode: sql<string>`e.mode`,
      hundredths: sql<number>`sum(${hundredths})`,
      halfDays: sql<number>`sum(e.half_days)`,
    })
    .from(
      sql`${creditEntries} e
    ${correctedEntry}
    WHERE ${asked} AND ${standing}
      AND EXISTS (
        SELECT 1 FROM ${programmeMembers} m
        JOIN ${programmes} p ON p.id = m.programme_id
        JOIN ${programmeCourses} c ON c.programme_id = p.id AND c.required = 1
        WHERE m.person_id = e.person_id AND m.joined_at <= ${sql.placeholder('until')}
          AND m.state IN ('open', 'completed')
          AND p.state IN ('published', 'closed')
          AND CAST(substr(p.starts_on, 1, 4) AS INTEGER) <= e.year
          AND CAST(substr(p.ends_on, 1, 4) AS INTEGER) >= e.year
          AND ${ofCourse}
          AND (coalesce(o.source_key, e.source_key) IN (c.course_id, c.course_id || ':' || e.year)
            OR instr(coalesce(o.source_key, e.source_key), c.course_id || '/') = 1)
      )
    GROUP BY e.person_id, e.year, e.mode, e.intensity, e.area`,
    )
    .prepare(),
);

/** The zone has kept eight hours since 1992, long before any ledger; domain tells days by the zone itself. */
const ZONE_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** The driver binds numbers as floating-point: without the cast each instant would be a day of its own. */
const dayOf = (instant: SQL) => sql`CAST((${instant} + ${ZONE_MS}) / ${DAY_MS} AS INTEGER)`;

/**
 * Credits of days with more than the cap. Only of courses learned here: what a register elsewhere
 * summed up was not learned on the day under which it was entered.
 */
function busyDays(
  db: Reader,
  personIds: readonly string[],
  years: readonly number[],
  leastCap: number,
  until: Date,
) {
  const asked = { people: listed(personIds), years: listed(years), until: until.getTime() };
  return busyQuery(db).all({ ...asked, leastCap });
}

const busyQuery = preparedQuery((db) =>
  db
    .select({ personId, hundredths, intensity, area, earnedAt: sql<number>`e.earned_at` })
    .from(
      sql`${creditEntries} e
    ${correctedEntry}
    JOIN (
      SELECT d.person_id AS person_id, ${dayOf(sql`d.earned_at`)} AS day
      FROM ${creditEntries} d
      WHERE ${oneOf(sql`d.person_id`, 'people')} AND ${oneOf(sql`d.year`, 'years')}
        AND d.mode = 'online' AND d.source_type IN ('course', 'correction')
        AND d.posted_at <= ${sql.placeholder('until')}
      GROUP BY 1, 2 HAVING sum(d.hundredths) > ${sql.placeholder('leastCap')}
    ) b ON b.person_id = e.person_id AND b.day = ${dayOf(sql`e.earned_at`)}
    WHERE ${asked} AND e.mode = 'online' AND ${ofCourse} AND ${standing}
    ORDER BY e.person_id, e.sequence`,
    )
    .prepare(),
);
