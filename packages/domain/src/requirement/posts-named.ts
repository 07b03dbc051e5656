// Everybody whom two lists of clauses may tell apart: few enough to be looked at one by one.
import type { Clause, ClauseScope } from './clause.ts';
import type { PostFacts } from './clauses-for.ts';

/**
 * Posts and key groups by which the two lists of clauses of a category can be compared: every
 * combination of level and rank that some clause names, and one that none does, each with so many key
 * groups as it may take to show that one list asks less. That is, for a clause of `above`, one group
 * that makes it owed and one that makes the clause owed in whose place it stands; and one for each
 * clause of `own` in whose place another stands by key groups. Codes that the same clauses list are
 * one and the same here. Both lists pass `policyProblems`. Source: DOMAIN G2.
 */
export function postsNamed(own: readonly Clause[], above: readonly Clause[]): PostFacts[] {
  const clauses = [...own, ...above];
  const replaced = new Set(
    own.flatMap(({ appliesTo, insteadOf }) => (appliesTo?.keyGroups ? [insteadOf ?? ''] : [])),
  );
  replaced.delete('');
  const keyGroups = someOf(named(clauses, 'keyGroups'), replaced.size + 2);
  return [null, ...named(clauses, 'positionLevels')].flatMap((positionLevel) =>
    [null, ...named(clauses, 'ranks')].flatMap((rank) =>
      keyGroups.map((held) => ({ positionLevel, rank, keyGroups: held })),
    ),
  );
}

/** The codes that clauses list; of those that the very same clauses list, one. */
function named(clauses: readonly Clause[], part: keyof ClauseScope): string[] {
  const lists = clauses.flatMap(({ appliesTo }) => appliesTo?.[part] ?? []);
  const byClauses = new Map<string, string>();
  for (const code of lists) {
    const listing = clauses.map(({ appliesTo }) => appliesTo?.[part]?.includes(code) === true);
    byClauses.set(listing.join(), code);
  }
  return [...byClauses.values()];
}

/** All sets of at most `most` of some codes, the empty one first. */
function someOf(codes: readonly string[], most: number): string[][] {
  return codes.reduce<string[][]>(
    (sets, code) => [
      ...sets,
      ...sets.filter((set) => set.length < most).map((set) => [...set, code]),
    ],
    [[]],
  );
}
