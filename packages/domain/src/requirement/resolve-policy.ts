import { isWithin } from '../authority/org-path.ts';
import type { HourPolicy } from './hour-policy.ts';
import { isLooser } from './loosening.ts';

/** A policy as adopted by an org unit for a span of training years, both inclusive. */
export interface AdoptedPolicy {
  /** Path of the unit that adopted it, e.g. /a/b/; / for the whole installation. */
  readonly orgPath: string;
  readonly fromYear: number;
  /** null: until further notice. */
  readonly toYear: number | null;
  readonly policy: HourPolicy;
}

export type PolicyResolution<Adopted extends AdoptedPolicy> =
  | { readonly ok: true; readonly adopted: Adopted }
  | { readonly ok: false; readonly reason: 'none' }
  | { readonly ok: false; readonly reason: 'tie'; readonly tied: readonly Adopted[] };

/**
 * The hour policy that applies in an org unit in a training year: the one adopted nearest above it that
 * asks no less than those above it. From the top down, each takes the place of the one before unless
 * it is looser; one that is gives way as a whole. So nobody owes less than what applies at a unit above,
 * in whatever order policies were adopted and units moved. Two at the same unit are a refusal that names
 * both, never a silent pick; so is none at all. Source: DOMAIN G2, G15; ADR 0048.
 */
export function resolvePolicy<Adopted extends AdoptedPolicy>(
  policies: readonly Adopted[],
  orgPath: string,
  year: number,
): PolicyResolution<Adopted> {
  // All lie on the one way from the root to the unit, so the longer path is the nearer.
  const applying = policies
    .filter((adopted) => isWithin(orgPath, adopted.orgPath) && holdsIn(adopted, year))
    .sort((a, b) => a.orgPath.length - b.orgPath.length);
  const [first, ...nearer] = applying;
  if (!first) return { ok: false, reason: 'none' };
  const tied = applying.filter((one) =>
    applying.some((other) => other !== one && other.orgPath === one.orgPath),
  );
  if (tied.length > 0) return { ok: false, reason: 'tie', tied };
  const adopted = nearer.reduce(
    (above, own) => (isLooser(own.policy, above.policy) ? above : own),
    first,
  );
  return { ok: true, adopted };
}

/** Whether a policy was adopted for a training year. */
export const holdsIn = (
  { fromYear, toYear }: Pick<AdoptedPolicy, 'fromYear' | 'toYear'>,
  year: number,
): boolean => fromYear <= year && (toYear === null || year <= toYear);
