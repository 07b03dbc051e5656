// Which of the posts held in a year decides, and how much each counts (DOMAIN 5.2).
import { assert } from '../assertion.ts';
import { yearBounds } from '../calendar/training-year.ts';
import { knownCategory } from './audience-category.ts';
import type { Clause } from './clause.ts';
import { clausesFor, type PostFacts } from './clauses-for.ts';
import type { HourPolicy } from './hour-policy.ts';
import { endsOfMonths } from './service-months.ts';

/** What somebody held and when; the last of a year is the one that counts at its end. */
export interface HeldPost extends PostFacts {
  readonly category: string | null;
  readonly from: Date;
  readonly to: Date | null;
}

/** A clause with thresholds in twelfths, so that a blend of categories needs no rounding yet. */
export interface TwelfthsOfClause {
  readonly clause: Clause;
  readonly hundredthTwelfths: number | null;
  readonly halfDayTwelfths: number | null;
}

const MONTHS = 12;

/** What a policy asks of whoever holds a post all year; [] without a category. */
export function clausesOfPost(policy: HourPolicy, post: HeldPost): Clause[] {
  const category = knownCategory(post.category);
  return category ? clausesFor(policy.byCategory[category], post) : [];
}

/**
 * The post that names the category: the one at the end of the year or of service; or, as the policy
 * says, the one held longest in the year (the later of equals), or the one that asks most.
 * Posts without a category are passed over by the latter two. Undefined without any post.
 */
export function decidingPost(
  policy: HourPolicy,
  posts: readonly HeldPost[],
  year: number,
): HeldPost | undefined {
  const atEnd = posts.at(-1);
  if (policy.categoryBasis === 'year_end' || policy.categoryBasis === 'prorata') return atEnd;
  const known = posts.filter(({ category }) => knownCategory(category) !== undefined);
  const weight =
    policy.categoryBasis === 'longest'
      ? (post: HeldPost) => [heldMs(post, posts, year), 0] as const
      : (post: HeldPost) => amountAsked(policy, post);
  return known.reduce<HeldPost | undefined>(
    (best, post) => (best === undefined || isAtLeast(weight(post), weight(best)) ? post : best),
    undefined,
  );
}

const isAtLeast = (one: readonly [number, number], other: readonly [number, number]) =>
  one[0] > other[0] || (one[0] === other[0] && one[1] >= other[1]);

/** Time in posts of the same category, level and rank together, within the year. */
function heldMs(post: HeldPost, posts: readonly HeldPost[], year: number): number {
  const { start, end } = yearBounds(year);
  return posts
    .filter((one) => sameFacts(one, post))
    .reduce((sum, { from, to }) => {
      const begins = Math.max(from.getTime(), start.getTime());
      const ends = Math.min(to?.getTime() ?? end.getTime(), end.getTime());
      return sum + Math.max(0, ends - begins);
    }, 0);
}

const sameFacts = (one: HeldPost, other: HeldPost) =>
  one.category === other.category &&
  one.positionLevel === other.positionLevel &&
  one.rank === other.rank;

function amountAsked(policy: HourPolicy, post: HeldPost): readonly [number, number] {
  const clauses = clausesOfPost(policy, post);
  const sum = (of: (clause: Clause) => number | null) =>
    clauses.reduce((total, clause) => total + (of(clause) ?? 0), 0);
  return [sum(({ hundredths }) => hundredths), sum(({ halfDays }) => halfDays)];
}

/**
 * What is owed for a whole year, before months out of service: the deciding post's clauses, or with
 * the basis `prorata` each clause by the months in which a post that owes it was held at the month's
 * end. A month before the first post counts as the first, one after the last as the last. A measure
 * that one of the blended posts does not offer is not offered.
 */
export function thresholdsOf(
  policy: HourPolicy,
  posts: readonly HeldPost[],
  year: number,
): TwelfthsOfClause[] {
  const deciding = decidingPost(policy, posts, year);
  if (!deciding) return [];
  const weights =
    policy.categoryBasis === 'prorata' ? monthsOfPosts(posts, year) : new Map([[deciding, MONTHS]]);
  const parts = [...weights].flatMap(([post, months]) =>
    clausesOfPost(policy, post).map((clause) => ({ clause, months })),
  );
  const byId = Map.groupBy(parts, ({ clause }) => baseIdOf(clause));
  return [...byId.values()].map((same) => {
    const twelfths = (of: (clause: Clause) => number | null) =>
      same.reduce<number | null>((sum, { clause, months }) => {
        const threshold = of(clause);
        return sum === null || threshold === null ? null : sum + threshold * months;
      }, 0);
    const hundredthTwelfths = twelfths(({ hundredths }) => hundredths);
    const halfDayTwelfths = twelfths(({ halfDays }) => halfDays);
    // The words, filter and cap of the latest; with measures that do not meet, its figures as well.
    const clause = same.at(-1)?.clause;
    assert(clause !== undefined, 'a group is never empty');
    if (hundredthTwelfths !== null || halfDayTwelfths !== null)
      return { clause, hundredthTwelfths, halfDayTwelfths };
    return {
      clause,
      hundredthTwelfths: clause.hundredths === null ? null : clause.hundredths * MONTHS,
      halfDayTwelfths: clause.halfDays === null ? null : clause.halfDays * MONTHS,
    };
  });
}

/** A clause that stands instead of another is the same demand with other figures. */
const baseIdOf = ({ id, insteadOf }: Clause) => insteadOf ?? id;

function monthsOfPosts(posts: readonly HeldPost[], year: number): Map<HeldPost, number> {
  const months = new Map<HeldPost, number>();
  for (const end of endsOfMonths(year)) {
    const held = posts.findLast(({ from }) => from <= end) ?? posts[0];
    if (held) months.set(held, (months.get(held) ?? 0) + 1);
  }
  // In the order they were held, so that the latest has the last word.
  return new Map(
    posts.flatMap((post) => (months.has(post) ? [[post, months.get(post) ?? 0] as const] : [])),
  );
}
