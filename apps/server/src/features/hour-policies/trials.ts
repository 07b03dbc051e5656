// A policy tried out: reckoned at once where few people are concerned, by a job otherwise, and kept
// for a week with everybody whom it would affect.
import type { HourPolicyDraft, PolicyTrial, WhatIf } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { DEFAULT_CREDIT_RULES, DEFAULT_OWING_RULES } from '@xueshi/domain';
import { and, eq, gt, inArray } from 'drizzle-orm';
import { administeredUnit, type OrgUnit } from '../../platform/authorisation.ts';
import { enqueueJob, type JobHandler, type JobRunner } from '../../platform/jobs.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { policyWithin } from '../requirements/service.ts';
import { withCourses } from './asked-courses.ts';
import { policyOf, type Wish } from './soundness.ts';
import { headcounts, nextVersion } from './store.ts';
import { sealOf } from './what-if-seal.ts';
import { whatIf, type Affected } from './what-if.ts';

const { orgUnits, policyTrialPeople, policyTrials } = schema;

export type TrialRow = typeof policyTrials.$inferSelect;

export const TRY_POLICY = 'try-policy';
export const FORGET_TRIAL = 'forget-policy-trial';

const DAY_MS = 86_400_000;
const KEPT_MS = 7 * DAY_MS;
/** So many people are reckoned while the page waits: some tenths of a second. */
const AT_ONCE = 200;
/** One person has so many policies tried out at a time. */
const MOST_WAITING_EACH = 3;
/** What has not come by then was cut off, and keeps nobody from trying again. */
const AWAITED_MS = 3_600_000;
const ROWS_AT_ONCE = 2_000;

/** Begins trying a policy out, and answers with the outcome where it is there at once. */
export async function beginTrial(
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
  actor: Actor,
  unit: OrgUnit,
  { fromYear, policy }: Wish,
): Promise<PolicyTrial> {
  const { db, write, clock } = platform;
  const counts = await headcounts(db, unit.path);
  const peopleTotal = counts.reduce((sum, { people }) => sum + people, 0);
  const [id, now] = [newId(), clock.now()];
  const payload = { trialId: id };
  await write(async (tx) => {
    await demandFewWaiting(tx, actor.personId, now);
    const by = { orgUnitId: unit.id, createdBy: actor.personId, createdAt: now };
    const row = { id, ...by, fromYear, draft: policy, state: 'waiting', peopleTotal };
    await tx.insert(policyTrials).values(row);
    const forgetting = { name: FORGET_TRIAL, uniqueKey: `${FORGET_TRIAL}:${id}`, payload };
    await enqueueJob(tx, { ...forgetting, now: new Date(now.getTime() + KEPT_MS) });
    if (peopleTotal > AT_ONCE)
      await enqueueJob(tx, { name: TRY_POLICY, uniqueKey: `${TRY_POLICY}:${id}`, payload, now });
  });
  if (peopleTotal > AT_ONCE) jobs.wake();
  else await run(platform, await trialRow(db, id), new AbortController().signal);
  return trialView(platform, actor, await trialRow(db, id));
}

async function demandFewWaiting(tx: Tx, personId: string, now: Date): Promise<void> {
  const waiting = await tx.$count(
    policyTrials,
    and(
      eq(policyTrials.createdBy, personId),
      inArray(policyTrials.state, ['waiting', 'running']),
      gt(policyTrials.createdAt, new Date(now.getTime() - AWAITED_MS)),
    ),
  );
  if (waiting >= MOST_WAITING_EACH) throw new Refused('busy');
}

async function trialRow(db: Reader, id: string): Promise<TrialRow> {
  const [row] = await db.select().from(policyTrials).where(eq(policyTrials.id, id));
  if (!row) throw new Refused('not-found');
  return row;
}

const update = (platform: Platform, id: string, change: Partial<TrialRow>) =>
  platform.write((tx) => tx.update(policyTrials).set(change).where(eq(policyTrials.id, id)));

/** Reckons anew from the beginning, however far an attempt before had come. */
async function run(platform: Platform, trial: TrialRow, signal: AbortSignal): Promise<void> {
  const { db, write, clock } = platform;
  const { id, fromYear } = trial;
  const [unit] = await db.select().from(orgUnits).where(eq(orgUnits.id, trial.orgUnitId));
  if (!unit) return;
  await forgetPeople(platform, id);
  await update(platform, id, { state: 'running', peopleDone: 0 });
  const draft = draftOf(trial);
  const before = await policyWithin(db, unit.path, fromYear);
  const clauses = await withCourses(db, draft, before?.policy ?? null);
  const policy = policyOf(draft, await nextVersion(db, draft.code), clauses);
  const keep = async (affected: readonly Affected[], peopleDone: number) => {
    await write(async (tx) => {
      if (affected.length > 0)
        await tx.insert(policyTrialPeople).values(affected.map((one) => rowOf(id, one)));
      await tx.update(policyTrials).set({ peopleDone }).where(eq(policyTrials.id, id));
    });
  };
  const result = await whatIf(platform, unit, { policy, fromYear }, { signal, keep });
  await update(platform, id, { state: 'ready', result, readyAt: clock.now() });
}

const rowOf = (trialId: string, { person, change, before, after }: Affected) => ({
  trialId,
  personId: person.personId,
  namePinyin: person.namePinyin,
  unitId: person.unitId,
  change,
  missingBefore: before.hundredths,
  missingAfter: after.hundredths,
  halfDaysBefore: before.halfDays,
  halfDaysAfter: after.halfDays,
});

/** As a trial is read that was begun before these rules existed: it waits for a week. */
const RULES_SINCE = {
  partial: DEFAULT_CREDIT_RULES.partial,
  attribution: DEFAULT_CREDIT_RULES.attribution,
  carryOverHundredths: DEFAULT_OWING_RULES.carryOverHundredths,
};
const FIGURES_SINCE = {
  unfinished: { gaining: 0, hundredths: 0, stopped: 0 },
  accruing: { people: 0, hundredths: 0 },
};

// What was checked when it was asked for.
const draftOf = ({ draft }: Pick<TrialRow, 'draft'>): HourPolicyDraft => ({
  ...RULES_SINCE,
  ...(draft as HourPolicyDraft),
});

export const tryPolicyHandler: JobHandler = async (platform, payload, { signal }) => {
  const { trialId } = payload as { trialId: string };
  const trial = await trialRow(platform.db, trialId);
  if (trial.state === 'ready') return;
  try {
    await run(platform, trial, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    platform.log.error({ err: error, trial: trialId }, 'a policy could not be tried out');
    await update(platform, trialId, { state: 'failed' });
  }
};

export const forgetTrialHandler: JobHandler = async (platform, payload) => {
  const { trialId } = payload as { trialId: string };
  await forgetPeople(platform, trialId);
  await platform.write((tx) => tx.delete(policyTrials).where(eq(policyTrials.id, trialId)));
};

/** Some at a time: the list may hold a whole province. */
async function forgetPeople({ db, write }: Platform, trialId: string): Promise<void> {
  const ofTrial = eq(policyTrialPeople.trialId, trialId);
  for (;;) {
    const some = await db
      .select({ personId: policyTrialPeople.personId })
      .from(policyTrialPeople)
      .where(ofTrial)
      .limit(ROWS_AT_ONCE);
    if (some.length === 0) return;
    const ids = some.map(({ personId }) => personId);
    await write((tx) =>
      tx.delete(policyTrialPeople).where(and(ofTrial, inArray(policyTrialPeople.personId, ids))),
    );
  }
}

/** A trial of the actor's own at a unit that they still administer; any other is not there. */
export async function ownTrial(
  { db }: Platform,
  actor: Actor,
  unitId: string,
  trialId: string,
): Promise<{ unit: OrgUnit; trial: TrialRow }> {
  const unit = await administeredUnit(db, actor, unitId);
  const trial = await trialRow(db, trialId);
  if (trial.orgUnitId !== unit.id || trial.createdBy !== actor.personId)
    throw new Refused('not-found');
  return { unit, trial };
}

export async function readTrial(
  platform: Platform,
  actor: Actor,
  unitId: string,
  trialId: string,
): Promise<PolicyTrial> {
  const { trial } = await ownTrial(platform, actor, unitId, trialId);
  return trialView(platform, actor, trial);
}

const resultOf = ({ result }: TrialRow): WhatIf | null =>
  result === null ? null : { ...FIGURES_SINCE, ...(result as WhatIf) };

function trialView(platform: Platform, actor: Actor, trial: TrialRow): PolicyTrial {
  const policy = draftOf(trial);
  const { id, fromYear, readyAt, peopleDone, peopleTotal } = trial;
  return {
    id,
    createdAt: trial.createdAt.toISOString(),
    state: trial.state as PolicyTrial['state'],
    peopleDone,
    peopleTotal,
    fromYear,
    policy,
    whatIf: resultOf(trial),
    seen:
      readyAt &&
      sealOf(platform, readyAt, {
        unitId: trial.orgUnitId,
        trialId: id,
        actor,
        wish: { fromYear, policy },
      }),
  };
}

/** The outcome that a seal speaks of. */
export async function sealedResult(db: Reader, trialId: string): Promise<WhatIf | null> {
  const [row] = await db.select().from(policyTrials).where(eq(policyTrials.id, trialId));
  return row ? resultOf(row) : null;
}
