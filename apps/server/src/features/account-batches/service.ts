// Accounts for everybody of a subtree at once: made by a job, printed unit by unit, forgotten when used.
import type { AccountBatch } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { trainingDayOf } from '@xueshi/domain';
import { administeredUnit, type OrgUnit } from '../../platform/authorisation.ts';
import { enqueueJob, type JobRunner } from '../../platform/jobs.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { refOf } from '../organisations/service.ts';
import { namesOf } from '../people/service.ts';
import { countNeeds, type BatchAudience } from './eligible.ts';
import { FORGET_SLIPS, MAKE_ACCOUNTS } from './job-names.ts';
import { openSlip } from './slips.ts';
import * as store from './store.ts';

export { forgetSlipsHandler } from './forget-slips.handler.ts';
export { FORGET_SLIPS, MAKE_ACCOUNTS } from './job-names.ts';
export { makeAccountsHandler } from './make-accounts.handler.ts';

/** How long printed slips may lie until they are handed out, in days. */
const KEPT_DAYS = 14;
const DAY_MS = 86_400_000;

async function viewsOf({ db }: Platform, rows: readonly store.BatchRow[]): Promise<AccountBatch[]> {
  const slips = await store.slipsOf(
    db,
    rows.map(({ id }) => id),
  );
  const names = await namesOf(
    db,
    rows.map(({ createdBy }) => createdBy),
  );
  return rows.map((row) => ({
    id: row.id,
    audience: row.audience,
    state: row.state,
    createdAt: row.createdAt.toISOString(),
    createdByName: names.get(row.createdBy)?.name ?? '',
    total: row.total,
    done: row.done,
    slips: slips.get(row.id) ?? 0,
    forgetOn: trainingDayOf(row.forgetAt),
  }));
}

async function ownBatch(
  { db }: Platform,
  actor: Actor,
  id: string,
): Promise<{ batch: store.BatchRow; unit: OrgUnit }> {
  const batch = await store.findBatch(db, id);
  if (!batch) throw new Refused('not-found');
  return { batch, unit: await administeredUnit(db, actor, batch.orgUnitId, 'keep_roster') };
}

export async function listAccountBatches(platform: Platform, actor: Actor, unitId: string) {
  const { db, clock } = platform;
  const unit = await administeredUnit(db, actor, unitId, 'keep_roster');
  const { eligible, heldBack } = await countNeeds(db, unit.id, clock.now());
  return {
    unit: refOf(unit),
    withoutAccount: eligible.without_account,
    unusedPassword: eligible.unused_password,
    heldBack,
    items: await viewsOf(platform, await store.batchesOf(db, unit.id)),
  };
}

export async function createAccountBatch(
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
  actor: Actor,
  unitId: string,
  audience: BatchAudience,
): Promise<{ id: string }> {
  const { db, write, clock } = platform;
  const unit = await administeredUnit(db, actor, unitId, 'keep_roster');
  const now = clock.now();
  const total = (await countNeeds(db, unit.id, now)).eligible[audience];
  if (total === 0) throw new Refused('nobody-needs-account');
  const id = newId();
  const forgetAt = new Date(now.getTime() + KEPT_DAYS * DAY_MS);
  await write(async (tx) => {
    await tx.insert(schema.accountBatches).values({
      id,
      orgUnitId: unit.id,
      createdBy: actor.personId,
      createdAt: now,
      audience,
      state: 'making',
      total,
      forgetAt,
    });
    const payload = { batchId: id };
    await enqueueJob(tx, {
      name: MAKE_ACCOUNTS,
      uniqueKey: `${MAKE_ACCOUNTS}:${id}`,
      payload,
      now,
    });
    await enqueueJob(tx, {
      name: FORGET_SLIPS,
      uniqueKey: `${FORGET_SLIPS}:${id}`,
      payload,
      now: forgetAt,
    });
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'accounts-ordered',
      subject: `org-unit:${unit.id}`,
      detail: { batchId: id, audience, people: total },
      address: actor.address,
    });
  });
  jobs.wake();
  return { id };
}

export async function readAccountBatch(platform: Platform, actor: Actor, id: string) {
  const { batch, unit } = await ownBatch(platform, actor, id);
  const [view] = await viewsOf(platform, [batch]);
  if (!view) throw new Refused('not-found');
  const units = await store.unitsWithSlips(platform.db, batch.id);
  return {
    unit: refOf(unit),
    batch: view,
    units: units.map(({ unit: one, slips }) => ({ unit: refOf(one), slips })),
  };
}

/** The slips of one unit in the clear, to be printed; each showing is in the audit trail. */
export async function showAccountSlips(
  platform: Platform,
  actor: Actor,
  id: string,
  unitId: string,
) {
  const { batch } = await ownBatch(platform, actor, id);
  const unit = await administeredUnit(platform.db, actor, unitId, 'keep_roster');
  return platform.write(async (tx) => {
    const slips = await store.slipsInUnit(tx, batch.id, unit.id);
    if (slips.length === 0) throw new Refused('not-found');
    await recordAudit(tx, {
      at: platform.clock.now(),
      actorId: actor.personId,
      action: 'account-slips-shown',
      subject: `org-unit:${unit.id}`,
      detail: { batchId: batch.id, slips: slips.length },
      address: actor.address,
    });
    return {
      unit: refOf(unit),
      slips: slips.map(({ personId, sealed, ...slip }) => ({
        ...slip,
        oneTimePassword: openSlip(platform.secret, personId, sealed),
      })),
    };
  });
}

export async function forgetAccountSlips(platform: Platform, actor: Actor, id: string) {
  const { batch, unit } = await ownBatch(platform, actor, id);
  if (batch.state !== 'ready') throw new Refused('batch-not-ready');
  await platform.write(async (tx) => {
    await store.forgetSlips(tx, batch.id);
    await recordAudit(tx, {
      at: platform.clock.now(),
      actorId: actor.personId,
      action: 'account-slips-forgotten',
      subject: `org-unit:${unit.id}`,
      detail: { batchId: batch.id },
      address: actor.address,
    });
  });
}
