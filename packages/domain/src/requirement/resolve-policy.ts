import { isWithin } from '../authority/org-path.ts';
import type { HourPolicy } from './hour-policy.ts';

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
 * The hour policy that applies in an org unit in a training year: the one adopted nearest above it.
 * Two at the same unit are a refusal that names both, never a silent pick; so is none at all.
 * Call it before saving an adoption too, for every year it covers. Source: DOMAIN G2, G15.
 */
export function resolvePolicy<Adopted extends AdoptedPolicy>(
  policies: readonly Adopted[],
  orgPath: string,
  year: number,
): PolicyResolution<Adopted> {
  const applying = policies.filter(
    (adopted) =>
      isWithin(orgPath, adopted.orgPath) &&
      adopted.fromYear <= year &&
      (adopted.toYear === null || year <= adopted.toYear),
  );
  // All lie on the one way from the root to the unit, so the longest path is the nearest.
  const nearest = applying.reduce((length, adopted) => Math.max(length, adopted.orgPath.length), 0);
  const [adopted, ...others] = applying.filter(({ orgPath: path }) => path.length === nearest);
  if (!adopted) return { ok: false, reason: 'none' };
  if (others.length > 0) return { ok: false, reason: 'tie', tied: [adopted, ...others] };
  return { ok: true, adopted };
}
