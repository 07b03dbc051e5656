// Who answers for a programme (DOMAIN G14): chosen from those who may run it, told of it, named to learners.
import type { ProgrammeView } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { daysLater, DUTIES_OF, ROLES } from '@xueshi/domain';
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { personHasDuty } from '../../platform/authorisation.ts';
import { inForce } from '../../platform/grants-in-force.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { notifyMany } from '../notices/service.ts';
import { namesOf } from '../people/service.ts';
import { audit } from './drafts.ts';
import { administeredProgramme, requireState } from './permission.ts';
import { figuresByProgramme, type OrgUnitRecord, type ProgrammeInUnit } from './store.ts';

const { people, programmes, roleGrants } = schema;

type Clocked = Pick<Platform, 'db' | 'clock'>;
const DUTY = 'run_training';
/** So many are offered: a unit and those above it have fewer training officers. */
const MOST_OFFERED = 200;
const DAYS_BEFORE = [7, 1] as const;

/** Who may run training at the unit, holding a role there or above it, by name. */
export async function entitledAt(
  platform: Clocked,
  unit: OrgUnitRecord,
): Promise<ProgrammeView['responsibleChoices']> {
  const { db, clock } = platform;
  const roles = ROLES.filter((role) => DUTIES_OF[role]?.includes(DUTY));
  const found = await db
    .selectDistinct({ personId: people.id, sortName: people.namePinyin })
    .from(roleGrants)
    .innerJoin(people, eq(people.id, roleGrants.personId))
    .where(
      and(
        inArray(roleGrants.orgUnitId, unit.path.split('/').filter(Boolean)),
        inArray(roleGrants.role, roles),
        inForce(clock.now()),
        isNull(people.closedAt),
      ),
    )
    .orderBy(asc(people.namePinyin), asc(people.id))
    .limit(MOST_OFFERED);
  const ids: string[] = [];
  for (const { personId } of found)
    if (await personHasDuty(platform, personId, unit.path, DUTY)) ids.push(personId);
  const names = await namesOf(db, ids);
  return ids.map((personId) => {
    const person = names.get(personId);
    return { personId, name: person?.name ?? '', unitName: person?.unitName ?? null };
  });
}

/** Refuses somebody who could not run it: they would answer for what they cannot change. */
export async function demandEntitled(
  platform: Clocked,
  unit: OrgUnitRecord,
  personId: string,
): Promise<void> {
  if (!(await personHasDuty(platform, personId, unit.path, DUTY)))
    throw new Refused('programme-responsible-not-entitled');
}

/** Whoever answers for it, as far as they may still run it; others are told nothing. */
export async function toldAbout(
  platform: Clocked,
  { programme, unit }: ProgrammeInUnit,
): Promise<string | null> {
  const { responsibleId } = programme;
  if (responsibleId === null) return null;
  return (await personHasDuty(platform, responsibleId, unit.path, DUTY)) ? responsibleId : null;
}

/** Says to somebody that they answer for a programme under way; to whoever decided it nothing new. */
export async function tellResponsible(
  tx: Tx,
  { programme }: ProgrammeInUnit,
  personId: string | null,
  actor: Actor,
  now: Date,
): Promise<void> {
  if (personId === null || personId === actor.personId) return;
  await notifyMany(tx, [
    {
      personId,
      kind: 'programme-responsible',
      occasion: `${programme.id}:${now.getTime()}`,
      params: { title: programme.title, date: programme.endsOn },
      link: `/admin/programmes/${programme.id}`,
      now,
    },
  ]);
}

/** Puts somebody else in charge, also while it runs. */
export async function setResponsible(
  platform: Platform,
  actor: Actor,
  id: string,
  personId: string,
): Promise<void> {
  const found = await administeredProgramme(platform.db, actor, id);
  requireState(found, 'draft', 'template', 'published');
  await demandEntitled(platform, found.unit, personId);
  const { responsibleId, state } = found.programme;
  if (responsibleId === personId) return;
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    await tx
      .update(programmes)
      .set({ responsibleId: personId })
      .where(and(eq(programmes.id, id), eq(programmes.state, state)));
    await audit(tx, actor, 'programme-responsible-set', found.programme, now, {
      before: responsibleId,
      after: personId,
    });
    if (state === 'published') await tellResponsible(tx, found, personId, actor, now);
  });
}

/** A week and a day before the end, and the day after it: how many are still to complete it. */
export async function tellOfEnd(
  platform: Platform,
  found: ProgrammeInUnit,
  day: string,
): Promise<void> {
  const { endsOn, id, title } = found.programme;
  const isSoon = DAYS_BEFORE.some((days) => daysLater(day, days) === endsOn);
  const isOver = daysLater(endsOn, 1) === day;
  if (!isSoon && !isOver) return;
  const personId = await toldAbout(platform, found);
  const open = await openIn(platform.db, id);
  if (personId === null || (isSoon && open === 0)) return;
  await platform.write((tx) =>
    notifyMany(tx, [
      {
        personId,
        kind: isOver ? 'programme-over' : 'programme-ending',
        occasion: `${id}:${day}`,
        params: { title, date: endsOn, count: open },
        link: isOver ? `/admin/programmes/${id}` : `/admin/programmes/${id}/members?state=open`,
        now: platform.clock.now(),
      },
    ]),
  );
}

const openIn = async (db: Reader, id: string) =>
  (await figuresByProgramme(db, [id])).get(id)?.open ?? 0;

/** Whom learners can ask about each of some programmes: the name and where they work now. */
export async function askedAbout(
  db: Reader,
  responsibleIds: readonly (string | null)[],
): Promise<(responsibleId: string | null) => { name: string; unitName: string | null } | null> {
  const ids = responsibleIds.flatMap((one) => one ?? []);
  const names = await namesOf(db, [...new Set(ids)]);
  return (responsibleId) => {
    const person = names.get(responsibleId ?? '');
    return person ? { name: person.name, unitName: person.unitName } : null;
  };
}
