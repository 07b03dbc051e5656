// Hour policies as administrators write them: read, tried out, adopted.
import type { AdoptedPolicy, HourPolicyDraft, PolicyTrial } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import type { TestInstallation, Visitor } from './test-installation.ts';

export interface Policies {
  unit: { id: string };
  inForce: AdoptedPolicy | null;
  above: AdoptedPolicy | null;
  adopted: AdoptedPolicy[];
}
export interface Trial {
  problems: { problem: string; category: string | null; clauseId: string | null }[];
  loosenings: { what: string; category: string | null }[];
  trial: PolicyTrial | null;
}
interface Unit {
  readonly id: string;
}

export const basis = {
  title: '云岭县干部教育培训学时管理办法',
  number: '云组发〔2026〕3号',
  date: '2026-03',
};

export async function unitNamed(here: TestInstallation, name: string): Promise<Unit> {
  const { db } = here.installation.platform;
  const [unit] = await db.select().from(schema.orgUnits).where(eq(schema.orgUnits.name, name));
  if (!unit) throw new Error(`no unit ${name}`);
  return unit;
}

export const readPolicies = async (by: Visitor, unit: Unit) =>
  (await by.get<Policies>(`/api/v1/units/${unit.id}/hour-policies`)).body;

/** The policy in force as a draft, with something changed in it. */
export async function draftFrom(
  by: Visitor,
  unit: Unit,
  change: Partial<HourPolicyDraft>,
): Promise<HourPolicyDraft> {
  const { inForce } = await readPolicies(by, unit);
  if (!inForce) throw new Error('the sample county has a policy');
  const { version: _, ...draft } = inForce.policy;
  return { ...draft, ...change };
}

interface Wish {
  readonly policy: HourPolicyDraft;
  readonly fromYear: number;
}

/** Tries a policy out where few people are concerned, so that the outcome is there at once. */
export async function tryPolicy(by: Visitor, unit: Unit, wish: Wish) {
  const url = `/api/v1/units/${unit.id}/hour-policies/what-if`;
  const { status, body } = await by.post<Trial>(url, wish);
  const { whatIf = null, seen = null } = body.trial ?? {};
  return { status, body: { ...body, whatIf, seen } };
}

/** Tries a policy out and adopts it. */
export async function adoptPolicyAt(by: Visitor, unit: Unit, wish: Wish) {
  const { body } = await tryPolicy(by, unit, wish);
  return by.post<{ id: string; version: string; code?: string }>(
    `/api/v1/units/${unit.id}/hour-policies`,
    { ...wish, seen: body.seen ?? 'nothing' },
  );
}

/** The same with other hours for townships. */
export const withHours = (
  draft: HourPolicyDraft,
  hundredths: number,
): HourPolicyDraft['byCategory'] => ({
  ...draft.byCategory,
  township: draft.byCategory.township.map((clause) => ({ ...clause, hundredths })),
});
