// Who needs a push to reach this year's requirement, and the push: nobody gets more than one a week.
import type { PersonInNeed, Reminded } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { trainingDayOf, trainingYearOf } from '@xueshi/domain';
import { inArray, sql } from 'drizzle-orm';
import {
  administeredPerson,
  administeredUnit,
  type OrgUnit,
} from '../../platform/authorisation.ts';
import { enqueueJob, type JobHandler, type JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { crumbsTo, refOf } from '../organisations/service.ts';
import { standingView } from '../reports/service.ts';
import {
  daysLeftOf,
  describeStandings,
  listStandings,
  type ListedPerson,
} from '../standings/service.ts';
import { REMIND_IN_NEED, remindAllOf } from './of-outlook.ts';
import { audit, CHUNK, tell, weekBefore } from './tell.ts';

export { previewReminders, REMIND_IN_NEED, remindOutlook } from './of-outlook.ts';

const { yearReminders } = schema;

/** Of the states that a push may help; the most to do comes first. */
const IN_NEED = ['behind', 'nothing_yet'] as const;
const PAGE_SIZE = 50;
const READ_BY_UNIT = 20_000;

const needOf = (unitId: string, year: number) =>
  ({ unitId, year, states: IN_NEED, sort: 'share', descending: false }) as const;

/** People of a subtree in need whom somebody reminded within the last week. */
async function remindedLately(db: Reader, unitId: string, year: number, now: Date) {
  const [row] = await db.all<{ people: number }>(sql`
    SELECT count(*) AS people FROM year_reminders r
    JOIN person_standings s ON s.year = ${year} AND s.person_id = r.person_id
    JOIN org_unit_ancestors a ON a.unit_id = s.unit_id AND a.ancestor_id = ${unitId}
    WHERE r.reminded_at > ${weekBefore(now).getTime()} AND s.state IN ${[...IN_NEED]}`);
  return row?.people ?? 0;
}

export async function listPeopleInNeed(
  { db, clock }: Platform,
  actor: Actor,
  unitId: string,
  page = 1,
) {
  const unit = await administeredUnit(db, actor, unitId, 'remind');
  const now = clock.now();
  const year = trainingYearOf(now);
  const { items, total } = await listStandings(db, needOf(unit.id, year), {
    offset: (page - 1) * PAGE_SIZE,
    limit: PAGE_SIZE,
  });
  const ids = items.map(({ standing }) => standing.personId);
  const reminded = await db
    .select()
    .from(yearReminders)
    .where(inArray(yearReminders.personId, ids));
  const at = new Map(reminded.map(({ personId, remindedAt }) => [personId, remindedAt]));
  return {
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    year,
    daysLeft: daysLeftOf(year, now),
    items: items.map((person): PersonInNeed => {
      const remindedAt = at.get(person.standing.personId);
      return {
        person: standingView(person),
        remindedAt: remindedAt?.toISOString() ?? null,
        mayBeReminded: remindedAt === undefined || remindedAt <= weekBefore(now),
      };
    }),
    total,
    remindable: total - (await remindedLately(db, unit.id, year, now)),
    page,
    pageSize: PAGE_SIZE,
  };
}

/** The person, where they belong to this subtree and are in need. */
async function inNeed(
  { db }: Platform,
  unit: OrgUnit,
  personId: string,
  year: number,
): Promise<ListedPerson> {
  const [found] = await describeStandings(db, [personId], year);
  const below = await db.all(sql`
    SELECT 1 FROM org_unit_ancestors
    WHERE unit_id = ${found?.standing.unitId ?? ''} AND ancestor_id = ${unit.id}`);
  if (!found || below.length === 0) throw new Refused('not-found');
  if (!IN_NEED.some((state) => state === found.standing.state))
    throw new Refused('person-not-in-need');
  return found;
}

/** Reminds one person at once, everybody in need by a job. Returns how many are or will be reminded. */
export async function remindInNeed(
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
  actor: Actor,
  unitId: string,
  personId: string | null,
): Promise<{ people: number }> {
  const { db, write, clock } = platform;
  const unit = await administeredUnit(db, actor, unitId, 'remind');
  const now = clock.now();
  const year = trainingYearOf(now);
  if (personId !== null) {
    await administeredPerson(db, actor, personId, 'remind');
    const person = await inNeed(platform, unit, personId, year);
    return write(async (tx) => {
      const people = await tell(tx, [person.standing], { remindedBy: actor.personId, now });
      if (people > 0) await audit(tx, actor, unit, now, { personId, people });
      return { people };
    });
  }
  const { total } = await listStandings(db, needOf(unit.id, year), { offset: 0, limit: 1 });
  const people = total - (await remindedLately(db, unit.id, year, now));
  if (people === 0) return { people };
  await write(async (tx) => {
    await enqueueJob(tx, {
      name: REMIND_IN_NEED,
      uniqueKey: `${REMIND_IN_NEED}:${unit.id}:${trainingDayOf(now)}`,
      payload: { unitId: unit.id, remindedBy: actor.personId, people: total },
      now,
    });
    await audit(tx, actor, unit, now, { people });
  });
  jobs.wake();
  return { people };
}

interface Reminding {
  readonly unitId: string;
  readonly remindedBy: string;
  /** The list that is reminded; without, everybody in need. */
  readonly cut?: Reminded;
  /** How many were in need when it was asked for: decides which way of reading is the shorter. */
  readonly people: number;
}

/** The next people in need: of a small part unit by unit, of a large one along everybody. */
function nextInNeed(db: Reader, { unitId, people }: Reminding, year: number, after: string) {
  const wanted = sql`s.year = ${year} AND s.person_id > ${after} AND s.state IN ${[...IN_NEED]}`;
  const source =
    people <= READ_BY_UNIT
      ? sql`org_unit_ancestors a CROSS JOIN person_standings s
          WHERE a.ancestor_id = ${unitId} AND s.unit_id = a.unit_id AND ${wanted}`
      : sql`person_standings s WHERE ${wanted} AND EXISTS (SELECT 1 FROM org_unit_ancestors a
          WHERE a.unit_id = s.unit_id AND a.ancestor_id = ${unitId})`;
  return db.all<{ id: string }>(
    sql`SELECT s.person_id AS id FROM ${source} ORDER BY s.person_id LIMIT ${CHUNK}`,
  );
}

/** All who are in need; going on after a crash reminds nobody twice. */
export const remindInNeedHandler: JobHandler = async (platform, payload, { signal }) => {
  const { db, write, clock } = platform;
  const reminding = payload as Reminding;
  const { remindedBy } = reminding;
  const now = clock.now();
  if (reminding.cut !== undefined)
    return remindAllOf(platform, { ...reminding, cut: reminding.cut }, signal);
  const year = trainingYearOf(now);
  for (let after: string | null = ''; after !== null;) {
    signal.throwIfAborted();
    const ids: string[] = (await nextInNeed(db, reminding, year, after)).map(({ id }) => id);
    const items = (await describeStandings(db, ids, year)).map(({ standing }) => standing);
    await write((tx) => tell(tx, items, { remindedBy, now }));
    after = ids.length === CHUNK ? (ids.at(-1) ?? null) : null;
  }
};
