// Which policies give way once another is adopted, and which apply again: year by year (ADR 0048).
import { holdsIn, isWithin, type HourPolicy } from '@xueshi/domain';
import type { OrgUnit } from '../../platform/authorisation.ts';
import { policyPicker, type AdoptedHere } from '../requirements/service.ts';

export interface Draft {
  readonly policy: HourPolicy;
  readonly fromYear: number;
}

/** A policy that is not adopted yet has no id. */
export const DRAFT_ID = '';

/** All policies as they would be with the draft adopted at a unit, as `adoptPolicy` does it. */
export function withDraft(
  policies: readonly AdoptedHere[],
  unit: Pick<OrgUnit, 'path' | 'name'>,
  { policy, fromYear }: Draft,
): AdoptedHere[] {
  const own = policies.filter(({ orgPath }) => orgPath === unit.path);
  const later = own.map((one) => one.fromYear).filter((year) => year > fromYear);
  const toYear = later.length > 0 ? Math.min(...later) - 1 : null;
  const adopted = { id: DRAFT_ID, orgPath: unit.path, scopeUnitName: unit.name };
  return [
    ...policies
      .filter((one) => one.orgPath !== unit.path || one.fromYear !== fromYear)
      .map((one) =>
        one.orgPath === unit.path && one.fromYear < fromYear && holdsIn(one, fromYear)
          ? { ...one, toYear: fromYear - 1 }
          : one,
      ),
    { ...adopted, fromYear, toYear, policy },
  ];
}

export interface Change {
  readonly own: AdoptedHere;
  /** The one that applies in its stead, or did so before. */
  readonly other: AdoptedHere;
  /** The first year in which it is so. */
  readonly fromYear: number;
}

export interface Precedence {
  readonly givingWay: readonly Change[];
  readonly applyingAgain: readonly Change[];
}

/** The years from one on in which another policy may come to apply than in the year before. */
function yearsOfChange(policies: readonly AdoptedHere[], fromYear: number): number[] {
  const edges = policies.flatMap((one) => [one.fromYear, (one.toYear ?? 0) + 1]);
  return [...new Set([fromYear, ...edges])]
    .filter((year) => year >= fromYear)
    .sort((a, b) => a - b);
}

/**
 * The policies of a unit and of those below it that a draft makes give way, or apply again, from its
 * year on; the draft itself too, where one above is stricter later.
 */
export function precedenceOf(
  now: readonly AdoptedHere[],
  unit: Pick<OrgUnit, 'path' | 'name'>,
  draft: Draft,
): Precedence {
  const then = withDraft(now, unit, draft);
  const here = then.filter(({ orgPath }) => isWithin(orgPath, unit.path));
  const givingWay = new Map<string, Change>();
  const applyingAgain = new Map<string, Change>();
  for (const year of yearsOfChange(then, draft.fromYear)) {
    const [before, after] = [policyPicker(now, year), policyPicker(then, year)];
    for (const own of here) {
      if (!holdsIn(own, year)) continue;
      const [was, will] = [before(own.orgPath), after(own.orgPath)];
      const applied = was?.id === own.id || own.id === DRAFT_ID;
      if (applied && will && will.id !== own.id && !givingWay.has(own.id))
        givingWay.set(own.id, { own, other: will, fromYear: year });
      if (!applied && was && will?.id === own.id && !applyingAgain.has(own.id))
        applyingAgain.set(own.id, { own, other: was, fromYear: year });
    }
  }
  return { givingWay: [...givingWay.values()], applyingAgain: [...applyingAgain.values()] };
}

/** The first year from `year` on in which an adopted policy gives way to one above; null: in none. */
export function givesWay(
  policies: readonly AdoptedHere[],
  own: AdoptedHere,
  year: number,
): Change | null {
  for (const at of yearsOfChange(policies, Math.max(year, own.fromYear))) {
    if (!holdsIn(own, at)) continue;
    const other = policyPicker(policies, at)(own.orgPath);
    if (other && other.id !== own.id) return { own, other, fromYear: at };
  }
  return null;
}
