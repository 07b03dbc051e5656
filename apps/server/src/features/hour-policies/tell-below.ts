// What another policy does to those adopted below is written down, and their administrators are told.
import { schema, type Tx } from '@xueshi/database';
import { isWithin } from '@xueshi/domain';
import { and, eq, inArray } from 'drizzle-orm';
import type { OrgUnit } from '../../platform/authorisation.ts';
import { inForce } from '../../platform/grants-in-force.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { notifyMany } from '../notices/service.ts';
import { DRAFT_ID, type Change, type Precedence } from './precedence.ts';

const { accounts, orgUnits, roleGrants } = schema;

interface Cause {
  readonly actor: Actor;
  readonly unit: Pick<OrgUnit, 'path'>;
  readonly adoptedId: string;
  readonly now: Date;
}

export async function tellBelow(
  tx: Tx,
  cause: Cause,
  { givingWay, applyingAgain }: Precedence,
): Promise<void> {
  for (const change of givingWay) await tell(tx, cause, change, 'hour-policy-gave-way');
  for (const change of applyingAgain) await tell(tx, cause, change, 'hour-policy-applies-again');
}

async function tell(
  tx: Tx,
  { actor, unit, adoptedId, now }: Cause,
  { own, other, fromYear }: Change,
  kind: 'hour-policy-gave-way' | 'hour-policy-applies-again',
): Promise<void> {
  const policy = own.id === DRAFT_ID ? adoptedId : own.id;
  await recordAudit(tx, {
    at: now,
    actorId: actor.personId,
    action: kind,
    subject: `org-unit:${unitIdOf(own.orgPath)}`,
    detail: {
      policy,
      version: own.policy.version,
      fromYear,
      other: other.id === DRAFT_ID ? adoptedId : other.id,
      otherVersion: other.policy.version,
      because: adoptedId,
    },
    address: actor.address,
  });
  // Whoever adopts a policy saw what becomes of it.
  if (own.orgPath === unit.path) return;
  const told = await administratorsBetween(tx, unit.path, own.orgPath, now);
  await notifyMany(
    tx,
    told.map((personId) => ({
      personId,
      kind,
      occasion: `${policy}:${adoptedId}`,
      params: { title: own.scopeUnitName, year: fromYear, name: other.scopeUnitName },
      link: `/admin/units/${unitIdOf(own.orgPath)}/policies`,
      now,
    })),
  );
}

export const unitIdOf = (path: string) => path.split('/').findLast(Boolean) ?? '';

/** Administrators of the unit at `path` and of those above it, as far as these lie below `top`. */
async function administratorsBetween(tx: Tx, top: string, path: string, now: Date) {
  const rows = await tx
    .selectDistinct({ personId: roleGrants.personId, path: orgUnits.path })
    .from(roleGrants)
    .innerJoin(accounts, eq(accounts.personId, roleGrants.personId))
    .innerJoin(orgUnits, eq(orgUnits.id, roleGrants.orgUnitId))
    .where(
      and(
        eq(roleGrants.role, 'unit_admin'),
        inArray(orgUnits.id, path.split('/').filter(Boolean)),
        inForce(now),
        eq(accounts.state, 'active'),
      ),
    );
  const between = rows.filter((one) => one.path !== top && isWithin(one.path, top));
  return [...new Set(between.map(({ personId }) => personId))];
}
