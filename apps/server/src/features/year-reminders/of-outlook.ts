// The push for everybody of a list of names at risk, as it is cut on its page.
import type { Reminded } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import { trainingDayOf, trainingYearOf } from '@xueshi/domain';
import { sql } from 'drizzle-orm';
import { administeredUnit } from '../../platform/authorisation.ts';
import { enqueueJob, type JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import {
  amongNames,
  describeOutlooks,
  outlookList,
  wantedNames,
  type WantedNames,
} from '../dashboards/service.ts';
import { demandShownCategory } from '../audience-categories/service.ts';
import { demandShownKeyGroup } from '../key-groups/service.ts';
import { daysLeftOf } from '../standings/service.ts';
import { audit, CHUNK, tell, weekBefore, type Owing } from './tell.ts';

export const REMIND_IN_NEED = 'remind-in-need';

/** So many of those who are passed over are told by name. */
const NAMED = 20;

interface Lately {
  readonly personId: string;
  readonly name: string;
  readonly unitName: string;
  readonly remindedAt: number;
  readonly remindedBy: string | null;
}

/** Of a list, who was reminded within the last week: how many, and the latest by name. */
async function passedOver(db: Reader, names: WantedNames, now: Date) {
  const among = sql`FROM year_reminders r
    CROSS JOIN person_standings s ON s.year = ${names.year} AND s.person_id = r.person_id`;
  const lately = sql`r.reminded_at > ${weekBefore(now).getTime()} AND ${amongNames(names)}`;
  const [counted] = await db.all<{ people: number }>(
    sql`SELECT count(*) AS people ${among} WHERE ${lately}`,
  );
  const rows = await db.all<Lately>(sql`
    SELECT r.person_id AS personId, p.name AS name, u.name AS unitName,
      r.reminded_at AS remindedAt, b.name AS remindedBy
    ${among} JOIN people p ON p.id = r.person_id JOIN org_units u ON u.id = s.unit_id
    LEFT JOIN people b ON b.id = r.reminded_by
    WHERE ${lately} ORDER BY r.reminded_at DESC, r.person_id LIMIT ${NAMED}`);
  return {
    passedOver: counted?.people ?? 0,
    lately: rows.map((row) => ({ ...row, remindedAt: new Date(row.remindedAt).toISOString() })),
  };
}

/** Who of a list was not told within the last week. */
const notLately = (now: Date) =>
  sql`NOT EXISTS (SELECT 1 FROM year_reminders r
    WHERE r.person_id = s.person_id AND r.reminded_at > ${weekBefore(now).getTime()})`;

/** How many would be told what, and whom it would pass over. */
export async function previewReminders(
  { db, clock }: Platform,
  actor: Actor,
  unitId: string,
  cut: Reminded,
) {
  const unit = await administeredUnit(db, actor, unitId, 'remind');
  await demandShownKeyGroup(db, cut.keyGroup);
  await demandShownCategory(db, cut.category);
  const now = clock.now();
  const year = trainingYearOf(now);
  const names = wantedNames(unit.id, year, cut);
  const { total, pages } = await outlookList(db, names, [notLately(now)]);
  const passed = await passedOver(db, names, now);
  const people = Math.max(0, total - passed.passedOver);
  const [first] = people > 0 ? await firstPage(pages) : [];
  const [told] = first ? await describeOutlooks(db, [first.id], year, now) : [];
  const example = told && {
    name: told.person.name,
    missingHundredths: told.missingHundredths,
    daysLeft: daysLeftOf(year, now),
    year,
  };
  return { people, example: example ?? null, ...passed };
}

async function firstPage<Page extends readonly unknown[]>(pages: AsyncIterable<Page>) {
  for await (const page of pages) return page;
  return [];
}

/** Reminds a list: a short one at once, a long one by a job. Who was told, or will be, and who not. */
export async function remindOutlook(
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
  actor: Actor,
  unitId: string,
  cut: Reminded,
) {
  const { db, write, clock } = platform;
  const unit = await administeredUnit(db, actor, unitId, 'remind');
  await demandShownKeyGroup(db, cut.keyGroup);
  await demandShownCategory(db, cut.category);
  const now = clock.now();
  const names = wantedNames(unit.id, trainingYearOf(now), cut);
  const { total, pages } = await outlookList(db, names, [notLately(now)]);
  const passed = await passedOver(db, names, now);
  const expected = Math.max(0, total - passed.passedOver);
  if (expected === 0) return { people: 0, sent: true, ...passed };
  const asked = { unitId: unit.id, remindedBy: actor.personId, cut };
  if (expected <= CHUNK) {
    const due = owing(await firstPage(pages));
    const people = await write(async (tx) => {
      const told = await tell(tx, due, { remindedBy: actor.personId, now });
      if (told > 0) await audit(tx, actor, unit, now, { ...cut, people: told });
      return told;
    });
    return { people, sent: true, ...passed };
  }
  await write(async (tx) => {
    await enqueueJob(tx, {
      name: REMIND_IN_NEED,
      uniqueKey: [REMIND_IN_NEED, unit.id, trainingDayOf(now), ...keyOf(cut)].join(':'),
      payload: asked,
      now,
    });
    await audit(tx, actor, unit, now, { ...cut, people: expected });
  });
  jobs.wake();
  return { people: expected, sent: false, ...passed };
}

const keyOf = ({ outlook, category, keyGroup, direct }: Reminded) => [
  outlook,
  category ?? '',
  keyGroup ?? '',
  direct === true ? 'own' : 'below',
];

const owing = (page: readonly { readonly id: string; readonly missing: number }[]): Owing[] =>
  page.map(({ id, missing }) => ({ personId: id, missingHundredths: missing }));

interface RemindedList {
  readonly unitId: string;
  readonly remindedBy: string;
  readonly cut: Reminded;
}

/** All of a list, chunk by chunk; going on after a crash reminds nobody twice. */
export async function remindAllOf(
  { db, write, clock }: Platform,
  { unitId, remindedBy, cut }: RemindedList,
  signal: AbortSignal,
): Promise<void> {
  const now = clock.now();
  const { pages } = await outlookList(db, wantedNames(unitId, trainingYearOf(now), cut), [
    notLately(now),
  ]);
  for await (const page of pages) {
    signal.throwIfAborted();
    await write((tx) => tell(tx, owing(page), { remindedBy, now }));
  }
}
