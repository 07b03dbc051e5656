// What a policy asks of each audience category, those of an installation's own among them (DOMAIN A7, H2).
import { AUDIENCE_CATEGORIES, builtInCategory, OTHER_CATEGORIES } from './audience-category.ts';
import type { Clause } from './clause.ts';
import type { HourPolicy } from './hour-policy.ts';

/** The lists of clauses of a policy. */
export type ClauseLists = Pick<HourPolicy, 'byCategory' | 'others' | 'byOwnCategory'>;

/**
 * The clauses of whoever is in a category that a policy does not name. A policy from before there were
 * such categories says nothing of them: they are read like the last of the six, with whom the list of
 * the opinion ends. Whatever a policy below asked at least of the six, it asks of them as well. Source:
 * DOMAIN H2.
 */
export const fallbackClauses = ({ byCategory, others }: ClauseLists): readonly Clause[] =>
  others ?? byCategory.nonpublic_social_party_head;

/** The clauses of a category by its code: its own where the policy names it, else the fallback row. */
export function clausesOfCategory(policy: ClauseLists, code: string): readonly Clause[] {
  const builtIn = builtInCategory(code);
  if (builtIn) return policy.byCategory[builtIn];
  // A code may be any word, also one that every object knows.
  const named = namesCategory(policy, code) ? policy.byOwnCategory?.[code] : undefined;
  return named ?? fallbackClauses(policy);
}

/** Whether a policy says of a category by its code what it asks; else the fallback row is read. */
export const namesCategory = (policy: ClauseLists, code: string): boolean =>
  builtInCategory(code) !== undefined || Object.hasOwn(policy.byOwnCategory ?? {}, code);

/** Codes of the categories of an installation's own that a policy names. */
export const ownCategoriesNamed = ({ byOwnCategory }: ClauseLists): string[] =>
  Object.keys(byOwnCategory ?? {});

/** Every list of a policy with the code it is for: the six, `others` for the fallback row, those named. */
export const clauseLists = (policy: ClauseLists): (readonly [string, readonly Clause[]])[] => [
  ...AUDIENCE_CATEGORIES.map((code) => [code, policy.byCategory[code]] as const),
  [OTHER_CATEGORIES, fallbackClauses(policy)],
  ...Object.entries(policy.byOwnCategory ?? {}),
];

/** All clauses of a policy. */
export const clausesOfAll = (policy: ClauseLists): Clause[] =>
  clauseLists(policy).flatMap(([, clauses]) => clauses);
