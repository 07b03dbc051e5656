import type { Clause } from './clause.ts';

/** What of a post decides which clauses are owed. */
export interface PostFacts {
  readonly positionLevel: string | null;
  readonly rank: string | null;
}

/**
 * The clauses that somebody of a category owes by position level and rank: those that apply to
 * everybody and those that apply to such posts; where one stands instead of another, the one that
 * looks at most of the post. `clauseTie` has refused two that are equally near. Source: DOMAIN G2.
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

export function appliesTo({ appliesTo: only }: Clause, post: PostFacts): boolean {
  return listed(only?.positionLevels, post.positionLevel) && listed(only?.ranks, post.rank);
}

const listed = (wanted: readonly string[] | undefined, held: string | null) =>
  wanted === undefined || (held !== null && wanted.includes(held));

/** How much of a post a clause looks at: nothing, level or rank, both. */
const nearness = ({ appliesTo: only }: Clause) =>
  (only?.positionLevels ? 1 : 0) + (only?.ranks ? 1 : 0);

/**
 * A clause that stands instead of the same one as another that is equally near, where somebody may
 * hold a post that both look at: nobody could say which is owed. Undefined without one.
 * Source: DOMAIN G2 ("a tie is a validation error on save, never a silent pick").
 */
export function clauseTie(clauses: readonly Clause[]): Clause | undefined {
  return clauses.find((clause, at) =>
    clauses
      .slice(0, at)
      .some(
        (other) =>
          clause.insteadOf !== undefined &&
          other.insteadOf === clause.insteadOf &&
          nearness(other) === nearness(clause) &&
          meet(other.appliesTo?.positionLevels, clause.appliesTo?.positionLevels) &&
          meet(other.appliesTo?.ranks, clause.appliesTo?.ranks),
      ),
  );
}

/** Whether one post can be in both lists; a list that is left out takes all. */
const meet = (one: readonly string[] | undefined, other: readonly string[] | undefined) =>
  one === undefined || other === undefined || one.some((held) => other.includes(held));
