// Hour policies as they were adopted, and which of them applies.
import { schema, type Reader, type Tx } from '@xueshi/database';
import {
  DEFAULT_CREDIT_RULES,
  DEFAULT_OWING_RULES,
  resolvePolicy,
  type CreditRules,
  type HourPolicy,
} from '@xueshi/domain';
import { and, asc, eq, gt, gte, isNull, lt, or } from 'drizzle-orm';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { rememberBy, type RemembersBy } from '../../platform/remembered.ts';

const { hourPolicies, orgUnits } = schema;

/** A policy with the unit where it was adopted. */
export interface AdoptedHere {
  readonly id: string;
  readonly orgPath: string;
  readonly fromYear: number;
  readonly toYear: number | null;
  readonly policy: HourPolicy;
  readonly scopeUnitName: string;
}

/** A policy as it was stored; what was adopted before a figure existed goes by its default. */
export const completePolicy = (stored: unknown): HourPolicy => ({
  ...DEFAULT_CREDIT_RULES,
  ...DEFAULT_OWING_RULES,
  ...(stored as HourPolicy),
});

/** All policies adopted, as the reader finds them; within a transaction, with what it just adopted. */
export async function policiesWithin(db: Reader): Promise<AdoptedHere[]> {
  const rows = await db
    .select({ adopted: hourPolicies, unitName: orgUnits.name, unitPath: orgUnits.path })
    .from(hourPolicies)
    .innerJoin(orgUnits, eq(orgUnits.id, hourPolicies.orgUnitId))
    .where(isNull(hourPolicies.supersededAt));
  // By where the unit lies now: it may have been moved since.
  return rows.map(({ adopted, unitName, unitPath }) => ({
    id: adopted.id,
    orgPath: unitPath,
    fromYear: adopted.fromYear,
    toYear: adopted.toYear,
    policy: completePolicy(adopted.policy),
    scopeUnitName: unitName,
  }));
}

const memory = rememberBy<readonly AdoptedHere[]>('policies', 1);

/** All policies adopted, read anew when a counter says that one was. */
export const adoptedPolicies = (platform: RemembersBy): Promise<readonly AdoptedHere[]> =>
  memory(platform)('all', () => policiesWithin(platform.db));

/** The policy for a place and a year; null where none was adopted. A tie was refused on saving. */
export async function policyFor(
  platform: Platform,
  orgPath: string,
  year: number,
): Promise<AdoptedHere | null> {
  return pickPolicy(await adoptedPolicies(platform), orgPath, year);
}

/** How hours come about for somebody of a unit; by the defaults where no policy was adopted. */
export async function creditRulesFor(
  platform: Platform,
  orgPath: string | null,
  year: number,
): Promise<CreditRules> {
  const adopted = orgPath === null ? null : await policyFor(platform, orgPath, year);
  return adopted?.policy ?? DEFAULT_CREDIT_RULES;
}

/** The same as the database has it now: within a transaction, which may just have adopted one. */
export async function policyWithin(
  db: Reader,
  orgPath: string,
  year: number,
): Promise<AdoptedHere | null> {
  return pickPolicy(await policiesWithin(db), orgPath, year);
}

export function pickPolicy(
  policies: readonly AdoptedHere[],
  orgPath: string,
  year: number,
): AdoptedHere | null {
  const resolution = resolvePolicy(policies, orgPath, year);
  return resolution.ok ? resolution.adopted : null;
}

/** How hours come about in the whole installation: what a course is worth does not differ by unit. */
export async function installationRules(platform: Platform, year: number): Promise<CreditRules> {
  const atTop = (await adoptedPolicies(platform)).filter(
    ({ orgPath }) => orgPath.split('/').filter(Boolean).length === 1,
  );
  const applying = atTop.filter(
    ({ fromYear, toYear }) => fromYear <= year && (toYear === null || year <= toYear),
  );
  const [only, ...others] = applying;
  return only && others.length === 0 ? only.policy : DEFAULT_CREDIT_RULES;
}

/** Picks for many people: each unit's policy is looked for once. */
export function policyPicker(
  policies: readonly AdoptedHere[],
  year: number,
): (orgPath: string) => AdoptedHere | null {
  const known = new Map<string, AdoptedHere | null>();
  return (orgPath) => {
    const held = known.get(orgPath);
    if (held !== undefined) return held;
    const picked = pickPolicy(policies, orgPath, year);
    known.set(orgPath, picked);
    return picked;
  };
}

/** The same for any year; what was picked is remembered. */
export function policiesIn(policies: readonly AdoptedHere[]): PolicyIn {
  const pickers = new Map<number, ReturnType<typeof policyPicker>>();
  return (year) => {
    const known = pickers.get(year) ?? policyPicker(policies, year);
    pickers.set(year, known);
    return known;
  };
}

/** Which policy applies at a unit's path in a year. */
export type PolicyIn = (year: number) => (unitPath: string) => AdoptedHere | null;

export interface Adoption {
  readonly orgUnit: { readonly id: string; readonly path: string };
  readonly policy: HourPolicy;
  readonly fromYear: number;
  readonly adoptedBy: string | null;
  readonly whatIf?: unknown;
  readonly now: Date;
}

/**
 * Adopts a policy at a unit from a year on, until another that was adopted there before begins. The
 * one that applied there ends the year before; one that began in the same year is superseded by it.
 */
export async function adoptPolicy(tx: Tx, adoption: Adoption): Promise<string> {
  const { orgUnit, fromYear, policy, now } = adoption;
  const here = and(eq(hourPolicies.orgUnitId, orgUnit.id), isNull(hourPolicies.supersededAt));
  await tx
    .update(hourPolicies)
    .set({ supersededAt: now })
    .where(and(here, eq(hourPolicies.fromYear, fromYear)));
  await tx
    .update(hourPolicies)
    .set({ toYear: fromYear - 1 })
    .where(
      and(
        here,
        lt(hourPolicies.fromYear, fromYear),
        or(isNull(hourPolicies.toYear), gte(hourPolicies.toYear, fromYear)),
      ),
    );
  const [next] = await tx
    .select({ fromYear: hourPolicies.fromYear })
    .from(hourPolicies)
    .where(and(here, gt(hourPolicies.fromYear, fromYear)))
    .orderBy(asc(hourPolicies.fromYear))
    .limit(1);
  const id = newId();
  await tx.insert(hourPolicies).values({
    id,
    orgUnitId: orgUnit.id,
    orgPath: orgUnit.path,
    fromYear,
    toYear: next ? next.fromYear - 1 : null,
    code: policy.code,
    version: policy.version,
    policy,
    adoptedAt: now,
    adoptedBy: adoption.adoptedBy,
    whatIf: adoption.whatIf ?? null,
    supersededAt: null,
  });
  return id;
}
