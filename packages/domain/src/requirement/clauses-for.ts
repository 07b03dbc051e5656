import type { Clause } from './clause.ts';

/** What of somebody decides which clauses of their category are owed. */
export interface PostFacts {
  readonly positionLevel: string | null;
  readonly rank: string | null;
  /** Codes; one may be in several key groups at once. */
  readonly keyGroups: readonly string[];
}

/**
 * The clauses that somebody of a category owes by position level, rank and key groups: those that
 * apply to everybody and those that apply to them; where one stands instead of another, the one that
 * looks at most of these three. `clauseTie` has refused two that are equally near. Source: DOMAIN G2.
 */
export function clausesFor(clauses: readonly Clause[], post: PostFacts): Clause[] {
  const fitting = clauses.filter((clause) => appliesTo(clause, post));
  return fitting
    .filter(({ insteadOf }) => insteadOf === undefined)
    .map((base) => {
      const variants = fitting.filter(({ insteadOf }) => insteadOf === base.id);
      return variants.reduce(
        (nearest, variant) => (nearness(variant) > nearness(nearest) ? variant : nearest),
        base,
      );
    });
}

/** A clause that stands instead of another is the same demand with other figures. */
export const baseIdOf = ({ id, insteadOf }: Clause): string => insteadOf ?? id;

export function appliesTo({ appliesTo: only }: Clause, post: PostFacts): boolean {
  const { keyGroups } = only ?? {};
  return (
    listed(only?.positionLevels, post.positionLevel) &&
    listed(only?.ranks, post.rank) &&
    (keyGroups === undefined || post.keyGroups.some((held) => keyGroups.includes(held)))
  );
}

const listed = (wanted: readonly string[] | undefined, held: string | null) =>
  wanted === undefined || (held !== null && wanted.includes(held));

/** How much a clause looks at: nothing, or one, two or all of level, rank and key groups. */
const nearness = ({ appliesTo: only }: Clause) =>
  (only?.positionLevels ? 1 : 0) + (only?.ranks ? 1 : 0) + (only?.keyGroups ? 1 : 0);

/**
 * A clause that stands instead of the same one as another that is equally near, where somebody may
 * hold a post that both look at: nobody could say which is owed. So is one that is no nearer than the
 * clause in whose place it stands. Key groups keep no two apart, since one may be in any of them at
 * once. Undefined without one.
 * Source: DOMAIN G2 ("a tie is a validation error on save, never a silent pick").
 */
export function clauseTie(clauses: readonly Clause[]): Clause | undefined {
  return clauses.find(
    (clause, at) =>
      clause.insteadOf !== undefined &&
      clauses.some((other, place) =>
        other.id === clause.insteadOf
          ? nearness(other) >= nearness(clause) && mayMeet(clause, other)
          : place < at &&
            other.insteadOf === clause.insteadOf &&
            nearness(other) === nearness(clause) &&
            mayMeet(clause, other),
      ),
  );
}

const mayMeet = ({ appliesTo: one }: Clause, { appliesTo: other }: Clause) =>
  meet(one?.positionLevels, other?.positionLevels) && meet(one?.ranks, other?.ranks);

/** Whether one post can be in both lists; a list that is left out takes all. */
const meet = (one: readonly string[] | undefined, other: readonly string[] | undefined) =>
  one === undefined || other === undefined || one.some((held) => other.includes(held));
