// Templates that units above offer: administrators below look at them and make programmes of their own.
import type { OfferAbove, OfferAboveRow, ProgrammeDraft } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { and, count, desc, eq, inArray, isNull } from 'drizzle-orm';
import { administeredUnit, administers } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { crumbsTo, refOf } from '../organisations/service.ts';
import { audit, begun, isDay, writeCourses } from './drafts.ts';
import type { OfferRecord } from './offers.ts';
import { namesNoReserves } from './permission.ts';
import { coursesOf, type OrgUnitRecord, type ProgrammeRecord } from './store.ts';
import { courseView } from './views.ts';

const { orgUnits, programmeOffers, programmes } = schema;

const PAGE_SIZE = 50;

/** Offered now by a unit above this one; a template that has come to name reserve cadres is not (DOMAIN K3). */
const offeredTo = (unit: OrgUnitRecord, programmeId?: string) =>
  and(
    programmeId === undefined ? undefined : eq(programmes.id, programmeId),
    inArray(
      programmes.orgUnitId,
      unit.path.split('/').filter((id) => id !== '' && id !== unit.id),
    ),
    eq(programmes.state, 'template'),
    isNull(programmeOffers.withdrawnAt),
    namesNoReserves,
  );

interface Offered {
  readonly programme: ProgrammeRecord;
  readonly offer: OfferRecord;
  readonly unit: OrgUnitRecord;
}

const offered = (db: Reader) =>
  db
    .select({ programme: programmes, offer: programmeOffers, unit: orgUnits })
    .from(programmeOffers)
    .innerJoin(programmes, eq(programmes.id, programmeOffers.programmeId))
    .innerJoin(orgUnits, eq(orgUnits.id, programmes.orgUnitId));

const rowOf = (
  { programme, offer, unit: by }: Offered,
  unit: OrgUnitRecord,
  taken: number,
): OfferAboveRow => ({
  id: programme.id,
  title: programme.title,
  tier: programme.tier as OfferAboveRow['tier'],
  offeredBy: by.name,
  purpose: offer.purpose,
  dueOn: offer.dueOn,
  isAsked: offer.askedLevel === unit.level,
  offeredAt: offer.offeredAt.toISOString(),
  taken,
});

/** What a unit made of some templates, newest first. */
const madeOf = (db: Reader, unit: OrgUnitRecord, templateIds: readonly string[]) =>
  db
    .select()
    .from(programmes)
    .where(and(inArray(programmes.takenFrom, [...templateIds]), eq(programmes.orgUnitId, unit.id)))
    .orderBy(desc(programmes.createdAt), programmes.id);

export async function listOffersAbove(
  { db }: Platform,
  actor: Actor,
  unitId: string,
  { page = 1 }: { page?: number },
) {
  const unit = await administeredUnit(db, actor, unitId, 'read');
  const which = offeredTo(unit);
  const [all] = await db
    .select({ total: count() })
    .from(programmeOffers)
    .innerJoin(programmes, eq(programmes.id, programmeOffers.programmeId))
    .where(which);
  const found = await offered(db)
    .where(which)
    .orderBy(desc(programmeOffers.offeredAt), programmes.id)
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE);
  const ids = found.map(({ programme }) => programme.id);
  const made = Map.groupBy(await madeOf(db, unit, ids), ({ takenFrom }) => takenFrom);
  return {
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    items: found.map((one) => rowOf(one, unit, made.get(one.programme.id)?.length ?? 0)),
    total: all?.total ?? 0,
    page,
    pageSize: PAGE_SIZE,
  };
}

interface Place {
  readonly id: string;
  readonly programmeId: string;
}

export async function readOfferAbove(
  { db }: Platform,
  actor: Actor,
  { id, programmeId }: Place,
): Promise<OfferAbove> {
  const unit = await administeredUnit(db, actor, id, 'read');
  const [found] = await offered(db).where(offeredTo(unit, programmeId));
  if (!found) throw new Refused('not-found');
  const { programme } = found;
  const made = await madeOf(db, unit, [programmeId]);
  const { unitIds: _units, personIds: _people, ...narrowing } = programme.target;
  return {
    ...rowOf(found, unit, made.length),
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    mayTake: administers(actor, unit.path, 'run_training'),
    note: programme.note,
    startsOn: programme.startsOn,
    endsOn: programme.endsOn,
    target: narrowing as OfferAbove['target'],
    rule: programme.rule,
    courses: (await coursesOf(db, [programmeId])).map(courseView),
    made: made.map((one) => ({
      ...{ id: one.id, title: one.title, startsOn: one.startsOn, endsOn: one.endsOn },
      state: one.state as OfferAbove['made'][number]['state'],
      isOlder: (one.takenVersion ?? 0) < programme.version,
    })),
  };
}

/**
 * A draft of the unit's own from a template of a unit above: for all of the unit, narrowed as the
 * template is, on the unit's days. A day for a single course that lies outside these is left out.
 */
export async function takeOffer(
  platform: Platform,
  actor: Actor,
  { id, programmeId }: Place,
  { title, startsOn, endsOn }: Pick<ProgrammeDraft, 'title' | 'startsOn' | 'endsOn'>,
): Promise<{ id: string }> {
  const unit = await administeredUnit(platform.db, actor, id, 'run_training');
  if (!isDay(startsOn) || !isDay(endsOn) || endsOn < startsOn)
    throw new Refused('programme-days-wrong');
  const now = platform.clock.now();
  return platform.write(async (tx) => {
    const [found] = await offered(tx).where(offeredTo(unit, programmeId));
    if (!found) throw new Refused('not-found');
    const { programme: template } = found;
    const row = {
      ...begun(unit.id, actor.personId, now),
      ...{ title: title.trim(), note: template.note, tier: template.tier, responsibleId: null },
      ...{ startsOn, endsOn, rule: template.rule, recurrence: 'none' },
      target: { ...template.target, unitIds: [unit.id], personIds: [] },
      takenFrom: template.id,
      takenVersion: template.version,
    };
    await tx.insert(programmes).values(row);
    const courses = await coursesOf(tx, [template.id]);
    const within = (day: string | null) => day !== null && day >= startsOn && day <= endsOn;
    await writeCourses(
      tx,
      row.id,
      courses.map(({ courseId, required, dueOn, hundredths }) => ({
        ...{ courseId, required, hundredths },
        dueOn: within(dueOn) ? dueOn : null,
      })),
    );
    const origin = { templateId: template.id, templateVersion: template.version };
    await audit(tx, actor, 'programme-taken', row, now, { ...origin, from: found.unit.name });
    return { id: row.id };
  });
}
