import type { RequirementResult } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import {
  evaluateRequirement,
  AUDIENCE_CATEGORIES,
  DEFAULT_CREDIT_RULES,
  resolvePolicy,
  type AudienceCategory,
  type CreditRules,
  type CreditSum,
  type HourPolicy,
  type RequirementResult as Evaluated,
} from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';

const { hourPolicies, orgUnits } = schema;

/** A policy with the unit where it was adopted. */
export interface AdoptedHere {
  readonly orgPath: string;
  readonly fromYear: number;
  readonly toYear: number | null;
  readonly policy: HourPolicy;
  readonly scopeUnitName: string;
}

async function readPolicies(db: Reader): Promise<AdoptedHere[]> {
  const rows = await db
    .select({ adopted: hourPolicies, unitName: orgUnits.name })
    .from(hourPolicies)
    .innerJoin(orgUnits, eq(orgUnits.id, hourPolicies.orgUnitId));
  return rows.map(({ adopted, unitName }) => ({
    orgPath: adopted.orgPath,
    fromYear: adopted.fromYear,
    toYear: adopted.toYear,
    // What was adopted before a figure existed goes by its default.
    policy: { ...DEFAULT_CREDIT_RULES, ...(adopted.policy as HourPolicy) },
    scopeUnitName: unitName,
  }));
}

const remembered = new WeakMap<
  Platform['db'],
  { version: number; policies: readonly AdoptedHere[] }
>();

/** All policies adopted, read anew when a counter says that one was. */
export async function adoptedPolicies(platform: Platform): Promise<readonly AdoptedHere[]> {
  const version = platform.readChanges().policies;
  const known = remembered.get(platform.db);
  if (known?.version === version) return known.policies;
  const policies = await readPolicies(platform.db);
  remembered.set(platform.db, { version, policies });
  return policies;
}

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

/** The same from within a transaction, which may just have adopted one. */
export async function policyWithin(
  tx: Tx,
  orgPath: string,
  year: number,
): Promise<AdoptedHere | null> {
  return pickPolicy(await readPolicies(tx), orgPath, year);
}

export function pickPolicy(
  policies: readonly AdoptedHere[],
  orgPath: string,
  year: number,
): AdoptedHere | null {
  const resolution = resolvePolicy(policies, orgPath, year);
  return resolution.ok ? resolution.adopted : null;
}

export async function adoptPolicy(
  tx: Tx,
  adoption: {
    orgUnit: { id: string; path: string };
    policy: HourPolicy;
    fromYear: number;
    adoptedBy: string | null;
    now: Date;
  },
): Promise<void> {
  await tx.insert(hourPolicies).values({
    id: newId(),
    orgUnitId: adoption.orgUnit.id,
    orgPath: adoption.orgUnit.path,
    fromYear: adoption.fromYear,
    toYear: null,
    code: adoption.policy.code,
    version: adoption.policy.version,
    policy: adoption.policy,
    adoptedAt: adoption.now,
    adoptedBy: adoption.adoptedBy,
  });
}

type Sum = Omit<CreditSum, 'required' | 'mode' | 'intensity' | 'area'> & {
  mode: string;
  intensity: string;
  area: string;
};

/** What a category owes in a year and what is there; null without a category or a policy. */
export function evaluateFor(
  adopted: AdoptedHere | null,
  category: string | null,
  sums: readonly Sum[],
  year: number,
): Evaluated | null {
  const known = AUDIENCE_CATEGORIES.find((one) => one === category);
  if (!adopted || !known) return null;
  return evaluateRequirement(adopted.policy, known, sums.map(creditSumOf), year);
}

// Whether a course was required is decided by programmes, which assign them; until a person is in
// one, every course is elective.
const creditSumOf = (sum: Sum): CreditSum => ({
  ...sum,
  mode: sum.mode as CreditSum['mode'],
  intensity: sum.intensity as CreditSum['intensity'],
  area: (sum.area === '' ? null : sum.area) as CreditSum['area'],
  required: false,
});

export function resultView(evaluated: Evaluated, scopeUnitName: string): RequirementResult {
  return {
    policyCode: evaluated.policyCode,
    policyVersion: evaluated.policyVersion,
    title: evaluated.title,
    basis: { ...evaluated.basis },
    scopeUnitName,
    category: evaluated.category as AudienceCategory,
    met: evaluated.met,
    clauses: evaluated.clauses.map((clause) => ({
      id: clause.id,
      title: clause.title,
      hundredths: clause.hundredths,
      halfDays: clause.halfDays,
      targetHundredths: clause.targetHundredths,
      targetHalfDays: clause.targetHalfDays,
      missingHundredths: clause.missingHundredths,
      missingHalfDays: clause.missingHalfDays,
      met: clause.met,
      nearer: clause.nearer,
    })),
  };
}
