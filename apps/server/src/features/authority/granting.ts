// Roles given and taken: granted for a period, handed on while away, ended.
import type { GrantableRole } from '@xueshi/contracts';
import { schema, type Tx } from '@xueshi/database';
import {
  delegationFault,
  endOfTrainingDay,
  isWithin,
  startOfTrainingDay,
  trainingDayOf,
} from '@xueshi/domain';
import { and, eq, gt, isNull, lt, or } from 'drizzle-orm';
import { administeredUnit, administers, demandGranting } from '../../platform/authorisation.ts';
import { notOver } from '../../platform/grants-in-force.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { notify } from '../notices/service.ts';
import { namesOf } from '../people/service.ts';
import { candidateOf, demandAccount, unknownPerson, type Whom } from './candidates.ts';
import { grantById, mayEnd, ownUnitGrant } from './holders.ts';

const { orgUnits, roleGrants } = schema;

interface AskedPeriod {
  readonly from: string;
  readonly until: string | null;
}

/** From the first instant of the first day to the last of the last; a first day that is today begins now. */
function periodOf({ from, until }: AskedPeriod, now: Date) {
  const first = startOfTrainingDay(from);
  if (first === null) throw new Refused('day-unknown', { day: from });
  const endsAt = until === null ? null : endOfTrainingDay(until);
  if (until !== null && endsAt === null) throw new Refused('day-unknown', { day: until });
  const startsAt = first < now ? now : first;
  if (until !== null && until < from) throw new Refused('role-period-empty');
  if (endsAt !== null && endsAt <= now) throw new Refused('role-period-past');
  return { startsAt, endsAt };
}

type Granted = Pick<
  typeof roleGrants.$inferInsert,
  'personId' | 'role' | 'orgUnitId' | 'startsAt' | 'endsAt' | 'reason' | 'delegatedFromId'
>;

/** Two grants of one role at one place to one person never hold at the same time. */
async function demandNotHeld(tx: Tx, wanted: Granted, now: Date): Promise<void> {
  const { personId, role, orgUnitId, startsAt, endsAt } = wanted;
  const overlapping = and(
    startsAt ? or(isNull(roleGrants.endsAt), gt(roleGrants.endsAt, startsAt)) : undefined,
    endsAt ? or(isNull(roleGrants.startsAt), lt(roleGrants.startsAt, endsAt)) : undefined,
  );
  const [held] = await tx
    .select({ id: roleGrants.id })
    .from(roleGrants)
    .where(
      and(
        eq(roleGrants.personId, personId),
        eq(roleGrants.role, role),
        orgUnitId ? eq(roleGrants.orgUnitId, orgUnitId) : isNull(roleGrants.orgUnitId),
        notOver(now),
        overlapping,
      ),
    )
    .limit(1);
  if (!held) return;
  const names = await namesOf(tx, [personId]);
  throw new Refused('role-held-already', { name: names.get(personId)?.name ?? '' });
}

/** Writes a grant; `elsewhere`: to somebody who belongs elsewhere, and is meant to have it all the same. */
export async function insertGrant(
  tx: Tx,
  actor: Actor,
  wanted: Granted,
  { now, elsewhere }: { now: Date; elsewhere: boolean },
): Promise<string> {
  await demandAccount(tx, wanted.personId);
  await demandNotHeld(tx, wanted, now);
  const id = newId();
  await tx.insert(roleGrants).values({ id, ...wanted, grantedAt: now, grantedBy: actor.personId });
  const { personId, role, orgUnitId, startsAt, endsAt, reason, delegatedFromId } = wanted;
  await recordAudit(tx, {
    at: now,
    actorId: actor.personId,
    action: delegatedFromId ? 'role-delegated' : 'role-granted',
    subject: `person:${personId}`,
    detail: {
      grantId: id,
      role,
      unitId: orgUnitId,
      startsAt,
      endsAt,
      reason,
      delegatedFromId,
      elsewhere,
    },
    address: actor.address,
  });
  const kind = delegatedFromId ? 'role-handed-on' : 'role-granted';
  await tellHolder(
    tx,
    actor,
    { id, ...wanted },
    { kind, date: endsAt ? lastDayOf(endsAt) : null, now },
  );
  return id;
}

/** The last instant of a period is the first moment after its last day. */
const lastDayOf = (endsAt: Date) => trainingDayOf(new Date(endsAt.getTime() - 1));

/** Whoever gets or loses a role by somebody else's doing finds it in their inbox. */
export async function tellHolder(
  tx: Tx,
  actor: Actor,
  {
    id,
    personId,
    role,
    orgUnitId,
  }: Pick<Granted, 'personId' | 'role' | 'orgUnitId'> & { id: string },
  told: {
    kind: 'role-granted' | 'role-handed-on' | 'role-ended';
    date: string | null;
    now: Date;
    reason?: string;
  },
): Promise<void> {
  if (personId === actor.personId) return;
  const { kind, date, now, reason } = told;
  const [unit] = await tx
    .select({ name: orgUnits.name })
    .from(orgUnits)
    .where(eq(orgUnits.id, orgUnitId ?? ''));
  await notify(tx, {
    personId,
    kind,
    occasion: `${kind}:${id}`,
    params: {
      role,
      title: unit?.name ?? '',
      name: actor.name,
      ...(date === null ? {} : { date }),
      ...(reason === undefined ? {} : { reason }),
    },
    link: '/account/roles',
    now,
  });
}

export async function grantRole(
  platform: Platform,
  actor: Actor,
  unitId: string,
  asked: AskedPeriod &
    Whom & {
      readonly role: GrantableRole;
      readonly reason: string;
    },
): Promise<{ grantId: string }> {
  const now = platform.clock.now();
  return platform.write(async (tx) => {
    const unit = await administeredUnit(tx, actor, unitId);
    if (unit.closedAt !== null) throw new Refused('unit-closed', { name: unit.name });
    const period = periodOf(asked, now);
    demandGranting(actor, asked.role, unit.path, period.endsAt);
    const { personId, at } = await candidateOf(tx, asked);
    if (!administers(actor, at.path)) throw unknownPerson(asked);
    if (personId === actor.personId) throw new Refused('role-to-oneself');
    const grantId = await insertGrant(
      tx,
      actor,
      { personId, role: asked.role, orgUnitId: unit.id, ...period, reason: asked.reason },
      { now, elsewhere: !isWithin(at.path, unit.path) },
    );
    return { grantId };
  });
}

/** Hands one's own role to somebody of its unit or below; whoever stands in has the same duties, no more. */
export async function delegateRole(
  platform: Platform,
  actor: Actor,
  grantId: string,
  asked: Whom & {
    readonly from: string;
    readonly until: string;
    readonly reason: string;
  },
): Promise<{ grantId: string }> {
  const now = platform.clock.now();
  return platform.write(async (tx) => {
    const { grant, unitPath } = await ownUnitGrant(tx, actor, grantId);
    const { startsAt, endsAt } = periodOf(asked, now);
    if (endsAt === null) throw new Refused('day-unknown', { day: asked.until });
    demandDelegable(
      { startsAt: grant.startsAt, endsAt: grant.endsAt, delegated: grant.delegatedFromId !== null },
      { startsAt, endsAt },
      now,
    );
    const { personId, at } = await candidateOf(tx, asked);
    if (personId === actor.personId) throw new Refused('role-to-oneself');
    if (!isWithin(at.path, unitPath)) throw new Refused('role-delegate-outside');
    const { role, orgUnitId } = grant;
    const id = await insertGrant(
      tx,
      actor,
      {
        personId,
        role,
        orgUnitId,
        startsAt,
        endsAt,
        reason: asked.reason,
        delegatedFromId: grant.id,
      },
      { now, elsewhere: false },
    );
    return { grantId: id };
  });
}

function demandDelegable(...terms: Parameters<typeof delegationFault>): void {
  const fault = delegationFault(...terms);
  if (fault === 'delegated-already') throw new Refused('role-not-to-hand-on');
  if (fault === 'beyond-own-period') throw new Refused('role-beyond-own-period');
  if (fault !== null) throw new Refused(`role-${fault}`);
}

/** Ends a role now, together with what was handed on of it. */
export async function endRole(
  platform: Platform,
  actor: Actor,
  grantId: string,
  reason: string,
): Promise<void> {
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    const held = await grantById(tx, grantId);
    if (!held) throw new Refused('not-found');
    const { grant, unitPath } = held;
    const over = grant.endedAt !== null || (grant.endsAt !== null && grant.endsAt <= now);
    if (over) throw new Refused('not-found');
    if (!mayEnd(actor, held)) {
      const seen = administers(actor, unitPath ?? '/', 'read');
      throw new Refused(seen ? 'role-beyond-own' : 'not-found');
    }
    await demandAnotherAdministrator(tx, grant, now);
    for (const one of await endWithDelegations(tx, actor, grant.id, { reason, now }))
      await tellHolder(tx, actor, one, { kind: 'role-ended', date: null, now, reason });
  });
}

/** Ends a grant and what was handed on of it, each written down. */
export async function endWithDelegations(
  tx: Tx,
  actor: Actor,
  grantId: string,
  { reason, now }: { reason: string; now: Date },
) {
  const ended = await tx
    .update(roleGrants)
    .set({ endedAt: now, endedBy: actor.personId })
    .where(
      and(
        or(eq(roleGrants.id, grantId), eq(roleGrants.delegatedFromId, grantId)),
        isNull(roleGrants.endedAt),
      ),
    )
    .returning();
  for (const one of ended)
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'role-ended',
      subject: `person:${one.personId}`,
      detail: { grantId: one.id, role: one.role, unitId: one.orgUnitId, reason },
      address: actor.address,
    });
  return ended;
}

/** Without a system administrator nobody could ever make another. */
async function demandAnotherAdministrator(
  tx: Tx,
  grant: { readonly role: string },
  now: Date,
): Promise<void> {
  if (grant.role !== 'sys_admin') return;
  const count = await tx.$count(
    roleGrants,
    and(eq(roleGrants.role, 'sys_admin'), isNull(roleGrants.orgUnitId), notOver(now)),
  );
  if (count <= 1) throw new Refused('role-last-administrator');
}
